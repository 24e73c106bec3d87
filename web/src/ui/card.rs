//! A raised surface.

use leptos::prelude::*;

/// A surface for things that belong together, with an optional heading and something beside it.
#[component]
pub fn Card(
    /// Heading.
    #[prop(optional, into)]
    title: Option<TextProp>,
    /// Beside the heading, such as a button or a link.
    #[prop(optional, into)]
    aside: ViewFn,
    /// No padding around the content, for tables and pictures.
    #[prop(optional)]
    flush: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" class:card--flush=flush>
            {title
                .map(|title| {
                    view! {
                        <header class="card__head">
                            <h2 class="card__title">{move || title.get()}</h2>
                            <div class="card__aside">{aside.run()}</div>
                        </header>
                    }
                })}
            <div class="card__body">{children()}</div>
        </section>
    }
    .into_any()
}
