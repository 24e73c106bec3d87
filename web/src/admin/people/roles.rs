//! What roles allow: permissions down, roles across.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::RoleId;
use shared::permission::{ADMIN, Permission};
use shared::problem::ErrorCode;
use shared::users::{Role, RoleDetails};
use web_logic::roles::{on_top, switched};

use super::super::confirm_password::with_password;
use super::words;
use crate::api::users;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    Ask, AsyncView, Breadcrumbs, Button, ButtonKind, Crumb, Dialog, Form, FormView, IconButton, Load, PageHead, TextField,
    guard_unsaved, toast, use_load,
};

/// The permissions of each role, as they are being changed.
type Draft = BTreeMap<String, Vec<Permission>>;

fn draft_of(roles: &[Role]) -> Draft {
    roles.iter().map(|role| (role.id.to_string(), role.details.permissions.clone())).collect()
}

/// What could not be saved: of each role what it allowed, and what was ticked.
type Kept = Vec<(RoleId, Vec<Permission>, Vec<Permission>)>;

/// The matrix of roles and permissions.
#[component]
pub fn RolesPage() -> impl IntoView {
    let i18n = use_i18n();
    let roles = use_load(users::list_roles);
    let kept = StoredValue::new(Kept::new());
    let adding = RwSignal::new(false);
    let may_manage = use_session().with_untracked(|session| session.can(Permission::UsersManage));
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, people.users.title), routes::admin::USERS),
            Crumb::here(t_string!(i18n, people.roles.title)),
        ]
    });
    view! {
        <PageHead title=move || t_string!(i18n, people.roles.title)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, people.roles.title)}</h1>
                {may_manage
                    .then(|| {
                        view! {
                            <Button icon=icondata::LuPlus on_click=move || adding.set(true) attr:data-test="new-role">
                                {move || t_string!(i18n, people.roles.add)}
                            </Button>
                        }
                    })}
            </header>
            <p class="muted">{move || t_string!(i18n, people.roles.text)}</p>
            <Dialog open=adding title=move || t_string!(i18n, people.roles.add)><NewRole open=adding roles/></Dialog>
            <AsyncView load=roles let(list)>
                <Matrix list roles kept may_manage/>
            </AsyncView>
        </div>
    }
    .into_any()
}

#[component]
fn NewRole(open: RwSignal<bool>, roles: Load<Vec<Role>>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let name = RwSignal::new(String::new());
    let send = move || {
        let details = RoleDetails { name: name.get_untracked().trim().to_owned(), permissions: vec![Permission::AdminAccess] };
        form.submit(
            details,
            |details| async move { with_password(|| users::create_role(&details)).await },
            move |_| {
                open.set(false);
                roles.reload();
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <TextField
                pointer="/name"
                label=move || t_string!(i18n, people.roles.name)
                hint=move || t_string!(i18n, people.roles.name_hint)
                value=name
                maxlength=40
                autofocus=true
            />
            <Button submit=true kind=ButtonKind::Primary loading=form.busy()>{move || t_string!(i18n, people.roles.create)}</Button>
        </FormView>
    }
    .into_any()
}

#[component]
fn Matrix(
    list: Vec<Role>,
    roles: Load<Vec<Role>>,
    /// Waits to be put onto the roles as they are by now.
    kept: StoredValue<Kept>,
    may_manage: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let mut first = draft_of(&list);
    for (id, before, ticked) in kept.try_update_value(std::mem::take).unwrap_or_default() {
        if let Some(now) = first.get_mut(&id.to_string()) {
            *now = on_top(&before, &ticked, now);
        }
    }
    let draft = RwSignal::new(first);
    let busy = RwSignal::new(false);
    let list = StoredValue::new(list);
    let changed = move || -> Vec<(Role, Vec<Permission>)> {
        let draft = draft.get();
        list.get_value()
            .into_iter()
            .filter_map(|role| {
                let wanted = draft.get(&role.id.to_string())?.clone();
                (wanted != role.details.permissions).then_some((role, wanted))
            })
            .collect()
    };
    let dirty = Memo::new(move |_| !changed().is_empty());
    guard_unsaved(dirty);
    // One gives and takes only what one holds oneself.
    let own =
        session.with_untracked(|session| session.me().map(|me| (me.role.clone(), me.permissions.clone()))).unwrap_or_default();
    let own_role = own.0.clone();
    let holds = move |permission: Permission| own.0 == ADMIN || own.1.contains(&permission);
    let save = move || {
        let changes = untrack(changed);
        if changes.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let ticked: Kept =
            changes.iter().map(|(role, ticked)| (role.id, role.details.permissions.clone(), ticked.clone())).collect();
        spawn_local(async move {
            let mut failure = None;
            for (role, permissions) in changes {
                let details = RoleDetails { name: role.details.name.clone(), permissions };
                if let Err(error) = with_password(|| users::update_role(role.id, &details, role.revision)).await {
                    failure = Some(error);
                    break;
                }
            }
            if busy.try_set(false).is_some() {
                return;
            }
            match failure {
                None => toast::success(tu_string!(i18n, people.roles.saved)),
                Some(error) => {
                    if error.is(ErrorCode::Stale) {
                        toast::info(tu_string!(i18n, people.roles.changed));
                    } else {
                        toast::error(&error);
                    }
                    kept.try_set_value(ticked);
                }
            }
            roles.reload();
        });
    };
    let heads = list
        .get_value()
        .into_iter()
        .map(|role| {
            let name = role.details.name.clone();
            let people = role.people;
            view! {
                <th scope="col">
                    <span class="matrix__role">
                        <span>{move || words::role(i18n.get_locale(), &name)}</span>
                        <span class="muted small">{move || t_string!(i18n, people.roles.people, count = people)}</span>
                        {(may_manage && !role.built_in).then(|| view! { <RemoveRole id=role.id name=role.details.name.clone() roles/> })}
                    </span>
                </th>
            }
        })
        .collect_view();
    let rows = Permission::ALL
        .iter()
        .map(|&permission| {
            let may = may_manage && holds(permission);
            let cells = list
                .get_value()
                .into_iter()
                .map(|role| {
                    let key = StoredValue::new(role.id.to_string());
                    let name = StoredValue::new(role.details.name.clone());
                    let held =
                        move || draft.with(|draft| draft.get(&key.get_value()).is_some_and(|held| held.contains(&permission)));
                    let label = move || {
                        let locale = i18n.get_locale();
                        format!("{}: {}", words::role(locale, &name.get_value()), words::permission(locale, permission))
                    };
                    let locked = !role.editable || !may || role.details.name == own_role;
                    view! {
                        <td>
                            <input
                                type="checkbox"
                                class="matrix__tick"
                                data-test="permission"
                                data-role=role.details.name.clone()
                                data-permission=permission.as_str()
                                aria-label=label
                                disabled=locked
                                prop:checked=held
                                on:change=move |event| {
                                    let on = event_target_checked(&event);
                                    draft.update(|draft| {
                                        if let Some(held) = draft.get_mut(&key.get_value()) {
                                            *held = switched(held, permission, on);
                                        }
                                    });
                                }
                            />
                        </td>
                    }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">
                        <span class="two-lines">
                            <span>{move || words::permission(i18n.get_locale(), permission)}</span>
                            <code class="muted small">{permission.as_str()}</code>
                        </span>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap matrix" tabindex="0" role="region" aria-label=move || t_string!(i18n, people.roles.title)>
            <table class="table">
                <caption class="visually-hidden">{move || t_string!(i18n, people.roles.title)}</caption>
                <thead><tr><th scope="col">{move || t_string!(i18n, people.roles.permission)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {may_manage
            .then(|| {
                view! {
                    <div class="save-bar" class:is-dirty=move || dirty.get()>
                        <p role="status" class="save-bar__state">
                            {move || if dirty.get() { t_string!(i18n, common.form.unsaved) } else { t_string!(i18n, common.form.all_saved) }}
                        </p>
                        <Show when=move || dirty.get()>
                            <Button kind=ButtonKind::Quiet on_click=move || draft.set(list.with_value(|list| draft_of(list)))>
                                {move || t_string!(i18n, common.form.reset)}
                            </Button>
                        </Show>
                        <Button kind=ButtonKind::Primary loading=busy on_click=save attr:data-test="save-roles">
                            {move || t_string!(i18n, common.action.save)}
                        </Button>
                    </div>
                }
            })}
    }
    .into_any()
}

#[component]
fn RemoveRole(id: RoleId, name: String, roles: Load<Vec<Role>>) -> impl IntoView {
    let i18n = use_i18n();
    let name = StoredValue::new(name);
    let remove = move || {
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, people.roles.remove_title, name = name.get_value()).to_string(),
                tu_string!(i18n, people.roles.remove_text),
                tu_string!(i18n, people.roles.remove),
            );
            if !ask.danger().await {
                return;
            }
            match users::delete_role(id).await {
                Ok(()) => roles.reload(),
                Err(error) => toast::error(&error),
            }
        });
    };
    view! { <IconButton icon=icondata::LuTrash2 label=move || t_string!(i18n, people.roles.remove) on_click=remove/> }.into_any()
}
