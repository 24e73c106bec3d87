//! The room that is open: what was said, where one answers, and the buyer beside it.

use chrono::{DateTime, Utc};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::chat::ChatStatus;
use shared::ids::ChatRoomId;
use shared::live::Topic;

use super::buyer::{Beside, use_wide};
use super::canned_menu::{Canned, CannedMenu, focus_text};
use super::cart::FillCart;
use super::find::Find;
use super::head::Head;
use super::notes::Notes;
use super::opened::Opened;
use super::view::View;
use crate::admin::keys::dialog_is_open;
use crate::api::{ApiError, chat};
use crate::chat::{ChatDraft, ChatHands, ChatThread, Composer, MessageList, Source, Typing, looking};
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::session;
use crate::ui::fresh::PAUSE;
use crate::ui::keys::{is_typing, use_keys};
use crate::ui::{ErrorState, IconButton, SkeletonText, spread, use_load};

/// How far it is with reading the room.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    There,
    Failed(ApiError),
}

/// A room.
#[component]
pub(super) fn Conversation(id: ChatRoomId, view: Memo<View>, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let load = use_load(move || chat::get_chat(id));
    let opened = Opened::new(id, load);
    let look = spread(PAUSE, move || opened.reread());
    live::on_changed(Topic::Chats, move |changed| {
        if changed.concerns(id.0) {
            look.run(());
        }
    });
    // What comes later changes parts of what is shown: nothing is built anew, and no draft is lost.
    let stage = Memo::new(move |_| match load.state() {
        None => Stage::Waiting,
        Some(Ok(_)) => Stage::There,
        Some(Err(error)) => Stage::Failed(error),
    });
    view! {
        <div class="talk" data-test="chat-open" data-room=id.to_string()>
            {move || match stage.get() {
                Stage::Waiting => view! { <section class="talk__main"><SkeletonText lines=8/></section> }.into_any(),
                Stage::Failed(error) => {
                    view! { <section class="talk__main"><ErrorState error on_retry=move || load.reload()/></section> }.into_any()
                }
                Stage::There => view! { <Talk opened view clock/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Talk(opened: Opened, view: Memo<View>, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let id = opened.id;
    let source = Source::Room(id);
    let thread = ChatThread::new(source);
    if let Some(detail) = opened.now() {
        thread.begin(id, detail.last_change, detail.receipts);
    }
    let me = session::current().me().map(|me| me.id.to_string()).unwrap_or_default();
    let draft = ChatDraft::load(&format!("answer:{me}:{id}"));
    let canned = Canned::new(draft.text, opened);
    let notes = Notes::new(opened);
    let (filling, beside) = (RwSignal::new(false), RwSignal::new(false));
    // What the list was searched for is looked for here as well.
    let searched = view.with_untracked(|view| Some(view.q.clone()).filter(|text| !text.is_empty()));
    let finding: RwSignal<Option<String>> = RwSignal::new(searched);
    let wide = use_wide();
    let status = opened.part(|detail| detail.room.status);
    let name = opened.part(|detail| detail.room.buyer_name.clone());
    let blocked = Signal::derive(move || {
        status.get().filter(|status| *status != ChatStatus::Open).map(|_| t_string!(i18n, console.closed).to_owned())
    });
    use_keys(move |event| {
        if is_typing(event) || event.alt_key() || event.ctrl_key() || event.meta_key() || dialog_is_open() {
            return false;
        }
        match event.key().as_str() {
            "a" => opened.take_over(),
            "e" => opened.resolve(thread.last_shown()),
            "r" => focus_text(),
            _ => return false,
        }
        true
    });
    let tools = move || {
        view! {
            <IconButton
                icon=icondata::LuZap
                label=move || t_string!(i18n, console.canned.pick)
                on_click=move || canned.begin()
                attr:data-test="canned-open"
            />
            <IconButton
                icon=icondata::LuShoppingCart
                label=move || t_string!(i18n, console.cart.title)
                on_click=move || filling.set(true)
                attr:data-test="cart-open"
            />
        }
    };
    let hands = ChatHands { in_shop: false, on_checkout: None, standing: None };
    let label = move || t_string!(i18n, console.answer_to, name = name.get().unwrap_or_default()).to_string();
    view! {
        <section class="talk__main chat" aria-label=move || name.get()>
            <Head opened thread view beside finding wide/>
            <Show when=move || finding.with(Option::is_some)>
                <Find id thread finding/>
            </Show>
            <MessageList thread hands active=looking()/>
            <Typing thread/>
            <CannedMenu canned/>
            <Composer
                thread
                draft
                label=label
                placeholder=move || t_string!(i18n, console.placeholder)
                tools=tools
                on_key=Callback::new(move |event: KeyboardEvent| canned.key(&event))
                blocked=blocked
            />
        </section>
        <FillCart id thread open=filling/>
        <Beside opened thread notes view clock wide open=beside/>
    }
    .into_any()
}
