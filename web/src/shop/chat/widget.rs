//! The chat in the corner of every page.

use leptos::prelude::*;
use shared::ids::UserId;

use super::buyer::Buyer;
use super::frame::Frame;
use super::guest::Invitation;
use super::use_chat;
use crate::i18n::{t_string, use_i18n};
use crate::session::{Session, use_session};
use crate::ui::SkeletonText;

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
    let open = use_chat().open;
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
                Who::Buyer(person) => view! { <Buyer person/> }.into_any(),
                Who::Guest => view! { <Frame open unread=Signal::stored(0)><Invitation/></Frame> }.into_any(),
                Who::Unknown => {
                    view! { <Frame open unread=Signal::stored(0)><div class="chat-box__wait"><SkeletonText lines=4/></div></Frame> }.into_any()
                }
            }}
        </aside>
    }
    .into_any()
}
