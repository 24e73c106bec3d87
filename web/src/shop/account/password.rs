//! Changing the password.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::account::ChangePasswordRequest;

use super::AccountFrame;
use crate::api::account;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::{Guard, use_session};
use crate::ui::{Button, ButtonKind, Form, FormView, PageHead, PasswordField, toast};

/// Changing the password.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, buy.account.password)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, buy.account.password)>
                <ChangePassword/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn ChangePassword() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let form = Form::new();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let about = Signal::derive(move || {
        session.with(|session| session.me().map(|me| vec![me.name.clone(), me.email.clone()]).unwrap_or_default())
    });
    let save = move || {
        let request = ChangePasswordRequest { current_password: current.get_untracked(), new_password: new.get_untracked() };
        form.submit(
            request,
            |request| account::change_password(&request),
            move |()| {
                current.set(String::new());
                new.set(String::new());
                toast::success(tu_string!(i18n, buy.account.password_changed));
            },
        );
    };
    view! {
        <div class="account__form">
            <p class="muted">{move || t_string!(i18n, buy.account.password_text)}</p>
            <FormView form on_submit=save>
                <div data-test="current-password">
                    <PasswordField pointer="/current_password" label=move || t_string!(i18n, buy.account.current_password) value=current/>
                </div>
                <div data-test="new-password">
                    <PasswordField
                        pointer="/new_password"
                        label=move || t_string!(i18n, buy.auth.new_password)
                        hint=move || t_string!(i18n, buy.auth.password_hint)
                        value=new
                        new=true
                        about=about
                    />
                </div>
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="change-password">
                    {move || t_string!(i18n, buy.account.change_password)}
                </Button>
            </FormView>
            <p class="small"><A href=routes::shop::FORGOT_PASSWORD>{move || t_string!(i18n, buy.auth.forgot_link)}</A></p>
        </div>
    }
    .into_any()
}
