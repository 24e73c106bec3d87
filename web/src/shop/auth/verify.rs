//! Confirming an email address by the link of an email.

use leptos::prelude::*;
use shared::account::LinkToken;
use shared::problem::ErrorCode;

use super::{Stage, link_secret};
use crate::api::{account, client};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::{self, use_session};
use crate::shop::account::SendLink;
use crate::ui::{ButtonKind, ErrorState, Icon, LinkButton, SkeletonText, use_load};

/// Confirms as soon as it is opened.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let token = link_secret();
    let confirmed = use_load(move || {
        let asked = account::confirm_email(&LinkToken { token: token.get() });
        async move {
            let answer = asked.await;
            // Whose address it is, the link does not tell: somebody else may be signed in here. One that was used may have
            // confirmed it a moment ago, and the answer been lost.
            let is_over = answer.as_ref().is_err_and(|error| error.is(ErrorCode::LinkExpired));
            if (answer.is_ok() || is_over) && session::expected().is_some() {
                client::boot_refresh().await;
                if let Ok(me) = account::get_profile().await {
                    session::set_me(me);
                }
            }
            answer
        }
    });
    let known = move || session.with(|session| session.me().is_some_and(|me| me.email_verified));
    view! {
        <Stage title=move || t_string!(i18n, buy.auth.verify_title)>
            {move || match confirmed.state() {
                None => view! { <SkeletonText lines=3/> }.into_any(),
                Some(Ok(())) => view! { <Done/> }.into_any(),
                // The link was used, and it did what it is for.
                Some(Err(error)) if error.is(ErrorCode::LinkExpired) && known() => view! { <Done/> }.into_any(),
                Some(Err(error)) if error.is(ErrorCode::LinkExpired) || error.is(ErrorCode::InvalidFields) => view! { <Over/> }.into_any(),
                Some(Err(error)) => view! { <ErrorState error on_retry=move || confirmed.reload()/> }.into_any(),
            }}
        </Stage>
    }
    .into_any()
}

#[component]
fn Done() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="notice tone-success" role="status" data-test="verified">
            <Icon icon=icondata::LuMailCheck/>
            <p>{move || t_string!(i18n, buy.auth.verified)}</p>
        </div>
        <LinkButton href=routes::shop::PRODUCTS.to_owned() kind=ButtonKind::Primary wide=true>
            {move || t_string!(i18n, buy.auth.to_shop)}
        </LinkButton>
    }
    .into_any()
}

/// The link was used, or its day is over: who is signed in gets a new one, others sign in first.
#[component]
fn Over() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let signed_in = Memo::new(move |_| session.with(|session| session.me().is_some()));
    view! {
        <div class="notice tone-warning" role="status" data-test="link-over">
            <Icon icon=icondata::LuClock/>
            <p>{move || t_string!(i18n, buy.auth.verify_over)}</p>
        </div>
        <Show
            when=move || signed_in.get()
            fallback=move || view! {
                <LinkButton href=routes::shop::sign_in_then(routes::shop::ACCOUNT) kind=ButtonKind::Primary wide=true>
                    {move || t_string!(i18n, buy.auth.sign_in)}
                </LinkButton>
            }
        >
            <SendLink/>
        </Show>
    }
    .into_any()
}
