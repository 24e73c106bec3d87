//! What was looked at lately, remembered in this browser only.

use leptos::prelude::*;
use shared::ids::ProductId;

use crate::api::catalog::{self, ProductFilter};
use crate::i18n::{t_string, use_i18n};
use crate::shop::catalog::Strip;
use crate::storage;
use crate::ui::use_kept;

const KEY: &str = "hurtrock-recent";
const KEPT: usize = 12;

fn ids() -> Vec<ProductId> {
    storage::get(KEY).unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Remembers that a product's page was opened.
pub fn visited(id: ProductId) {
    let mut ids = ids();
    ids.retain(|known| *known != id);
    ids.insert(0, id);
    ids.truncate(KEPT);
    storage::set(KEY, &ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
}

/// The products looked at lately, the latest first; nothing when there are none.
#[component]
pub(super) fn RecentlyViewed() -> impl IntoView {
    let i18n = use_i18n();
    let ids = ids();
    if ids.is_empty() {
        return ().into_any();
    }
    let filter = ProductFilter { id: ids.clone(), limit: u32::try_from(KEPT).ok(), ..ProductFilter::default() };
    let found = use_kept("recent", move || {
        let answer = catalog::list_products(&filter);
        async move { answer.await.map(|found| found.items) }
    });
    view! {
        {move || {
            // An extra of the page: when it fails, nothing is missing.
            let mut cards = found.get().unwrap_or_default();
            cards.sort_by_key(|card| ids.iter().position(|id| *id == card.id));
            (!cards.is_empty()).then(|| view! { <Strip title=move || t_string!(i18n, shop.home.recent) cards/> })
        }}
    }
    .into_any()
}
