//! A word to those whose email address is not confirmed yet.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::account;
use crate::i18n::{t_string, use_i18n};
use crate::session::use_session;
use crate::ui::{Button, ButtonSize, Icon, toast};

/// Asks to confirm the address; gone once it is.
#[component]
pub(super) fn VerifyHint() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let unconfirmed =
        Memo::new(move |_| session.with(|session| session.me().filter(|me| !me.email_verified).map(|me| me.email.clone())));
    view! {
        <Show when=move || unconfirmed.with(Option::is_some)>
            <div class="notice tone-info verify-hint" data-test="verify-hint">
                <Icon icon=icondata::LuMail/>
                <p>{move || t_string!(i18n, buy.account.verify_hint, email = unconfirmed.get().unwrap_or_default())}</p>
                <SendLink/>
            </div>
        </Show>
    }
    .into_any()
}

/// Sends the link anew, once per look at the page.
#[component]
pub fn SendLink() -> impl IntoView {
    let i18n = use_i18n();
    let (busy, sent) = (RwSignal::new(false), RwSignal::new(false));
    let send = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = account::send_email_verification().await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => sent.set(true),
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <Show when=move || !sent.get()>
            <Button size=ButtonSize::Small loading=busy on_click=send attr:data-test="send-verification">
                {move || t_string!(i18n, buy.account.verify_send)}
            </Button>
        </Show>
        // On the page from the beginning, so that what comes into it is read out.
        <div role="status">
            <Show when=move || sent.get()>
                <p class="small" data-test="verification-sent">{move || t_string!(i18n, buy.account.verify_sent)}</p>
            </Show>
        </div>
    }
    .into_any()
}
