//! A buyer's orders.

use leptos::prelude::*;

/// One's orders.
#[component]
pub fn OrdersPage() -> impl IntoView {}

/// One order.
#[component]
pub fn OrderPage() -> impl IntoView {}
