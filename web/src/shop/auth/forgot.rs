//! Asking for a link to set a new password.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::account::ForgotPasswordRequest;

use super::Stage;
use crate::api::account;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Button, ButtonKind, Form, FormView, Icon, TextField};

/// Asking for a link.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let email = RwSignal::new(String::new());
    let sent = RwSignal::new(None::<String>);
    let send = move || {
        let typed = email.get_untracked().trim().to_owned();
        form.submit(
            ForgotPasswordRequest { email: typed.clone() },
            |request| account::forgot_password(&request),
            move |()| sent.set(Some(typed)),
        );
    };
    view! {
        <Stage title=move || t_string!(i18n, buy.auth.forgot_title)>
            {move || match sent.get() {
                Some(to) => {
                    view! {
                        <div class="notice tone-success" role="status" data-test="forgot-sent">
                            <Icon icon=icondata::LuMailCheck/>
                            <p>{move || t_string!(i18n, buy.auth.forgot_sent, email = to.clone())}</p>
                        </div>
                        <p class="small muted">{move || t_string!(i18n, buy.auth.forgot_sent_hint)}</p>
                        <Button on_click=move || sent.set(None)>{move || t_string!(i18n, buy.auth.forgot_again)}</Button>
                    }
                    .into_any()
                }
                None => {
                    view! {
                        <p class="muted">{move || t_string!(i18n, buy.auth.forgot_text)}</p>
                        <FormView form on_submit=send>
                            <div data-test="forgot-email">
                                <TextField
                                    pointer="/email"
                                    label=move || t_string!(i18n, buy.auth.email)
                                    value=email
                                    kind="email"
                                    autocomplete="email"
                                    autofocus=true
                                />
                            </div>
                            <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="forgot-submit">
                                {move || t_string!(i18n, buy.auth.forgot_go)}
                            </Button>
                        </FormView>
                    }
                    .into_any()
                }
            }}
            <p class="small"><A href=routes::shop::SIGN_IN>{move || t_string!(i18n, buy.auth.back_to_sign_in)}</A></p>
        </Stage>
    }
    .into_any()
}
