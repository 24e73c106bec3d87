//! The kit on one page.

use leptos::prelude::*;

/// All components.
#[component]
pub fn KitchenSink() -> impl IntoView {
    view! { <div class="container"></div> }.into_any()
}
