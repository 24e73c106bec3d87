//! Checkout.

use leptos::prelude::*;

/// The checkout.
#[component]
pub fn CheckoutPage() -> impl IntoView {}
