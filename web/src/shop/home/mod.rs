//! Home.

use leptos::prelude::*;

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {}
