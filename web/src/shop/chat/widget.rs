//! The chat in the corner of every page.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::ids::UserId;
use web_logic::opening::beside_opening;

use super::frame::Frame;
use super::guest::Invitation;
use super::use_chat;
use crate::api::ApiError;
use crate::i18n::{t_string, use_i18n};
use crate::session::{Session, use_session};
use crate::shop::later::{self, Parts};
use crate::ui::{ErrorState, SkeletonText, use_load};

#[derive(Clone, Copy, PartialEq)]
enum Who {
    Unknown,
    Guest,
    Buyer(UserId),
}

/// The button and its panel; once, by the shop's shell, inside the router.
#[component]
pub fn ChatWidget() -> impl IntoView {
    let i18n = use_i18n();
    let chat = use_chat();
    let open = chat.open;
    let (location, go) = (use_location(), use_navigate());
    Effect::new(move |_| {
        let Some(others) = location.search.with(|search| beside_opening(search)) else { return };
        // Only once: who closes it and comes back to the page finds it closed.
        let path = location.pathname.get_untracked();
        let address = if others.is_empty() { path } else { format!("{path}?{others}") };
        go(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        // Not before what closes it on phones, where another page comes, has done so.
        request_animation_frame(move || chat.show());
    });
    let session = use_session();
    let who = Memo::new(move |_| {
        session.with(|session| match session {
            Session::Loading => Who::Unknown,
            Session::Guest => Who::Guest,
            Session::SignedIn(me) => Who::Buyer(me.id),
        })
    });
    view! {
        <aside aria-label=move || t_string!(i18n, chat.title) data-test="chat">
            {move || match who.get() {
                // Nothing of the one who was here before stays.
                Who::Buyer(person) => view! { <Talk person/> }.into_any(),
                Who::Guest => view! { <Frame open unread=Signal::stored(0)><Invitation/></Frame> }.into_any(),
                Who::Unknown => view! { <Wait/> }.into_any(),
            }}
        </aside>
    }
    .into_any()
}

/// The chat of somebody, when its part is there.
#[component]
fn Talk(person: UserId) -> impl IntoView {
    let open = use_chat().open;
    let parts = use_context::<Parts>();
    let part = use_load(move || async move {
        match parts {
            Some(parts) => later::fetch(parts.chat).await,
            None => Err(ApiError::Aborted),
        }
    });
    view! {
        {move || match part.state() {
            None => view! { <Wait/> }.into_any(),
            Some(Ok(draw)) => draw(person),
            Some(Err(error)) => {
                let error = StoredValue::new(error);
                view! { <Frame open unread=Signal::stored(0)><ErrorState error=error.get_value() on_retry=move || part.reload()/></Frame> }
                    .into_any()
            }
        }}
    }
    .into_any()
}

/// Button and panel while nothing is known.
#[component]
fn Wait() -> impl IntoView {
    let open = use_chat().open;
    view! { <Frame open unread=Signal::stored(0)><div class="chat-box__wait"><SkeletonText lines=4/></div></Frame> }.into_any()
}
