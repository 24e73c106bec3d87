//! Writing to a buyer in the chat, from wherever the buyer is told of.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chat::{ChatTopic, NewChatRoom};
use shared::ids::UserId;
use shared::permission::Permission;

use crate::api::chat;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Button, ButtonSize, may_leave, toast};

/// A button that opens a chat with a buyer, or goes on with the open one. Nothing to those who do not
/// answer.
#[component]
pub fn OpenChat(
    /// The buyer.
    buyer_id: UserId,
    /// What it is about.
    #[prop(optional)]
    topic: Option<ChatTopic>,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let busy = RwSignal::new(false);
    let go = StoredValue::new_local(use_navigate());
    let open = move || {
        if busy.get_untracked() {
            return;
        }
        spawn_local(async move {
            if !may_leave().await || busy.try_set(true).is_some() {
                return;
            }
            let answer = chat::open_chat(&NewChatRoom { buyer_id, topic }).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(detail) => {
                    let url = routes::admin::chat(&detail.room.id.to_string());
                    go.try_with_value(|go| go(&url, NavigateOptions::default()));
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    if !session.with_untracked(|session| session.can(Permission::ChatAnswer)) {
        return ().into_any();
    }
    view! {
        <Button size=ButtonSize::Small icon=icondata::LuMessageCircle loading=busy on_click=open attr:data-test="open-chat">
            {move || t_string!(i18n, console.open_chat)}
        </Button>
    }
    .into_any()
}
