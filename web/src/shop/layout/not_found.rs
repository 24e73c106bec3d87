//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{below, use_around};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{ButtonKind, LinkButton, PageHead};

/// Says so with a wink and shows ways on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, common.state.not_found_title)/>
        <Lost title=move || t_string!(i18n, common.state.not_found_title) text=move || t_string!(i18n, common.state.not_found_text)/>
    }
    .into_any()
}

/// A dark, empty stage with the ways on.
#[component]
pub fn Lost(
    /// What is not there.
    #[prop(into)]
    title: TextProp,
    /// What may have happened.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="stage lost">
            <div class="container lost__inside">
                <p class="hand">{move || t_string!(i18n, shop.lost.accent)}</p>
                <h1 class="display display--xl">{move || title.get()}</h1>
                <p class="lost__text">{move || text.get()}</p>
                <LinkButton kind=ButtonKind::Primary href=routes::shop::PRODUCTS>{move || t_string!(i18n, shop.lost.go)}</LinkButton>
                <CategoryWays/>
            </div>
        </section>
    }
    .into_any()
}

/// The topmost categories, as ways on from where there is nothing.
#[component]
pub fn CategoryWays() -> impl IntoView {
    view! { <ul class="ways" role="list"><CategoryLinks class="chip"/></ul> }.into_any()
}

/// A way to each of the topmost categories, for the list around them.
#[component]
pub(super) fn CategoryLinks(
    /// Class of the links.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let categories = move || {
        let locale = i18n.get_locale();
        let tree = around.tree();
        below(&tree, None)
            .into_iter()
            .map(|category| view! { <li><A href=routes::shop::category(&category.slug) attr:class=class>{words::category(locale, &category)}</A></li> })
            .collect_view()
    };
    view! { {categories} }.into_any()
}
