//! The profile.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::account::{Locale, Me, UpdateProfileRequest};

use super::AccountFrame;
use crate::api::account;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::{self, Guard};
use crate::ui::{Button, ButtonKind, Choice, Form, FormView, PageHead, SelectField, TextField, toast};

/// The profile.
#[component]
pub fn AccountPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, buy.account.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, buy.account.title)>
                {session::current().me().cloned().map(|me| view! { <Profile me/> })}
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn Profile(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let name = RwSignal::new(me.name);
    let username = RwSignal::new(me.username.unwrap_or_default());
    let phone = RwSignal::new(me.phone.unwrap_or_default());
    let locale = RwSignal::new(me.locale.to_string());
    let some = |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
    let save = move || {
        let request = UpdateProfileRequest {
            name: name.get_untracked(),
            username: some(username),
            phone: some(phone),
            locale: locale.get_untracked().parse().unwrap_or(Locale::Indonesian),
        };
        form.submit(
            request,
            |request| account::update_profile(&request),
            move |me| {
                session::set_me(me);
                toast::success(tu_string!(i18n, buy.account.saved).to_string());
            },
        );
    };
    let go = use_navigate();
    let sign_out = move || {
        let go = go.clone();
        spawn_local(async move {
            if let Err(error) = session::sign_out().await {
                toast::error(&error);
            }
            go(routes::shop::HOME, leptos_router::NavigateOptions::default());
        });
    };
    let languages = Signal::derive(move || {
        vec![
            Choice::new("id", t_string!(i18n, buy.account.indonesian).to_string()),
            Choice::new("en", t_string!(i18n, buy.account.english).to_string()),
        ]
    });
    view! {
        <div class="account__form">
            <p class="muted">{me.email}</p>
            <FormView form on_submit=save>
                <TextField pointer="/name" label=move || t_string!(i18n, buy.auth.name) value=name autocomplete="name"/>
                <TextField
                    pointer="/username"
                    label=move || t_string!(i18n, buy.account.username)
                    hint=move || t_string!(i18n, buy.account.username_hint)
                    value=username
                    autocomplete="username"
                    optional=true
                />
                <TextField pointer="/phone" label=move || t_string!(i18n, buy.account.phone) value=phone kind="tel" autocomplete="tel" optional=true/>
                <SelectField pointer="/locale" label=move || t_string!(i18n, buy.account.locale) value=locale choices=languages/>
                <Button submit=true kind=ButtonKind::Primary loading=form.busy()>{move || t_string!(i18n, buy.account.save)}</Button>
            </FormView>
            <p class="account__end">
                <Button icon=icondata::LuLogOut on_click=sign_out attr:data-test="sign-out">
                    {move || t_string!(i18n, buy.account.sign_out)}
                </Button>
            </p>
        </div>
    }
    .into_any()
}
