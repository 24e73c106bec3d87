//! What was chosen so far, kept over a reload.

use serde::{Deserialize, Serialize};
use shared::ids::{AddressId, ShippingServiceId};
use shared::payments::PaymentProvider;

const KEY: &str = "hurtrock-checkout";

/// The choices of a checkout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Draft {
    /// Where to.
    pub address: Option<AddressId>,
    /// How.
    pub service: Option<ShippingServiceId>,
    /// Note for the shop.
    pub note: String,
    /// With whom to pay.
    pub provider: Option<PaymentProvider>,
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

impl Draft {
    /// What this tab remembers.
    pub fn load() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Remembers it for this tab.
    pub fn save(&self) {
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(self)) {
            let _ = storage.set_item(KEY, &text);
        }
    }

    /// Forgets it: the order is placed.
    pub fn forget() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(KEY);
        }
    }
}
