//! The way from the front page to a product.

use leptos::prelude::*;
use shared::catalog::Product;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{Breadcrumbs, Crumb};

/// Home, categories, product.
#[component]
pub(super) fn Way(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let crumbs = Signal::derive(move || {
        let locale = i18n.get_locale();
        let mut crumbs = vec![Crumb::link(t_string!(i18n, shop.nav.home), routes::shop::HOME)];
        product.with_value(|product| {
            crumbs.extend(
                product
                    .breadcrumbs
                    .iter()
                    .map(|crumb| Crumb::link(words::crumb(locale, crumb), routes::shop::category(&crumb.slug))),
            );
            crumbs.push(Crumb::here(product.name.clone()));
        });
        crumbs
    });
    view! { <Breadcrumbs crumbs/> }.into_any()
}
