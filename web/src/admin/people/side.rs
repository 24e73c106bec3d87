//! What may be changed about a person: role, activity, invitation, second factor.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::users::StaffUser;

use super::super::confirm_password::with_password;
use super::words;
use crate::api::{ApiError, users};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Ask, Button, ButtonKind, Card, Choice, Load, SelectField, toast, use_load};

/// Commands on a person; none for those who may not.
#[component]
pub(super) fn Actions(whole: StaffUser, person: Load<StaffUser>) -> impl IntoView {
    if !whole.may.manage {
        return ().into_any();
    }
    let i18n = use_i18n();
    let (id, active, two_factor, own) = (whole.user.id, whole.user.active, whole.user.two_factor, whole.may.own);
    let name = StoredValue::new(whole.user.name.clone());
    let was = StoredValue::new(whole.user.role.clone());
    let busy = RwSignal::new(false);
    let role = RwSignal::new(whole.user.role);
    let roles = use_load(users::list_roles);
    let choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let known = roles.get().unwrap_or_default();
        let named = |name: &str| Choice::new(name, words::role(locale, name));
        if known.is_empty() {
            return vec![named(&was.get_value())];
        }
        known.iter().map(|role| named(&role.details.name)).collect()
    });
    let finish = move |answer: Result<StaffUser, ApiError>, said: String| {
        if busy.try_set(false).is_some() {
            return;
        }
        match answer {
            Ok(whole) => {
                toast::success(said);
                person.put(whole);
            }
            Err(error) => {
                toast::error(&error);
                person.reload();
            }
        }
    };
    let set_role = move || {
        let wanted = role.get_untracked();
        if wanted == was.get_value() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = with_password(|| users::set_user_role(id, &wanted)).await;
            finish(answer, tu_string!(i18n, people.user.role_changed).to_owned());
        });
    };
    let toggle = move || {
        spawn_local(async move {
            if active {
                let ask = Ask::new(
                    tu_string!(i18n, people.user.deactivate_title, name = name.get_value()).to_string(),
                    tu_string!(i18n, people.user.deactivate_text),
                    tu_string!(i18n, people.user.deactivate),
                );
                if !ask.danger().await {
                    return;
                }
            }
            busy.set(true);
            let answer = with_password(|| users::set_user_active(id, !active)).await;
            let said = if active { tu_string!(i18n, people.user.deactivated) } else { tu_string!(i18n, people.user.activated) };
            finish(answer, said.to_owned());
        });
    };
    let invite = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = with_password(|| users::invite_user(id)).await;
            finish(answer, tu_string!(i18n, people.user.invited).to_owned());
        });
    };
    let reset = move || {
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, people.user.reset_title),
                tu_string!(i18n, people.user.reset_text),
                tu_string!(i18n, people.user.reset),
            );
            if !ask.danger().await {
                return;
            }
            busy.set(true);
            let answer = with_password(|| users::reset_user_two_factor(id)).await;
            finish(answer, tu_string!(i18n, people.user.was_reset).to_owned());
        });
    };
    let not_oneself = Signal::derive(move || own.then(|| t_string!(i18n, people.user.not_oneself).to_owned()));
    view! {
        <Card title=move || t_string!(i18n, people.user.access)>
            <div class="stack" data-test="user-actions">
                <SelectField pointer="/role" label=move || t_string!(i18n, people.users.role) value=role choices/>
                <Button loading=busy blocked=not_oneself on_click=set_role attr:data-test="set-role">{move || t_string!(i18n, people.user.set_role)}</Button>
                <Button
                    kind=if active { ButtonKind::Danger } else { ButtonKind::Primary }
                    loading=busy
                    blocked=not_oneself
                    on_click=toggle
                    attr:data-test="toggle-active"
                >
                    {move || if active { t_string!(i18n, people.user.deactivate) } else { t_string!(i18n, people.user.activate) }}
                </Button>
                {active
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet icon=icondata::LuMail loading=busy on_click=invite>{move || t_string!(i18n, people.user.invite)}</Button>
                        }
                    })}
                {(two_factor && !own)
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet icon=icondata::LuShieldOff loading=busy on_click=reset attr:data-test="reset-two-factor">
                                {move || t_string!(i18n, people.user.reset)}
                            </Button>
                        }
                    })}
            </div>
        </Card>
    }
    .into_any()
}
