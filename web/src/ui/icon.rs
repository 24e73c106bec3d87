//! Icons: Lucide, 1.5 px strokes (set in CSS), never the only carrier of meaning.

use leptos::prelude::*;

/// A decorative icon in the colour of the text, 1.25 em wide unless CSS says otherwise.
///
/// `<Icon icon=icondata::LuShoppingCart/>`; name a button that has nothing but an icon.
#[component]
pub fn Icon(
    /// From `icondata::Lu…`.
    #[prop(into)]
    icon: Signal<icondata::Icon>,
) -> impl IntoView {
    view! {
        <span class="icon" aria-hidden="true">
            <leptos_icons::Icon icon/>
        </span>
    }
    .into_any()
}
