//! Answers that came with the page: the server puts what a page asks for first into its HTML, so that it is drawn
//! without a second trip. Each is good once, for the first request that is the same; whatever is asked for later
//! is asked of the server.

use std::cell::RefCell;

use js_sys::{JSON, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

thread_local! {
    static ANSWERS: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Reads what came with the page; at the start, before the app takes its place.
pub(crate) fn take_up() {
    let Some(element) = document().get_element_by_id("first-view") else { return };
    let text = element.text_content().unwrap_or_default();
    element.remove();
    ANSWERS.set(JSON::parse(&text).ok());
}

/// The answer to a `GET` below `/api/v1`, if it came with the page and nobody took it before.
pub(super) fn take(path: &str) -> Option<String> {
    ANSWERS.with_borrow(|answers| {
        let answers = answers.as_ref()?;
        let key = JsValue::from(in_order(path));
        let answer = Reflect::get(answers, &key).ok().filter(JsValue::is_object)?;
        Reflect::set(answers, &key, &JsValue::NULL).ok()?;
        JSON::stringify(&answer).ok().map(String::from)
    })
}

/// Whether an answer to `path` came with the page and was not taken yet.
pub(crate) fn brings(path: &str) -> bool {
    let key = JsValue::from(path);
    ANSWERS.with_borrow(|answers| {
        answers.as_ref().is_some_and(|answers| Reflect::get(answers, &key).is_ok_and(|answer| answer.is_object()))
    })
}

/// The path with its parameters in order, as the server has it.
fn in_order(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let mut parts: Vec<&str> = query.split('&').collect();
    parts.sort_unstable();
    format!("{path}?{}", parts.join("&"))
}

/// Another page is shown: what came with the first one and nobody asked for is old by now.
pub(crate) fn leave() {
    ANSWERS.set(None);
}
