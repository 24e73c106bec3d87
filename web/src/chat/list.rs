//! The messages in their order: days, groups of what somebody wrote in a row, and what is on its way.

use chrono::{DateTime, Utc};
use leptos::html;
use leptos::prelude::*;
use uuid::Uuid;
use web_logic::days::day_in_shop;
use web_logic::messages::{Row, rows};

use super::bubble::{Said, Waiting};
use super::outbox::outgoing;
use super::thread::{ChatThread, Place};
use super::{ChatHands, looking};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, ErrorState, Icon, SkeletonText, date, now, weekday};

/// So near to the end, one reads what comes, in pixels.
const AT_END: i32 = 48;
/// So near to the beginning, older messages are read, in pixels.
const NEAR_BEGINNING: i32 = 240;

fn day_text(locale: Locale, at: DateTime<Utc>) -> String {
    let today = day_in_shop(now());
    match (today - day_in_shop(at)).num_days() {
        0 => td_string!(locale, chat.today).to_owned(),
        1 => td_string!(locale, chat.yesterday).to_owned(),
        2..=6 => weekday(locale, at),
        _ => date(locale, at),
    }
}

/// The messages, and what is on its way. Stays at the end while one is there, keeps its place
/// otherwise, and reads older ones on the way up.
#[component]
pub fn MessageList(
    /// The messages.
    thread: ChatThread,
    /// What can be done with cards.
    hands: ChatHands,
    /// Whether it is in sight, so that what is shown counts as read.
    #[prop(into)]
    active: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let log = NodeRef::<html::Div>::new();
    let at_end = RwSignal::new(true);
    let looking = looking();
    let (loading, loaded) = (thread.is_loading(), thread.is_loaded());
    let (has_older, failure) = (thread.has_older(), thread.failure());
    let shown = Memo::new(move |_| thread.with_messages(rows));
    let waiting = outgoing(thread.source());
    // In the moment between, it is in both.
    let waiting = Memo::new(move |_| {
        let items = waiting.get();
        thread.with_messages(|messages| {
            let stored = |id: Uuid| messages.values().rev().take(50).any(|message| message.client_id == id);
            items.into_iter().filter(|item| !stored(item.message.client_id)).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        if active.get() && looking.get() && at_end.get() {
            thread.mark_read();
        }
    });
    Effect::new(move |_| {
        if active.get() && looking.get() {
            thread.refresh_when_old();
        }
    });
    // The list is turned over: its end is where it is not scrolled.
    let to_end = move || {
        if let Some(log) = log.get_untracked() {
            log.set_scroll_top(0);
        }
    };
    // Whoever writes wants to see it.
    Effect::new(move |before: Option<usize>| {
        let count = waiting.with(Vec::len);
        if before.is_some_and(|before| before < count) {
            to_end();
        }
        count
    });
    let scrolled = move |_| {
        let Some(log) = log.get_untracked() else { return };
        let from_end = log.scroll_top().abs();
        let is_at_end = from_end < AT_END;
        if at_end.get_untracked() != is_at_end {
            at_end.set(is_at_end);
        }
        if log.scroll_height() - log.client_height() - from_end < NEAR_BEGINNING {
            thread.load_older();
        }
    };
    // What came while one reads further up.
    let last = move || thread.with_messages(|messages| messages.keys().next_back().copied());
    let last_read = StoredValue::new(None::<Place>);
    Effect::new(move |_| {
        if at_end.get() {
            last_read.set_value(last());
        }
    });
    let has_news = move || last() > last_read.get_value();
    view! {
        <div class="chat__scroll">
            <div
                class="chat__log"
                node_ref=log
                role="log"
                aria-live="polite"
                aria-busy=move || loading.get().then_some("true")
                aria-label=move || t_string!(i18n, chat.log)
                tabindex="0"
                data-test="chat-log"
                on:scroll=scrolled
            >
                <div class="chat__rows">
                    <Show when=move || has_older.get()>
                        <p class="chat__older">
                            <Button
                                size=ButtonSize::Small
                                kind=ButtonKind::Quiet
                                loading=loading
                                on_click=move || thread.load_older()
                                attr:data-test="chat-older"
                            >
                                {move || t_string!(i18n, chat.older)}
                            </Button>
                        </p>
                    </Show>
                    {move || match (failure.get(), loaded.get()) {
                        (Some(error), false) => view! { <ErrorState error on_retry=move || thread.reread()/> }.into_any(),
                        (None, false) => view! { <SkeletonText lines=4/> }.into_any(),
                        (_, true) => ().into_any(),
                    }}
                    <For each=move || shown.get() key=Row::key let(row)>
                        {match row {
                            Row::Day(at) => view! { <p class="chat__day"><span>{move || day_text(i18n.get_locale(), at)}</span></p> }.into_any(),
                            Row::Said { message, first, last } => {
                                let message = *message;
                                view! { <Said message first last thread hands/> }.into_any()
                            }
                        }}
                    </For>
                    <For each=move || waiting.get() key=|item| (item.message.client_id, item.refused) let(item)>
                        <Waiting item hands/>
                    </For>
                </div>
            </div>
            <Show when=move || !at_end.get()>
                <button type="button" class="chat__to-end" class:is-news=has_news on:click=move |_| to_end()>
                    <Icon icon=icondata::LuArrowDown/>
                    <span class="visually-hidden">
                        {move || if has_news() { t_string!(i18n, chat.new_below) } else { t_string!(i18n, chat.to_end) }}
                    </span>
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// Who is typing; keeps its room, so that nothing moves.
#[component]
pub fn Typing(
    /// The messages.
    thread: ChatThread,
) -> impl IntoView {
    let i18n = use_i18n();
    let typist = thread.typist();
    view! {
        <p class="chat__typing" data-test="chat-typing" data-typing=move || if typist.with(Option::is_some) { "yes" } else { "no" }>
            {move || {
                typist
                    .get()
                    .map(|typist| {
                        view! {
                            <span class="chat__dots" aria-hidden="true"><i></i><i></i><i></i></span>
                            <span>{move || t_string!(i18n, chat.typing, name = typist.name.clone()).to_string()}</span>
                        }
                    })
            }}
        </p>
    }
    .into_any()
}
