//! What pages had and where one was on them, for when Back or Forward comes to them again.
//!
//! Both are kept by the entry of the history: a page that was visited twice has two places. The browser finds places back
//! too, but at once, when a page that asks for what it shows is a screen of shapes; it is left to, for all other pages.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// How many answers and lists are remembered.
const REMEMBERED: usize = 32;
/// On how many entries of the history it is known where one was.
const PLACES: usize = 64;
/// What is built so soon after `popstate` was built because of it.
const BACK_WITHIN_MS: f64 = 1_000.0;
/// So many frames a page has to become as long as it was.
const FRAMES: u32 = 30;

struct Memory {
    entry: String,
    name: String,
    what: Box<dyn Any>,
}

thread_local! {
    static MEMORIES: RefCell<Vec<Memory>> = const { RefCell::new(Vec::new()) };
    static SCROLLED: RefCell<Vec<(String, f64)>> = const { RefCell::new(Vec::new()) };
    static POPPED_AT: Cell<f64> = const { Cell::new(f64::MIN) };
    static WANTED: Cell<Option<f64>> = const { Cell::new(None) };
    static LISTENING: Cell<bool> = const { Cell::new(false) };
}

/// Watches for Back and Forward, and how far pages are scrolled; at the start of the app, before the router changes the page.
pub fn watch() {
    if !LISTENING.replace(true) {
        let popped = Closure::<dyn Fn()>::new(came_by);
        // Captured, which is before all who only listen.
        let _ = window().add_event_listener_with_callback_and_bool("popstate", popped.as_ref().unchecked_ref(), true);
        popped.forget();
        window_event_listener_untyped("scroll", |_| note());
    }
}

/// Names the entry of the history that is shown. Without a name of the browser's own it is the address.
pub(super) fn entry() -> String {
    let step = |of: JsValue, name: &&str| Reflect::get(&of, &JsValue::from_str(name));
    let key = ["navigation", "currentEntry", "key"].iter().try_fold(JsValue::from(window()), step);
    key.ok().and_then(|key| key.as_string()).unwrap_or_else(|| {
        let location = window().location();
        location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
    })
}

/// The entry is another one already; the page, and how far it is scrolled, is not.
fn came_by() {
    POPPED_AT.set(js_sys::Date::now());
    let entry = entry();
    WANTED.set(SCROLLED.with_borrow(|places| places.iter().find(|(known, _)| *known == entry).map(|(_, place)| *place)));
}

fn note() {
    let (entry, now) = (entry(), window().scroll_y().unwrap_or(0.0));
    SCROLLED.with_borrow_mut(|places| match places.iter_mut().find(|(known, _)| *known == entry) {
        Some((_, place)) => *place = now,
        None => {
            if places.len() >= PLACES {
                places.remove(0);
            }
            places.push((entry, now));
        }
    });
}

/// Whether what is built now is built because somebody came back to it.
pub(super) fn came_back() -> bool {
    js_sys::Date::now() - POPPED_AT.get() < BACK_WITHIN_MS
}

/// Remembers what a page has that is shown at an entry.
pub(super) fn remember(entry: &str, name: &str, what: impl Any) {
    put(Memory { entry: entry.to_owned(), name: name.to_owned(), what: Box::new(what) });
}

fn put(memory: Memory) {
    MEMORIES.with_borrow_mut(|memories| {
        memories.retain(|known| known.entry != memory.entry || known.name != memory.name);
        if memories.len() >= REMEMBERED {
            memories.remove(0);
        }
        memories.push(memory);
    });
}

/// Forgets everything: who comes next in this tab may be somebody else. What is shown is remembered when it goes, which is
/// in the next frame at the latest.
pub fn forget() {
    let all = || {
        MEMORIES.take();
        SCROLLED.take();
    };
    all();
    request_animation_frame(move || set_timeout(all, Duration::ZERO));
}

/// What the page had that is shown at this entry.
pub(super) fn recall<T: Clone + 'static>(name: &str) -> Option<T> {
    let entry = entry();
    MEMORIES.with_borrow(|memories| {
        let memory = memories.iter().find(|known| known.entry == entry && known.name == name)?;
        memory.what.downcast_ref::<T>().cloned()
    })
}

/// The page is drawn as it was: goes to where one was on it, if somebody came back to it.
pub(super) fn find_place() {
    if let Some(place) = WANTED.take().filter(|_| came_back()) {
        scroll_to(place, FRAMES);
    }
}

/// Scrolls in the next frame but one at the earliest, as what is drawn in between has its height only then; otherwise as
/// soon as the page is long enough, or in so many frames as far as it is.
fn scroll_to(place: f64, frames: u32) {
    request_animation_frame(move || {
        let waits = frames > 0 && (frames == FRAMES || !reaches(place));
        if waits {
            scroll_to(place, frames - 1);
        } else {
            window().scroll_to_with_x_and_y(0.0, place);
        }
    });
}

fn reaches(place: f64) -> bool {
    document().document_element().is_none_or(|page| f64::from(page.scroll_height() - page.client_height()) >= place.floor())
}
