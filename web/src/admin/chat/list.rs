//! The rooms, and which of them are listed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::chat::{ChatPriority, ChatRoomRow, ChatSide, ChatStatus};
use shared::ids::ChatRoomId;

use super::super::filters::{Change, FilterSelect, Growing, SearchBox};
use super::view::View;
use super::words;
use crate::chat::words::topic;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Badge, Choice, EmptyState, Paged, ago};

/// What is listed.
#[component]
pub(super) fn Filters(view: Memo<View>, change: Change<View>) -> impl IntoView {
    let i18n = use_i18n();
    let statuses = Signal::derive(move || {
        vec![
            Choice::new("", t_string!(i18n, console.status.open)),
            Choice::new("resolved", t_string!(i18n, console.status.resolved)),
            Choice::new("archived", t_string!(i18n, console.status.archived)),
            Choice::new("all", t_string!(i18n, admin.all)),
        ]
    });
    let priorities = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = ChatPriority::ALL.iter().map(|&priority| Choice::new(priority.as_str(), words::priority(locale, priority)));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let orders = Signal::derive(move || {
        vec![
            Choice::new("due", t_string!(i18n, console.sort.due)),
            Choice::new("activity", t_string!(i18n, console.sort.activity)),
        ]
    });
    view! {
        <div class="console__filters">
            <div data-test="chat-search">
                <SearchBox
                    label=move || t_string!(i18n, console.search)
                    text=Signal::derive(move || view.with(|view| view.q.clone()))
                    on_search=move |text| change.run(Box::new(move |view| view.q = text))
                />
            </div>
            <Whose view/>
            <div class="console__selects">
                <FilterSelect
                    label=move || t_string!(i18n, console.status.label)
                    value=Signal::derive(move || view.with(|view| view.status.clone()))
                    choices=statuses
                    on_pick=move |word| change.run(Box::new(move |view| view.status = word))
                />
                <FilterSelect
                    label=move || t_string!(i18n, console.priority.label)
                    value=Signal::derive(move || view.with(|view| view.priority.map_or("", ChatPriority::as_str).to_owned()))
                    choices=priorities
                    on_pick=move |word: String| change.run(Box::new(move |view| view.priority = word.parse().ok()))
                />
                <FilterSelect
                    label=move || t_string!(i18n, console.sort.label)
                    value=Signal::derive(move || view.with(|view| view.order().to_owned()))
                    choices=orders
                    on_pick=move |word: String| change.run(Box::new(move |view| view.sort = word))
                />
            </div>
        </div>
    }
    .into_any()
}

/// Mine, nobody's, all; waiting, unread: each a link with the rest kept.
#[component]
fn Whose(view: Memo<View>) -> impl IntoView {
    let i18n = use_i18n();
    let whose = move |word: &'static str, label: TextProp| {
        let href = move || view.with(|view| View { assignee: word.to_owned(), ..view.clone() }.url());
        let here = move || view.with(|view| view.assignee == word).then_some("true");
        // Not `A`, which takes every query of this page for the page itself.
        view! {
            <li>
                <a href=href class="chip" data-noscroll="" aria-current=here data-test=format!("chats-{}", if word.is_empty() { "all" } else { word })>
                    {move || label.get()}
                </a>
            </li>
        }
    };
    let toggle = move |name: &'static str, on: fn(&View) -> bool, turned: fn(&View) -> View, label: TextProp| {
        let href = move || view.with(|view| turned(view).url());
        let here = move || view.with(on).then_some("true");
        view! { <li><a href=href class="chip" data-noscroll="" aria-current=here data-test=name>{move || label.get()}</a></li> }
    };
    view! {
        <nav aria-label=move || t_string!(i18n, console.whose.label)>
            <ul class="chips console__chips" role="list">
                {whose("", (move || t_string!(i18n, console.whose.all)).into())}
                {whose("me", (move || t_string!(i18n, console.whose.mine)).into())}
                {whose("nobody", (move || t_string!(i18n, console.whose.nobody)).into())}
                {toggle(
                    "chats-waiting",
                    |view| view.waiting,
                    |view| View { waiting: !view.waiting, ..view.clone() },
                    (move || t_string!(i18n, console.whose.waiting)).into(),
                )}
                {toggle(
                    "chats-overdue",
                    |view| view.overdue,
                    |view| View { overdue: !view.overdue, ..view.clone() },
                    (move || t_string!(i18n, console.whose.overdue)).into(),
                )}
                {toggle(
                    "chats-unread",
                    |view| view.unread,
                    |view| View { unread: !view.unread, ..view.clone() },
                    (move || t_string!(i18n, console.whose.unread)).into(),
                )}
            </ul>
        </nav>
    }
    .into_any()
}

/// The rooms.
#[component]
pub(super) fn Rooms(list: Paged<ChatRoomRow>, view: Memo<View>, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = list.items();
    let keys = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>()));
    // A room stays in the page as long as it is in the list: what comes meanwhile moves no focus.
    let by_id = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| (row.id, row.clone())).collect::<HashMap<_, _>>()));
    let nothing_asked = move || view.with(|view| view.list_url() == View::default().url());
    view! {
        <div class="console__scroll">
            <Growing list=list>
                <ul class="room-list" role="list" aria-label=move || t_string!(i18n, console.title) data-test="chat-rooms">
                    <For each=move || keys.get() key=|id| *id let(id)>
                        <li><Room id row=Memo::new(move |_| by_id.with(|rows| rows.get(&id).cloned())) view clock/></li>
                    </For>
                </ul>
                <Show when=move || keys.with(Vec::is_empty)>
                    <EmptyState
                        icon=icondata::LuInbox
                        title=move || if nothing_asked() { t_string!(i18n, console.empty) } else { t_string!(i18n, common.list.nothing_fits) }
                        text=move || if nothing_asked() { t_string!(i18n, console.empty_text) } else { t_string!(i18n, console.loosen) }
                    />
                </Show>
            </Growing>
        </div>
    }
    .into_any()
}

/// A room in the list; a link that opens it.
#[component]
fn Room(id: ChatRoomId, row: Memo<Option<ChatRoomRow>>, view: Memo<View>, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let href = move || view.with(|view| view.with_room(Some(id)).url());
    let here = move || view.with(|view| view.room == Some(id)).then_some("true");
    let unread = Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |row| row.unread)));
    let due = Memo::new(move |_| {
        let (locale, now) = (i18n.get_locale(), clock.get());
        row.with(|row| row.as_ref().and_then(|row| words::due(locale, now, row)))
    });
    let waits = Memo::new(move |_| {
        let (locale, now) = (i18n.get_locale(), clock.get());
        let since = row.with(|row| row.as_ref().and_then(|row| row.waiting_since))?;
        Some(words::span(locale, (now - since).num_seconds()))
    });
    let minute = Memo::new(move |_| clock.get().timestamp() / 60);
    let when = Memo::new(move |_| {
        let locale = i18n.get_locale();
        minute.track();
        row.with(|row| row.as_ref().map(|row| ago(locale, row.last_activity_at)).unwrap_or_default())
    });
    let last = move || {
        row.with(|row| {
            let row = row.as_ref()?;
            // Nobody said anything yet.
            let side = row.last_side?;
            let text = if row.last_text.is_empty() { t_string!(i18n, console.no_text).to_owned() } else { row.last_text.clone() };
            Some(if side == ChatSide::Agent { t_string!(i18n, console.answered, text = text).to_string() } else { text })
        })
    };
    let facts = move || {
        let locale = i18n.get_locale();
        row.with(|row| {
            let row = row.as_ref()?;
            let (priority, status) = (row.priority, row.status);
            Some(view! {
                {(priority != ChatPriority::Normal)
                    .then(|| view! { <Badge tone=words::priority_tone(priority)>{words::priority(locale, priority)}</Badge> })}
                {(status != ChatStatus::Open).then(|| view! { <Badge tone=words::status_tone(status)>{words::status(locale, status)}</Badge> })}
                <span class="muted">{topic(locale, row.topic)}</span>
                <span class="muted room__agent">
                    {row.assignee_name.clone().unwrap_or_else(|| t_string!(i18n, console.nobody).to_owned())}
                </span>
            })
        })
    };
    view! {
        <a
            class="room"
            class:is-unread=move || { unread.get() > 0 }
            href=href
            // Back leads to the list, not through all rooms that were looked at.
            prop:replace=move || view.with(|view| view.room.is_some())
            data-noscroll=""
            aria-current=here
            data-test="chat-room"
            data-room=id.to_string()
            data-assignee=move || row.with(|row| row.as_ref().and_then(|row| row.assignee_name.clone()).unwrap_or_default())
        >
            <span class="room__top">
                <span class="presence" class:is-on=move || row.with(|row| row.as_ref().is_some_and(|row| row.buyer_online))></span>
                <strong class="room__name">{move || row.with(|row| row.as_ref().map(|row| row.buyer_name.clone()))}</strong>
                <span class="visually-hidden">
                    {move || {
                        row.with(|row| row.as_ref().is_some_and(|row| row.buyer_online)).then(|| t_string!(i18n, console.online))
                    }}
                </span>
                <span class="room__when muted">{move || when.get()}</span>
            </span>
            <span class="room__last">
                <span class="room__text">{last}</span>
                {move || {
                    (unread.get() > 0)
                        .then(|| {
                            view! {
                                <span class="room__unread" data-test="chat-unread">
                                    {unread.get()}
                                    <span class="visually-hidden">" " {t_string!(i18n, console.unread_here)}</span>
                                </span>
                            }
                        })
                }}
            </span>
            <span class="room__facts">{facts}</span>
            <span class="room__due">
                {move || due.get().map(|(tone, text)| view! { <Badge tone=tone>{text}</Badge> })}
                {move || waits.get().map(|span| view! { <span class="muted">{t_string!(i18n, console.due.waits, span = span).to_string()}</span> })}
            </span>
        </a>
    }
    .into_any()
}
