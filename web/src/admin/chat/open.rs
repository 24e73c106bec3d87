//! Writing to a buyer in the chat, from wherever the buyer is told of.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chat::{ChatTopic, NewChatMessage, NewChatRoom};
use shared::ids::{ChatRoomId, UserId};
use shared::permission::Permission;
use uuid::Uuid;

use crate::api::chat::{self, ChatFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ButtonSize, Dialog, Form, FormView, TextArea, may_leave, toast};

/// The longest first message.
const BODY_MAX: u32 = 4_000;

/// A button that goes on with the open chat of a buyer; where there is none, it asks for the message that opens one. Nothing
/// to those who do not answer.
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
    let (busy, writing) = (RwSignal::new(false), RwSignal::new(false));
    let go = StoredValue::new_local(use_navigate());
    let lead = Callback::new(move |room: ChatRoomId| {
        go.try_with_value(|go| go(&routes::admin::chat(&room.to_string()), NavigateOptions::default()));
    });
    let open = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let filter = ChatFilter { buyer_id: Some(buyer_id), limit: Some(1), ..ChatFilter::default() };
            let answer = chat::list_chats(&filter).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer.map(|page| page.items.into_iter().next()) {
                Ok(Some(row)) => {
                    if may_leave().await {
                        lead.run(row.id);
                    }
                }
                Ok(None) => writing.set(true),
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
        <Dialog open=writing title=move || t_string!(i18n, console.compose.title)>
            <First buyer_id topic open=writing lead/>
        </Dialog>
    }
    .into_any()
}

/// The first message; the room is made with it.
#[component]
fn First(buyer_id: UserId, topic: Option<ChatTopic>, open: RwSignal<bool>, lead: Callback<ChatRoomId>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let body = RwSignal::new(String::new());
    // The same text is one message, however often it is sent.
    let sent = StoredValue::new((String::new(), Uuid::now_v7()));
    let send = move || {
        let body = body.with_untracked(|body| body.trim().to_owned());
        let client_id = sent.try_update_value(|(known, id)| {
            if *known != body {
                known.clone_from(&body);
                *id = Uuid::now_v7();
            }
            *id
        });
        let message = NewChatMessage { client_id: client_id.unwrap_or_else(Uuid::now_v7), body, ..NewChatMessage::default() };
        form.submit(
            NewChatRoom { buyer_id, topic, message: Some(message) },
            move |room| async move { chat::open_chat(&room).await },
            move |detail| {
                open.set(false);
                spawn_local(async move {
                    if may_leave().await {
                        lead.run(detail.room.id);
                    }
                });
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <TextArea
                pointer="/message/body"
                label=move || t_string!(i18n, console.compose.text)
                hint=move || t_string!(i18n, console.compose.hint)
                value=body
                rows=4
                maxlength=BODY_MAX
            />
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary icon=icondata::LuSendHorizontal loading=form.busy() attr:data-test="open-chat-send">
                    {move || t_string!(i18n, console.compose.send)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}
