//! A word of explanation on hover and focus. Never the only place for what one must know.

use leptos::prelude::*;

use super::ids;

/// Explains what is inside it; Esc hides it.
#[component]
pub fn Tooltip(
    /// The explanation.
    #[prop(into)]
    text: TextProp,
    children: Children,
) -> impl IntoView {
    let id = ids::unique("tip");
    let described_by = id.clone();
    let hidden = RwSignal::new(false);
    view! {
        <span
            class="tip"
            class:is-hidden=move || hidden.get()
            tabindex="0"
            aria-describedby=described_by
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    hidden.set(true);
                }
            }
            on:pointerenter=move |_| hidden.set(false)
            on:focusin=move |_| hidden.set(false)
        >
            {children()}
            <span class="tip__text" role="tooltip" id=id>{move || text.get()}</span>
        </span>
    }
    .into_any()
}
