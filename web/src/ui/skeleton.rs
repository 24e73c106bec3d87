//! Grey shapes where something is about to be, of its size, so that nothing jumps.

use leptos::prelude::*;

/// A block; give it the size of what it stands for.
#[component]
pub fn Skeleton(
    /// CSS width.
    #[prop(default = "100%")]
    width: &'static str,
    /// CSS height.
    #[prop(default = "1em")]
    height: &'static str,
) -> impl IntoView {
    view! { <span class="skel" aria-hidden="true" style:width=width style:height=height></span> }.into_any()
}

/// Lines of text.
#[component]
pub fn SkeletonText(
    /// How many.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! { <span class="skel-text" aria-hidden="true">{(0..lines).map(|_| view! { <span class="skel"></span> }).collect_view()}</span> }.into_any()
}

/// Product cards; put them into the same grid as the real ones.
#[component]
pub fn SkeletonCards(
    /// How many.
    #[prop(default = 8)]
    count: usize,
) -> impl IntoView {
    (0..count)
        .map(|_| {
            view! {
                <div class="skel-card" aria-hidden="true">
                    <span class="skel skel--square"></span>
                    <span class="skel skel--short"></span>
                    <span class="skel"></span>
                    <span class="skel skel--short"></span>
                </div>
            }
        })
        .collect_view()
        .into_any()
}
