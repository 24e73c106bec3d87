//! Product.

use leptos::prelude::*;

/// A product.
#[component]
pub fn ProductPage() -> impl IntoView {}
