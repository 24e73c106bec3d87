//! What this browser remembers between visits. Losing it loses comfort, never data.

use std::cell::OnceCell;

/// The reader's language, `id` or `en`.
pub const LOCALE: &str = "hurtrock-locale";
/// The theme, `light` or `dark`; absent means the system's.
pub const THEME: &str = "hurtrock-theme";
/// Present while it sounds when somebody writes in the chat.
pub const CHAT_SOUND: &str = "hurtrock-chat-sound";
/// The token of a guest's cart: `Cart::token` of the latest answer, sent as `X-Cart-Token` by every call.
pub const CART: &str = "hurtrock-cart";
/// Present while somebody is signed in here: their given name, no secret.
pub const SIGNED_IN: &str = "hurtrock-signed-in";
/// Before the id of a person and of a message: what is written in the chat and not stored yet.
pub const CHAT_OUT: &str = "hurtrock-chat-out";
/// Before the name of a draft of the chat.
pub const CHAT_DRAFT: &str = "hurtrock-chat-draft";
/// The id of the person who has a chat here that goes on.
pub const CHAT_OPEN: &str = "hurtrock-chat-open";
/// Names this tab.
const TAB: &str = "hurtrock-tab";
/// When this tab was last loaded anew by itself.
const RELOADED: &str = "hurtrock-reloaded";
/// A tab loads itself anew no more often than this, in milliseconds.
const RELOAD_EVERY: i64 = 60_000;

fn storage() -> Option<web_sys::Storage> {
    // Denied in some private modes: the page works, it only forgets.
    web_sys::window()?.local_storage().ok().flatten()
}

/// What was stored under `key`.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores `value` under `key`.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full store only means that the value is forgotten.
        let _ = storage.set_item(key, value);
    }
}

/// Stores `value` under `key` where the server reads it too, for what it writes before the app is there. No secret.
pub fn tell_server(key: &str, value: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let cookie = format!("{key}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
    // Refused in some private modes, like everything else that is remembered.
    let _ = js_sys::Reflect::set(document.as_ref(), &"cookie".into(), &cookie.into());
}

/// Forgets `key`.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The keys that begin with `prefix`, in order.
#[must_use]
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let mut keys: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    keys.retain(|key| key.starts_with(prefix));
    keys.sort_unstable();
    keys
}

thread_local! {
    static TAB_NAME: OnceCell<String> = const { OnceCell::new() };
}

/// A name of this tab, which it keeps when the page is loaded anew.
#[must_use]
pub fn tab() -> String {
    TAB_NAME.with(|name| name.get_or_init(tab_name).clone())
}

/// What this tab remembers.
pub(crate) fn of_tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Whether this tab may load itself anew, which is then noted: where that does not help, it shall not go on doing so.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 as a whole number")]
pub fn may_reload() -> bool {
    let Some(storage) = of_tab() else { return false };
    let now = js_sys::Date::now() as i64;
    let last = storage.get_item(RELOADED).ok().flatten().and_then(|last| last.parse::<i64>().ok());
    let lately = last.is_some_and(|last| now - last < RELOAD_EVERY);
    !lately && storage.set_item(RELOADED, &now.to_string()).is_ok()
}

fn tab_name() -> String {
    let fresh = || uuid::Uuid::now_v7().to_string();
    let Some(storage) = of_tab() else { return fresh() };
    if let Ok(Some(name)) = storage.get_item(TAB) {
        return name;
    }
    let name = fresh();
    let _ = storage.set_item(TAB, &name);
    name
}
