//! One person: what they bought, what was noted, where they are signed in, and what may be changed.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::permission::Permission;
use shared::users::{AddUserNoteRequest, StaffUser, UserNote};

use super::super::chat::{ChatsOf, OpenChat};
use super::super::orders::table::OrderTable;
use super::side::Actions;
use super::words;
use crate::api::users;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::security::called;
use crate::session::use_session;
use crate::ui::{
    Ask, AsyncView, Badge, Breadcrumbs, Button, ButtonKind, ButtonSize, Card, Crumb, Form, FormView, LinkButton, Load, PageHead,
    Status, TextArea, Tone, ago, date, date_time, guard_unsaved, money, toast, use_load,
};

/// A person.
#[component]
pub fn UserPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    view! { <div class="page stack">{move || view! { <Person id=id.get()/> }}</div> }.into_any()
}

#[component]
fn Person(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let person = use_load(move || users::get_user(&id));
    // Above what is drawn anew by each command: none of them throws away what was written.
    let note = RwSignal::new(String::new());
    let name = move || person.get().map(|whole| whole.user.name).unwrap_or_default();
    let crumbs =
        Signal::derive(move || vec![Crumb::link(t_string!(i18n, people.users.title), routes::admin::USERS), Crumb::here(name())]);
    view! {
        <PageHead title=name/>
        <Breadcrumbs crumbs/>
        <AsyncView load=person let(whole)>
            <Whole whole person note/>
        </AsyncView>
    }
    .into_any()
}

#[component]
fn Whole(whole: StaffUser, person: Load<StaffUser>, note: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may_audit = session.with_untracked(|session| session.can(Permission::AuditRead));
    let may_answer = session.with_untracked(|session| session.can(Permission::ChatAnswer));
    let may_orders = session.with_untracked(|session| session.can(Permission::OrdersRead));
    let id = whole.user.id;
    let active = whole.user.active;
    let segments = whole.segments.clone();
    let email = whole.user.email.clone();
    let orders = whole.orders.clone();
    view! {
        <div class="order person">
            <header class="order__head">
                <div>
                    <h1 class="page__title" data-test="user-name">{whole.user.name.clone()}</h1>
                    <p class="muted small">{whole.user.email.clone()}</p>
                </div>
                <span data-test="user-state" data-active=active.to_string()>
                    <Status tone=if active { Tone::Success } else { Tone::Danger }>
                        {move || if active { t_string!(i18n, people.users.active) } else { t_string!(i18n, people.users.inactive) }}
                    </Status>
                </span>
                {active.then(|| view! { <OpenChat buyer_id=id/> })}
                <div class="row">
                    {segments
                        .into_iter()
                        .map(|segment| {
                            view! {
                                <span title=move || words::segment_rule(i18n.get_locale(), segment)>
                                    <Badge tone=Tone::Info>{move || words::segment(i18n.get_locale(), segment)}</Badge>
                                </span>
                            }
                        })
                        .collect_view()}
                </div>
            </header>
            <div class="order__main stack">
                {may_orders
                    .then(|| {
                        let aside = {
                            let email = email.clone();
                            move || {
                                view! {
                                    <LinkButton href=routes::admin::orders_like(&email) size=ButtonSize::Small kind=ButtonKind::Quiet>
                                        {move || t_string!(i18n, people.user.all_orders)}
                                    </LinkButton>
                                }
                            }
                        };
                        view! {
                            <Card title=move || t_string!(i18n, people.user.orders) aside flush=true>
                                <OrderTable rows=Signal::stored(orders) short=true/>
                            </Card>
                        }
                    })}
                <Notes notes=whole.notes.clone() id person text=note/>
                <Sessions whole=whole.clone() person/>
                {may_audit
                    .then(|| {
                        view! {
                            <Card title=move || t_string!(i18n, people.user.activity)>
                                <div class="row">
                                    <LinkButton href=routes::admin::audit_of_user(&id.to_string()) icon=icondata::LuScrollText>
                                        {move || t_string!(i18n, people.user.done_to)}
                                    </LinkButton>
                                    <LinkButton href=routes::admin::audit_by(&id.to_string()) icon=icondata::LuFootprints>
                                        {move || t_string!(i18n, people.user.done_by)}
                                    </LinkButton>
                                </div>
                            </Card>
                        }
                    })}
                // Last: nobody knows how many there will be.
                {may_answer.then(|| view! { <ChatsOf buyer_id=id/> })}
            </div>
            <div class="order__side stack">
                <Facts whole=whole.clone()/>
                <Actions whole person/>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Facts(whole: StaffUser) -> impl IntoView {
    let i18n = use_i18n();
    let user = whole.user;
    let (spent, orders, created, verified) = (user.spent, user.orders, user.created_at, user.email_verified);
    let (last_order, seen) = (user.last_order_at, user.last_seen_at);
    let yes = move |yes: bool| if yes { t_string!(i18n, office.audit.yes) } else { t_string!(i18n, office.audit.no) };
    view! {
        <Card>
            <dl class="pairs">
                <div><dt>{move || t_string!(i18n, people.users.spent)}</dt><dd class="money">{move || money(i18n.get_locale(), spent)}</dd></div>
                <div><dt>{move || t_string!(i18n, people.users.orders)}</dt><dd>{orders}</dd></div>
                <div>
                    <dt>{move || t_string!(i18n, people.user.last_order)}</dt>
                    <dd>{move || last_order.map_or_else(|| "–".to_owned(), |at| date(i18n.get_locale(), at))}</dd>
                </div>
                <div>
                    <dt>{move || t_string!(i18n, people.users.seen)}</dt>
                    <dd>{move || seen.map_or_else(|| "–".to_owned(), |at| ago(i18n.get_locale(), at))}</dd>
                </div>
                <div><dt>{move || t_string!(i18n, people.users.registered)}</dt><dd>{move || date(i18n.get_locale(), created)}</dd></div>
                <div><dt>{move || t_string!(i18n, people.user.verified)}</dt><dd>{move || yes(verified)}</dd></div>
                <div><dt>{move || t_string!(i18n, people.user.phone)}</dt><dd>{user.phone.unwrap_or_else(|| "–".to_owned())}</dd></div>
                <div><dt>{move || t_string!(i18n, people.user.username)}</dt><dd>{whole.username.unwrap_or_else(|| "–".to_owned())}</dd></div>
            </dl>
        </Card>
    }
    .into_any()
}

#[component]
fn Notes(notes: Vec<UserNote>, id: shared::ids::UserId, person: Load<StaffUser>, text: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    guard_unsaved(Memo::new(move |_| text.with(|text| !text.trim().is_empty())));
    let send = move || {
        form.submit(
            AddUserNoteRequest { text: text.get_untracked() },
            move |request| {
                let adding = users::add_user_note(id, &request);
                // Also when the page was drawn anew meanwhile.
                async move { adding.await.inspect(|_| drop(text.try_set(String::new()))) }
            },
            move |whole| person.put(whole),
        );
    };
    view! {
        <Card title=move || t_string!(i18n, people.user.notes)>
            <ul class="notes" role="list" data-test="user-notes">
                {notes
                    .into_iter()
                    .map(|note| {
                        let at = note.created_at;
                        view! {
                            <li class="note">
                                <p class="note__text">{note.text}</p>
                                <p class="small muted">{note.author} " · " {move || date_time(i18n.get_locale(), at)}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <FormView form on_submit=send>
                <TextArea
                    pointer="/text"
                    label=move || t_string!(i18n, people.user.note)
                    hint=move || t_string!(i18n, people.user.note_hint)
                    value=text
                    maxlength=2000
                />
                <div><Button submit=true loading=form.busy() attr:data-test="add-note">{move || t_string!(i18n, people.user.add_note)}</Button></div>
            </FormView>
        </Card>
    }
    .into_any()
}

#[component]
fn Sessions(whole: StaffUser, person: Load<StaffUser>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, manage, many) = (whole.user.id, whole.may.manage, !whole.sessions.is_empty());
    let end_all = move || {
        leptos::task::spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, people.user.sign_out_all),
                tu_string!(i18n, people.user.sign_out_text),
                tu_string!(i18n, people.user.sign_out_all),
            );
            if !ask.danger().await {
                return;
            }
            match users::end_user_sessions(id).await {
                Ok(whole) => person.put(whole),
                Err(error) => toast::error(&error),
            }
        });
    };
    let rows = whole
        .sessions
        .into_iter()
        .map(|session| {
            let (seen, session_id) = (session.last_seen_at, session.id);
            let end = move || {
                leptos::task::spawn_local(async move {
                    match users::end_user_session(id, session_id).await {
                        Ok(whole) => person.put(whole),
                        Err(error) => {
                            toast::error(&error);
                            person.reload();
                        }
                    }
                });
            };
            view! {
                <li class="address-card">
                    <p><strong>{move || called(i18n.get_locale(), &session.user_agent)}</strong></p>
                    <p class="small muted">{session.ip} " · " {move || ago(i18n.get_locale(), seen)}</p>
                    {manage.then(|| view! { <Button size=ButtonSize::Small on_click=end>{move || t_string!(i18n, people.devices.end)}</Button> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=move || t_string!(i18n, people.devices.title)>
            {if many {
                view! {
                    <ul class="address-book" role="list" data-test="user-sessions">{rows}</ul>
                    {manage
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Danger on_click=end_all attr:data-test="user-sign-out">
                                    {move || t_string!(i18n, people.user.sign_out_all)}
                                </Button>
                            }
                        })}
                }
                .into_any()
            } else {
                view! { <p class="muted">{move || t_string!(i18n, people.user.no_sessions)}</p> }.into_any()
            }}
        </Card>
    }
    .into_any()
}
