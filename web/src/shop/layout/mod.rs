//! What stands around every page of the shop.

use leptos::prelude::*;

/// Makes what the layout keeps available to the app.
pub fn provide() {}

/// The bar at the top.
#[component]
pub fn Navbar() -> impl IntoView {}

/// The shop itself at the foot of every page.
#[component]
pub fn Footer() -> impl IntoView {}

/// An address nobody knows.
#[component]
pub fn NotFoundPage() -> impl IntoView {}
