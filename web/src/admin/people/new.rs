//! Making an account for somebody.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::account::Locale as AccountLocale;
use shared::permission::STAFF;
use shared::users::{CreateUserRequest, Role, StaffUser};

use super::super::confirm_password::with_password;
use super::words;
use crate::api::users;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{Button, ButtonKind, Choice, Dialog, Form, FormView, Load, SelectField, TextField, toast};

/// Asks for name, email and role; the invitation goes out at once.
#[component]
pub(super) fn NewUserDialog(open: RwSignal<bool>, roles: Load<Vec<Role>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open title=move || t_string!(i18n, people.users.add)>
            <NewUser open roles/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn NewUser(open: RwSignal<bool>, roles: Load<Vec<Role>>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new(STAFF.to_owned());
    let locale = RwSignal::new(AccountLocale::Indonesian.as_str().to_owned());
    let go = use_navigate();
    let send = Callback::new(move |()| {
        let request = CreateUserRequest {
            name: name.get_untracked(),
            email: email.get_untracked(),
            role: role.get_untracked(),
            locale: locale.get_untracked().parse().unwrap_or(AccountLocale::Indonesian),
        };
        let go = go.clone();
        form.submit(
            request,
            |request| async move { with_password(|| users::create_user(&request)).await },
            move |made: StaffUser| {
                open.set(false);
                toast::success(tu_string!(i18n, people.users.invited, email = made.user.email.clone()).to_string());
                go(&routes::admin::user(&made.user.id.to_string()), NavigateOptions::default());
            },
        );
    });
    let choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let known = roles.get().unwrap_or_default();
        known
            .into_iter()
            .map(|role| Choice::new(role.details.name.clone(), words::role(locale, &role.details.name)))
            .collect::<Vec<_>>()
    });
    let languages = Signal::derive(move || {
        vec![
            Choice::new("id", t_string!(i18n, people.users.indonesian)),
            Choice::new("en", t_string!(i18n, people.users.english)),
        ]
    });
    view! {
        <FormView form on_submit=send>
            <p class="muted">{move || t_string!(i18n, people.users.add_text)}</p>
            <TextField pointer="/name" label=move || t_string!(i18n, people.users.name) value=name autofocus=true/>
            <TextField pointer="/email" label=move || t_string!(i18n, people.users.email) value=email kind="email"/>
            <SelectField pointer="/role" label=move || t_string!(i18n, people.users.role) value=role choices/>
            <SelectField pointer="/locale" label=move || t_string!(i18n, people.users.language) value=locale choices=languages/>
            <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="create-user">
                {move || t_string!(i18n, people.users.create)}
            </Button>
        </FormView>
    }
    .into_any()
}
