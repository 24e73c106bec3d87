//! Setting a new password by the link of an email.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::account::{LinkToken, ResetPasswordRequest};
use shared::problem::ErrorCode;

use super::{Stage, link_secret};
use crate::api::account;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, ErrorState, Form, FormView, Icon, LinkButton, PasswordField, SkeletonText, toast, use_load};
use crate::{routes, session};

/// Setting a new password; a link that does not work any more offers a new one.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let link = link_secret();
    let checked = use_load(move || account::check_password_link(&LinkToken { token: link.get() }));
    // Used by somebody else while one was thinking, or its hour went by.
    let over =
        Memo::new(move |_| form.failure().with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::LinkExpired))));
    view! {
        <Stage title=move || t_string!(i18n, buy.auth.reset_title)>
            {move || match checked.state() {
                _ if over.get() => view! { <Over/> }.into_any(),
                None => view! { <SkeletonText lines=4/> }.into_any(),
                Some(Ok(())) => view! { <NewPassword link form/> }.into_any(),
                Some(Err(error)) if error.is(ErrorCode::LinkExpired) || error.is(ErrorCode::InvalidFields) => view! { <Over/> }.into_any(),
                Some(Err(error)) => view! { <ErrorState error on_retry=move || checked.reload()/> }.into_any(),
            }}
        </Stage>
    }
    .into_any()
}

/// The link was used, or its hour is over.
#[component]
fn Over() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="notice tone-warning" role="status" data-test="link-over">
            <Icon icon=icondata::LuClock/>
            <p>{move || t_string!(i18n, buy.auth.reset_over)}</p>
        </div>
        <LinkButton href=routes::shop::FORGOT_PASSWORD.to_owned() kind=ButtonKind::Primary wide=true>
            {move || t_string!(i18n, buy.auth.forgot_again)}
        </LinkButton>
    }
    .into_any()
}

#[component]
fn NewPassword(link: Memo<String>, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let password = RwSignal::new(String::new());
    let go = use_navigate();
    let send = move || {
        let go = go.clone();
        let request = ResetPasswordRequest { token: link.get_untracked(), password: password.get_untracked() };
        form.submit(
            request,
            |request| account::reset_password(&request),
            move |()| {
                // This browser is signed out like every other.
                session::end();
                toast::success(tu_string!(i18n, buy.auth.reset_done));
                go(routes::shop::SIGN_IN, NavigateOptions { replace: true, ..NavigateOptions::default() });
            },
        );
    };
    view! {
        <p class="muted">{move || t_string!(i18n, buy.auth.reset_text)}</p>
        <FormView form on_submit=send>
            <div data-test="reset-password">
                <PasswordField
                    pointer="/password"
                    label=move || t_string!(i18n, buy.auth.new_password)
                    hint=move || t_string!(i18n, buy.auth.password_hint)
                    value=password
                    new=true
                />
            </div>
            <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="reset-submit">
                {move || t_string!(i18n, buy.auth.reset_go)}
            </Button>
        </FormView>
    }
    .into_any()
}
