//! Lists.

use leptos::prelude::*;

/// All products.
#[component]
pub fn ProductsPage() -> impl IntoView {}
/// A category.
#[component]
pub fn CategoryPage() -> impl IntoView {}
/// Search.
#[component]
pub fn SearchPage() -> impl IntoView {}
