//! Keys that work on the whole page.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// Whether the keyboard belongs to a field: then single letters are text.
#[must_use]
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    match target.tag_name().to_ascii_lowercase().as_str() {
        "textarea" | "select" => true,
        "input" => !matches!(
            target.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button" | "submit" | "reset" | "range" | "color" | "file")
        ),
        _ => target.closest("[contenteditable='true']").is_ok_and(|editable| editable.is_some()),
    }
}

/// Whether Ctrl, or Command on a Mac, is held and nothing else.
#[must_use]
pub fn is_command(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key()
}

/// Hands every press of a key to `act` for as long as the component lives. What it handles (`true`)
/// does nothing else.
pub fn use_keys(act: impl Fn(&KeyboardEvent) -> bool + 'static) {
    let heard = window_event_listener(keydown, move |event| {
        // Composing a character, or held down.
        if !event.is_composing() && !event.repeat() && !event.default_prevented() && act(&event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || heard.remove());
}

fn first(selectors: &[&str]) -> Option<HtmlElement> {
    selectors.iter().find_map(|selector| {
        let found = document().query_selector_all(selector).ok()?;
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into::<HtmlElement>().ok()).find(|element| {
            // What is not drawn has no place.
            element.offset_parent().is_some()
        })
    })
}

/// Puts the cursor into the page's search field; whether there is one.
pub fn focus_search() -> bool {
    let Some(field) = first(&["main form[role='search'] input", "form[role='search'] input"]) else { return false };
    let _ = field.focus();
    if let Some(input) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        input.select();
    }
    true
}

/// Submits the form that edits: the one around the cursor, in an open dialog, or on the page. Whether
/// there is one.
pub fn save_form() -> bool {
    let around = document().active_element().and_then(|active| active.closest("form:has(.save-bar)").ok().flatten());
    let form = around
        .and_then(|form| form.dyn_into::<HtmlElement>().ok())
        .or_else(|| first(&["dialog[open] form:has(.save-bar)", "main form:has(.save-bar)"]));
    let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return false };
    let _ = form.request_submit();
    true
}
