//! Looking for words in one room, also in what was said long ago.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::html;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ChatRoomId;
use web_sys::Element;

use crate::api::{ApiError, chat};
use crate::chat::ChatThread;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Icon, IconButton, ids, toast, use_load};

/// Long enough to type a word, short enough to feel at once.
const TYPING: Duration = Duration::from_millis(300);
/// Fewer characters find too much.
const ENOUGH: usize = 2;
/// So many pages of what was found are read, the newest first.
const PAGES: usize = 10;
/// Older messages are waited for so long, in steps of so many milliseconds.
const STEPS: usize = 200;
const STEP: u32 = 50;

/// The numbers of the messages that hold `text`, the newest first.
async fn find(room: ChatRoomId, text: String) -> Result<Vec<i64>, ApiError> {
    let (mut found, mut cursor) = (Vec::new(), None);
    if text.chars().count() < ENOUGH {
        return Ok(found);
    }
    for _ in 0..PAGES {
        let page = chat::list_chat_messages(room, cursor, Some(&text)).await?;
        found.extend(page.items.iter().map(|message| message.sequence));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(found)
}

fn place_of(sequence: i64) -> Option<Element> {
    document().query_selector(&format!(".talk .bubble[data-sequence=\"{sequence}\"]")).ok().flatten()
}

/// Brings a message into sight, reading older ones until it is there; as long as `shown` lives.
async fn show(thread: ChatThread, sequence: i64, shown: StoredValue<()>) {
    let (older, loading) = (thread.has_older(), thread.is_loading());
    for _ in 0..STEPS {
        if shown.try_get_value().is_none() {
            return;
        }
        if let Some(bubble) = place_of(sequence) {
            let middle = web_sys::ScrollIntoViewOptions::new();
            middle.set_block(web_sys::ScrollLogicalPosition::Center);
            bubble.scroll_into_view_with_scroll_into_view_options(&middle);
            mark(&bubble);
            return;
        }
        match (older.get_untracked(), loading.get_untracked()) {
            (_, true) => {}
            (true, false) => thread.load_older(),
            // Everything is there.
            (false, false) => return,
        }
        TimeoutFuture::new(STEP).await;
    }
}

/// Only the message that was found last is marked.
fn mark(bubble: &Element) {
    if let Ok(Some(before)) = document().query_selector(".talk .bubble.is-found") {
        let _ = before.class_list().remove_1("is-found");
    }
    let _ = bubble.class_list().add_1("is-found");
}

/// A field, how many messages fit, and from one to the next.
#[component]
pub(super) fn Find(id: ChatRoomId, thread: ChatThread, finding: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(finding.get_untracked().unwrap_or_default());
    let asked = RwSignal::new(typed.get_untracked());
    let found = use_load(move || find(id, asked.get().trim().to_owned()));
    // Which of them is shown, counted from the newest; of another text, the newest again.
    let at = RwSignal::new((String::new(), 0_usize));
    let shown = StoredValue::new(());
    let now = move || {
        let asked = asked.get();
        at.with(|(text, at)| if *text == asked { *at } else { 0 })
    };
    let go = move |index: usize| {
        let Some(sequence) = untrack(|| found.get()).and_then(|found| found.get(index).copied()) else { return };
        at.set((asked.get_untracked(), index));
        spawn_local(show(thread, sequence, shown));
    };
    // What was found first is shown at once.
    Effect::new(move |_| {
        if found.get().is_some_and(|found| !found.is_empty()) && !found.busy().get() {
            go(untrack(now));
        }
    });
    let step = move |by: isize| {
        let count = untrack(|| found.get()).map_or(0, |found| found.len());
        let next = isize::try_from(untrack(now)).unwrap_or(0) + by;
        match usize::try_from(next) {
            Ok(next) if next < count => go(next),
            _ if count > 0 && by > 0 => toast::info(tu_string!(i18n, console.find.last)),
            _ => {}
        }
    };
    let count = move || {
        if asked.with(|text| text.trim().chars().count() < ENOUGH) {
            return String::new();
        }
        match found.get() {
            Some(found) if found.is_empty() => t_string!(i18n, console.find.nothing).to_owned(),
            Some(found) => t_string!(i18n, console.find.count, at = now() + 1, count = found.len()).to_string(),
            None => t_string!(i18n, common.state.loading).to_owned(),
        }
    };
    let field = NodeRef::<html::Input>::new();
    let field_id = ids::unique("find");
    if typed.with_untracked(String::is_empty) {
        Effect::new(move |_| {
            if let Some(field) = field.get() {
                let _ = field.focus();
            }
        });
    }
    let mut later = debounce(TYPING, move |text: String| drop(asked.try_set(text)));
    view! {
        <div class="talk__find">
            <label class="visually-hidden" for=field_id.clone()>{move || t_string!(i18n, console.find.label)}</label>
            <span class="control">
                <Icon icon=icondata::LuSearch/>
                <input
                    node_ref=field
                    class="control__input"
                    id=field_id
                    type="text"
                    maxlength="100"
                    autocomplete="off"
                    placeholder=move || t_string!(i18n, console.find.label)
                    data-test="chat-find-text"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text.clone());
                        later(text);
                    }
                    on:keydown=move |event| match event.key().as_str() {
                        "Enter" => {
                            event.prevent_default();
                            step(if event.shift_key() { -1 } else { 1 });
                        }
                        "Escape" => finding.set(None),
                        _ => {}
                    }
                />
            </span>
            <span class="muted small" role="status" data-test="chat-found">{count}</span>
            <IconButton icon=icondata::LuArrowUp label=move || t_string!(i18n, console.find.older) on_click=move || step(1)/>
            <IconButton icon=icondata::LuArrowDown label=move || t_string!(i18n, console.find.newer) on_click=move || step(-1)/>
            <IconButton icon=icondata::LuX label=move || t_string!(i18n, common.action.close) on_click=move || finding.set(None)/>
        </div>
    }
    .into_any()
}
