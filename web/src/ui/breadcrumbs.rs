//! Where the page is in the tree.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{t_string, use_i18n};

/// A step on the way. The last one has no `href`: it is the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What the step is called.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
}

impl Crumb {
    /// A step that leads somewhere.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// The page itself.
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// The way from the front page to here.
#[component]
pub fn Breadcrumbs(
    /// From the top down, the page itself last.
    #[prop(into)]
    crumbs: Signal<Vec<Crumb>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="crumbs" aria-label=move || t_string!(i18n, common.nav.breadcrumbs)>
            <ol>
                {move || {
                    crumbs
                        .get()
                        .into_iter()
                        .map(|Crumb { label, href }| match href {
                            Some(href) => view! { <li><A href=href exact=true>{label}</A></li> }.into_any(),
                            None => view! { <li aria-current="page">{label}</li> }.into_any(),
                        })
                        .collect_view()
                }}
            </ol>
        </nav>
    }
    .into_any()
}
