//! Checkout: from a cart to an order.

use serde::{Deserialize, Serialize};

use crate::cart::{CartLine, check_lines};
use crate::ids::{AddressId, ShippingServiceId};
use crate::money::Rupiah;
use crate::shipping::ShippingQuote;
use crate::totals::Totals;
use crate::validate::{Faults, Validate};

/// Ask for the shipping options of the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CheckoutQuoteRequest {
    /// Where to ship to.
    pub address_id: AddressId,
}

impl Validate for CheckoutQuoteRequest {
    fn check(&self, _: &mut Faults) {}
}

/// What a shipping service asks and what the order costs with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct CheckoutOption {
    /// The service and its price.
    pub quote: ShippingQuote,
    /// The order's totals with it.
    pub totals: Totals,
}

/// The shipping options of the cart, the cheapest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct CheckoutQuote {
    /// The options; empty when no courier goes there.
    pub options: Vec<CheckoutOption>,
}

/// Place an order for what is in the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PlaceOrderRequest {
    /// Where to ship to.
    pub address_id: AddressId,
    /// How to ship.
    pub shipping_service_id: ShippingServiceId,
    /// The grand total the buyer was shown. A different one is refused with the new figures.
    pub expected_total: Rupiah,
    /// A note for the shop.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub note: String,
    /// What the buyer was shown in the cart. Where something else is in it by now nothing is ordered (409 `stale`); left out, it
    /// is not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<CartLine>>,
}

impl Validate for PlaceOrderRequest {
    fn check(&self, faults: &mut Faults) {
        check_lines(faults, self.items.as_deref().unwrap_or_default());
        faults.text("/note", &self.note, 0, 500);
        faults.range("/expected_total", self.expected_total.0, 0, i64::MAX);
    }
}
