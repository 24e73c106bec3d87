//! What a page tells the browser about itself.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use shared::head::short;
use wasm_bindgen::JsCast;

use super::listing::{self, Listed, Words};
use crate::i18n::{language, t_string, use_i18n};

thread_local! {
    static FIRST: Cell<bool> = const { Cell::new(true) };
    static BADGE: ArcRwSignal<i64> = ArcRwSignal::new(0);
    static FLASH: ArcRwSignal<Option<String>> = ArcRwSignal::new(None);
    static FLASHING: Cell<Option<IntervalHandle>> = const { Cell::new(None) };
}

/// How long the title and what flashes stand in turns.
const TURN: Duration = Duration::from_millis(1_200);

/// Shows `text` in turns with the page's title until somebody looks; nothing while somebody does.
pub fn flash(text: String) {
    if !document().hidden() || FLASHING.get().is_some() {
        return;
    }
    let turn = move || {
        let flash = FLASH.with(Clone::clone);
        if document().hidden() {
            flash.update(|shown| *shown = if shown.is_none() { Some(text.clone()) } else { None });
        } else {
            if let Some(handle) = FLASHING.take() {
                handle.clear();
            }
            flash.set(None);
        }
    };
    turn();
    FLASHING.set(set_interval_with_handle(turn, TURN).ok());
}

/// A number in front of every page's title, such as of what waits to be read; 0 shows none. It is not
/// read out: whatever it counts has a place of its own on the page.
pub fn set_badge(count: i64) {
    BADGE.with(|badge| {
        if badge.get_untracked() != count {
            badge.set(count);
        }
    });
}

/// Title, description and what else a page says of itself; once on every page. Also tells screen readers that a new page
/// is there.
#[component]
pub fn PageHead(
    /// The page's name; the shop's is added.
    #[prop(into)]
    title: TextProp,
    /// One or two sentences for search engines.
    #[prop(optional, into)]
    description: Option<TextProp>,
    /// Where it is found and what previews show of it; a page without is kept from search engines.
    #[prop(optional, into)]
    listed: Option<Signal<Listed>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = title.clone();
    let full = Memo::new(move |_| {
        let own = title.get();
        let shop = t_string!(i18n, common.shop_name);
        if own.is_empty() { shop.to_owned() } else { format!("{own} · {shop}") }
    });
    let badge = BADGE.with(Clone::clone);
    let flash = FLASH.with(Clone::clone);
    Effect::new(move |_| {
        let full = flash.get().unwrap_or_else(|| full.get());
        document().set_title(&match badge.get() {
            count if count <= 0 => full,
            count if count > 99 => format!("(99+) {full}"),
            count => format!("({count}) {full}"),
        });
    });
    Effect::new(move |_| {
        let full = full.get();
        if let Some(announcer) = document().get_element_by_id("announcer") {
            announcer.set_text_content(Some(&full));
        }
    });
    // On the page that is opened first the server has written it all: it is followed once that is drawn.
    let follows = RwSignal::new(!FIRST.get());
    if !follows.get_untracked() {
        let follow = move || {
            follows.try_set(true);
        };
        request_animation_frame(move || set_timeout(follow, Duration::ZERO));
    }
    Effect::new(move |_| {
        if !follows.get() {
            return;
        }
        let Some(page) = listed else {
            listing::withhold();
            return;
        };
        let words = Words {
            title: name.get().to_string(),
            description: description.as_ref().map(|text| short(&text.get())).unwrap_or_default(),
            shop: t_string!(i18n, common.shop_name),
            language: language(i18n.get_locale()),
        };
        page.with(|page| listing::tell(page, &words));
    });
    // A new page starts at its beginning for the keyboard too; the first one is left to the browser.
    if !FIRST.replace(false) {
        crate::api::first_view::leave();
        super::shell::opened();
        request_animation_frame(|| {
            let active = document().active_element();
            let taken = active.is_some_and(|active| active.closest("main").ok().flatten().is_some());
            if let Some(main) = document().get_element_by_id("main")
                && let Ok(main) = main.dyn_into::<web_sys::HtmlElement>()
                && !taken
            {
                let _ = main.focus();
            }
        });
    }
}
