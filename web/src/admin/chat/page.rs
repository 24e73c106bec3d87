//! The console: rooms, the one that is open, its buyer.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::chat::ChatRoomRow;
use shared::live::Topic;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::super::filters::use_filter;
use super::super::keys::dialog_is_open;
use super::alerts::AlertSwitches;
use super::clock::use_clock;
use super::list::{Filters, Rooms};
use super::room::Conversation;
use super::view::View;
use crate::api::chat;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::keys::{is_typing, use_keys};
use crate::ui::{EmptyState, Icon, PageHead, use_fresh, use_paged};

/// The chat, to those who answer.
#[component]
pub fn ChatsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (view, change) = use_filter(View::read, View::url);
    let list = use_paged(
        move || view.with(View::list_url),
        move |cursor| view.with_untracked(|view| chat::list_chats(&view.filter(cursor))),
    );
    let fresh =
        use_fresh(list, |row| row.id.to_string(), move || view.with_untracked(|view| chat::list_chats(&view.filter(None))));
    live::on_changed(Topic::Chats, move |_| fresh.look());
    let room = Memo::new(move |_| view.with(|view| view.room));
    let clock = use_clock();
    use_keys(move |event| {
        if is_typing(event) || event.alt_key() || event.ctrl_key() || event.meta_key() || dialog_is_open() {
            return false;
        }
        match event.key().as_str() {
            "j" => step(1),
            "k" => step(-1),
            "ArrowDown" if is_in_list() => step(1),
            "ArrowUp" if is_in_list() => step(-1),
            _ => false,
        }
    });
    let who = move || {
        let find = |rows: &Vec<ChatRoomRow>| rows.iter().find(|row| Some(row.id) == room.get()).map(|row| row.buyer_name.clone());
        list.items().with(find)
    };
    let title = move || {
        let all = t_string!(i18n, console.title);
        who().map_or_else(|| all.to_owned(), |who| format!("{who} · {all}"))
    };
    let waiting = move || list.total().get().map(|(total, _)| t_string!(i18n, console.count, count = total).to_string());
    view! {
        <PageHead title=title/>
        <div class="console" class:has-room=move || room.with(Option::is_some) data-test="console">
            <section class="console__rooms" aria-labelledby="console-title">
                <header class="console__head">
                    <h1 class="console__title" id="console-title">{move || t_string!(i18n, console.title)}</h1>
                    <p class="muted small" role="status">{waiting}</p>
                    <A href=routes::admin::CANNED_RESPONSES attr:class="icon-btn" attr:title=move || t_string!(i18n, console.canned.title)>
                        <Icon icon=icondata::LuZap/>
                        <span class="visually-hidden">{move || t_string!(i18n, console.canned.title)}</span>
                    </A>
                    <A href=routes::admin::CHAT_FIGURES attr:class="icon-btn" attr:title=move || t_string!(i18n, console.figures.title)>
                        <Icon icon=icondata::LuTimer/>
                        <span class="visually-hidden">{move || t_string!(i18n, console.figures.title)}</span>
                    </A>
                    <AlertSwitches/>
                </header>
                <Filters view change/>
                <Rooms list view clock/>
            </section>
            {move || match room.get() {
                Some(id) => view! { <Conversation id view clock/> }.into_any(),
                None => {
                    view! {
                        <section class="console__none">
                            <EmptyState
                                icon=icondata::LuMessagesSquare
                                title=move || t_string!(i18n, console.none_open)
                                text=move || t_string!(i18n, console.none_open_text)
                            />
                        </section>
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn rooms_in_sight() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(".room-list .room") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into::<HtmlElement>().ok()).collect()
}

fn is_in_list() -> bool {
    document().active_element().is_some_and(|active| active.closest(".room-list").is_ok_and(|list| list.is_some()))
}

/// Moves the focus to the next room, from the one that has it or is open; Enter opens it, as it does
/// every link.
fn step(by: isize) -> bool {
    let rooms = rooms_in_sight();
    let active = document().active_element();
    let at = rooms
        .iter()
        .position(|room| active.as_ref() == Some(room.as_ref()))
        .or_else(|| rooms.iter().position(|room| room.has_attribute("aria-current")));
    let next = match at.and_then(|at| isize::try_from(at).ok()) {
        Some(at) => at + by,
        None if by > 0 => 0,
        None => isize::try_from(rooms.len()).unwrap_or(0) - 1,
    };
    let Some(room) = usize::try_from(next).ok().and_then(|next| rooms.get(next)) else { return !rooms.is_empty() };
    let _ = room.focus();
    true
}
