//! The clipboard, by name: insecure pages have none.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Writes `text`; whether it is there. Begins at once, while the press of the button still counts.
pub fn write(text: &str) -> impl Future<Output = bool> + use<> {
    let begun = begin(text);
    async move {
        match begun {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        }
    }
}

fn begin(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).ok()?;
    let write: Function = Reflect::get(&clipboard, &JsValue::from_str("writeText")).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &JsValue::from_str(text)).ok()?.dyn_into().ok()
}
