//! When what has the focus goes away, the keyboard goes on where it was, not at the beginning of the page.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

thread_local! {
    /// What has the focus, and everything around it, from the inside out.
    static WAY: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
    /// What was made able to have the focus, for as long as it has it.
    static LENT: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Looks after the focus from now on; once per app.
pub fn keep_focus() {
    window_event_listener_untyped("focusin", |event| note(&event));
    let changed = Closure::<dyn Fn()>::new(look);
    let (Ok(observer), Some(body)) = (MutationObserver::new(changed.as_ref().unchecked_ref()), document().body()) else {
        return;
    };
    changed.forget();
    let what = MutationObserverInit::new();
    what.set_child_list(true);
    what.set_subtree(true);
    let _ = observer.observe_with_options(&body, &what);
}

fn note(event: &web_sys::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(lent) = LENT.take() {
        if target.as_ref() == Some(lent.as_ref()) {
            LENT.set(Some(lent));
        } else {
            let _ = lent.remove_attribute("tabindex");
        }
    }
    let mut way = Vec::new();
    let mut next = target;
    while let Some(element) = next {
        next = element.parent_element();
        way.push(element);
    }
    WAY.set(way);
}

/// Whether nothing in particular has the focus.
fn is_lost() -> bool {
    document().active_element().is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"))
}

/// After every change of the page.
fn look() {
    let gone = is_lost() && WAY.with_borrow(|way| way.first().is_some_and(|had| !had.is_connected()));
    if gone {
        // Whoever changed the page may have a better place for it.
        request_animation_frame(|| {
            if is_lost() {
                resume(&WAY.take());
            }
        });
    }
}

/// Gives the focus to the nearest thing around that is still there and can be seen.
fn resume(way: &[Element]) {
    let gently = FocusOptions::new();
    gently.set_prevent_scroll(true);
    for place in way.iter().filter(|place| place.is_connected()).filter_map(|place| place.dyn_ref::<HtmlElement>()) {
        if place.tag_name().eq_ignore_ascii_case("body") {
            return;
        }
        let able = place.has_attribute("tabindex") || place.tab_index() >= 0;
        if !able {
            let _ = place.set_attribute("tabindex", "-1");
        }
        let _ = place.focus_with_options(&gently);
        if !is_lost() {
            if !able {
                LENT.set(Some(place.clone()));
            }
            return;
        }
        if !able {
            let _ = place.remove_attribute("tabindex");
        }
    }
}
