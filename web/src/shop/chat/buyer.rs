//! The chat of somebody who is signed in.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chat::{ChatCart, ChatRoom, ChatState, ChatStatus, ChatTopic};
use shared::ids::{CartId, UserId};
use shared::live::{ServerMessage, Topic};
use web_logic::cart_card::standing;
use web_logic::hours::{self, Door};

use super::card::{Filled, fill_up};
use super::frame::Frame;
use super::rating::{Rating, may_rate};
use super::topics::Topics;
use super::{Question, use_chat};
use crate::api::{ApiError, chat};
use crate::chat::{CardStanding, ChatDraft, ChatHands, ChatThread, Composer, MessageList, Source, Typing, outgoing};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::shop::cart::use_cart;
use crate::shop::layout::use_around;
use crate::shop::words;
use crate::ui::head::flash;
use crate::ui::{Ask, EmptyState, ErrorState, IconButton, time, toast};
use crate::{live, routes, storage};

/// Without a connection that tells, such as behind a proxy that knows none, it is looked at this often.
const LOOK: Duration = Duration::from_secs(15);

/// What the parts share. Cheap to copy; nothing is asked of the server before it is needed.
#[derive(Clone, Copy)]
struct Desk {
    person: UserId,
    thread: ChatThread,
    draft: ChatDraft,
    state: RwSignal<Option<ChatState>>,
    failure: RwSignal<Option<ApiError>>,
    started: StoredValue<bool>,
}

impl Desk {
    /// Reads how the chat stands, and its messages the first time.
    fn load(self) {
        self.started.set_value(true);
        spawn_local(async move {
            match chat::chat_state().await {
                Ok(state) => self.take(state),
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    fn start(self) {
        if !self.started.get_value() {
            self.load();
        }
    }

    fn take(self, state: ChatState) {
        // Somebody else may have signed in by now.
        if self.failure.try_set(None).is_some() {
            return;
        }
        if !live::is_connected() {
            live::set_unread(|counts| counts.chat = state.unread);
        }
        match &state.room {
            Some(room) => {
                if room.status == ChatStatus::Open {
                    storage::set(storage::CHAT_OPEN, &self.person.to_string());
                } else {
                    storage::remove(storage::CHAT_OPEN);
                }
                self.thread.begin(room.id, room.last_change, room.receipts);
            }
            None => self.thread.begin_empty(),
        }
        self.state.set(Some(state));
    }

    /// The latest room.
    fn room(self) -> Option<ChatRoom> {
        self.state.with(|state| state.as_ref().and_then(|state| state.room.clone()))
    }

    /// Whether the next message opens another room.
    fn begins_anew(self) -> bool {
        self.state.with(|state| {
            let state = state.as_ref();
            state.is_some_and(|state| state.room.as_ref().is_none_or(|room| room.status != ChatStatus::Open))
        })
    }
}

/// Button and panel of somebody.
#[component]
pub(in crate::shop) fn Buyer(person: UserId) -> impl IntoView {
    let i18n = use_i18n();
    let handle = use_chat();
    let cart = use_cart();
    let around = use_around();
    let open = handle.open;
    let counts = live::unread();
    let unread = Signal::derive(move || counts.get().chat);
    let desk = Desk {
        person,
        thread: ChatThread::new(Source::Own),
        draft: ChatDraft::load(&person.to_string()),
        state: RwSignal::new(None),
        failure: RwSignal::new(None),
        started: StoredValue::new(false),
    };
    let (thread, draft) = (desk.thread, desk.draft);
    let waiting = outgoing(Source::Own);
    let goes_on = storage::get(storage::CHAT_OPEN).is_some_and(|known| known == person.to_string());
    Effect::new(move |_| {
        if goes_on || open.get() || unread.get() > 0 || waiting.with(|waiting| !waiting.is_empty()) {
            desk.start();
        }
    });
    live::on_changed(Topic::OwnChats, move |_| {
        if desk.started.get_value() {
            desk.load();
        }
    });
    live::on_chat(
        || None,
        move |message| match message {
            // An agent filled it.
            ServerMessage::ChatMessage(news) if news.message.cart.is_some() => cart.reload(),
            // A message opened a room.
            ServerMessage::ChatAck(ack) if untrack(|| desk.room()).is_none_or(|room| room.id != ack.message.room_id) => {
                desk.load()
            }
            _ => {}
        },
    );
    let look = move || {
        if open.get_untracked() && !live::is_connected() && window().navigator().on_line() {
            desk.load();
            thread.reread();
        }
    };
    let looking = set_interval_with_handle(look, LOOK).ok();
    on_cleanup(move || {
        if let Some(looking) = looking {
            looking.clear();
        }
    });
    // The title tells whoever looks at another tab.
    Effect::new(move |before: Option<i64>| {
        let count = unread.get();
        if before.is_some_and(|before| before < count) {
            flash(tu_string!(i18n, chat.shop.flash).to_owned());
        }
        count
    });
    Effect::new(move |_| {
        let Some(question) = handle.question.get() else { return };
        match question {
            Question::Product(product) => draft.product.set(Some(*product)),
            Question::Order(number) => {
                draft.topic.set(Some(ChatTopic::Order));
                let begun = draft.text.with_untracked(|text| !text.trim().is_empty());
                let mentioned = draft.text.with_untracked(|text| text.contains(&number));
                if !begun {
                    draft.text.set(tu_string!(i18n, chat.shop.order_draft, number = number).to_string());
                } else if !mentioned {
                    draft.text.update(|text| *text = format!("{text} {number} "));
                }
            }
        }
        handle.question.set(None);
    });

    let there = thread.presence();
    let online = Signal::derive(move || {
        there.get().map_or_else(
            || desk.state.with(|state| state.as_ref().is_some_and(|state| state.agents_online)),
            |there| there.online,
        )
    });
    let presence = move || {
        let locale = i18n.get_locale();
        let door = around.store.get().map(|store| hours::door(&store.hours, around.now.get()));
        match door {
            _ if online.get() => t_string!(i18n, chat.shop.online).to_owned(),
            Some(Door::Opens { at, days_ahead }) => {
                t_string!(i18n, chat.shop.opens, day = words::day(locale, at, days_ahead), time = time(locale, at)).to_string()
            }
            Some(Door::Closed) => t_string!(i18n, chat.shop.closed).to_owned(),
            Some(Door::Open { .. }) | None => t_string!(i18n, chat.shop.away).to_owned(),
        }
    };
    let title = move || match desk.room().filter(|room| room.status == ChatStatus::Open).and_then(|room| room.agent_name) {
        Some(name) => t_string!(i18n, chat.shop.with, name = name).to_string(),
        None => t_string!(i18n, chat.shop.title).to_owned(),
    };
    let tools = move || view! { <Clear thread/> };
    view! {
        <Frame open unread title presence online tools=ViewFn::from(tools)>
            <Panel desk open/>
        </Frame>
    }
    .into_any()
}

/// Clears one's own view, when that is meant.
#[component]
fn Clear(thread: ChatThread) -> impl IntoView {
    let i18n = use_i18n();
    let clear = move || {
        let ask = Ask::new(
            tu_string!(i18n, chat.shop.clear_ask).to_owned(),
            tu_string!(i18n, chat.shop.clear_text).to_owned(),
            tu_string!(i18n, chat.shop.clear_verb).to_owned(),
        );
        spawn_local(async move {
            if !ask.danger().await {
                return;
            }
            match chat::clear_chat().await {
                Ok(()) => {
                    thread.forget();
                    toast::success(tu_string!(i18n, chat.shop.cleared).to_owned());
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <IconButton
            icon=icondata::LuEraser
            label=move || t_string!(i18n, chat.shop.clear)
            disabled=thread.is_empty()
            on_click=clear
            attr:data-test="chat-clear"
        />
    }
    .into_any()
}

/// Messages, what comes after they are settled, and where one writes.
#[component]
fn Panel(desk: Desk, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let go = StoredValue::new_local(use_navigate());
    let Desk { thread, draft, state, failure, .. } = desk;
    let offline = RwSignal::new(!window().navigator().on_line());
    let (gone, back) = (
        window_event_listener_untyped("offline", move |_| offline.set(true)),
        window_event_listener_untyped("online", move |_| offline.set(false)),
    );
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    // Carts that turned out to be ordered, before a message says so.
    let gone: RwSignal<Vec<CartId>> = RwSignal::new(Vec::new());
    let check_out = Callback::new(move |card: ChatCart| {
        spawn_local(async move {
            match fill_up(cart, &card).await {
                Ok(Filled::Ready(left_out)) => {
                    if !left_out.is_empty() {
                        toast::failure(tu_string!(i18n, buy.cart.left_out, names = left_out.join(", ")).to_string());
                    }
                    go.try_with_value(|go| go(routes::shop::CHECKOUT, NavigateOptions::default()));
                }
                Ok(Filled::Ordered) => {
                    toast::info(tu_string!(i18n, chat.card.ordered).to_owned());
                    gone.try_update(|gone| gone.push(card.cart_id));
                }
                Err(error) => toast::error(&error),
            }
        });
    });
    let known = cart.state();
    let stands = Callback::new(move |card: ChatCart| {
        if gone.with(|gone| gone.contains(&card.cart_id)) {
            return CardStanding::Ordered;
        }
        known.with(|known| standing(&card, known.as_ref().and_then(|known| known.as_ref().ok())))
    });
    let hands = ChatHands { in_shop: true, on_checkout: Some(check_out), standing: Some(stands) };
    let is_empty = thread.is_empty();
    let waiting = outgoing(Source::Own);
    let settled = Memo::new(move |_| desk.room().filter(|room| room.status != ChatStatus::Open));
    // A rating does not draw its own form anew.
    let rated_room = Memo::new(move |_| settled.get().filter(may_rate).map(|room| room.id));
    let begins_anew = Memo::new(move |_| desk.begins_anew());
    let rated = move |room: ChatRoom| {
        state.try_update(|state| {
            if let Some(state) = state {
                state.room = Some(room);
            }
        });
    };
    view! {
        {move || match (failure.get(), state.with(Option::is_some)) {
            (Some(error), false) => view! { <ErrorState error on_retry=move || desk.load()/> }.into_any(),
            _ => ().into_any(),
        }}
        <Show when=move || is_empty.get() && waiting.with(Vec::is_empty)>
            <div class="chat-box__empty">
                <EmptyState
                    icon=icondata::LuGuitar
                    title=move || t_string!(i18n, chat.shop.hello_title)
                    text=move || t_string!(i18n, chat.shop.hello)
                />
            </div>
        </Show>
        <MessageList thread hands active=open/>
        {move || {
            rated_room
                .get()
                .and_then(|_| settled.get_untracked())
                .map(|room| view! { <Rating room on_rated=rated/> })
        }}
        <Show when=move || begins_anew.get() && settled.with(Option::is_some)>
            <p class="chat-box__note" data-test="chat-settled">{move || t_string!(i18n, chat.shop.new)}</p>
        </Show>
        <Show when=move || offline.get()>
            <p class="chat-box__note tone-warning" role="status" data-test="chat-offline">{move || t_string!(i18n, chat.shop.offline)}</p>
        </Show>
        <Typing thread/>
        <Show when=move || begins_anew.get()>
            <Topics draft/>
        </Show>
        <Composer thread draft/>
    }
    .into_any()
}
