//! What was chosen so far, kept over a reload.

use serde::{Deserialize, Serialize};
use shared::ids::{AddressId, ShippingServiceId};
use shared::payments::PaymentProvider;

use crate::begun::Begun;

/// The choices of a checkout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    /// Where to.
    pub address: Option<AddressId>,
    /// How.
    pub service: Option<ShippingServiceId>,
    /// Note for the shop.
    pub note: String,
    /// With whom to pay.
    pub provider: Option<PaymentProvider>,
    /// Whether the order was asked for, and no answer has come: perhaps it is placed.
    pub asked: bool,
}

impl Draft {
    /// What this tab remembers.
    pub fn load() -> Self {
        Begun::Checkout.load().unwrap_or_default()
    }

    /// Remembers it for this tab.
    pub fn save(&self) {
        Begun::Checkout.save(self);
    }

    /// Forgets it: the order is placed.
    pub fn forget() {
        Begun::Checkout.forget();
    }
}
