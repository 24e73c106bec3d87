//! What this browser remembers between visits. Losing it loses comfort, never data.

/// The reader's language, `id` or `en`.
pub const LOCALE: &str = "hurtrock-locale";
/// The theme, `light` or `dark`; absent means the system's.
pub const THEME: &str = "hurtrock-theme";
/// The token of a guest's cart: `Cart::token` of the latest answer, sent as `X-Cart-Token` by every call.
pub const CART: &str = "hurtrock-cart";
/// Present while somebody is signed in here: their given name, no secret.
pub const SIGNED_IN: &str = "hurtrock-signed-in";

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

/// Forgets `key`.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}
