//! The filters that are set, each to be taken off.

use leptos::prelude::*;
use shared::money::Rupiah;

use super::query::{ListQuery, Place};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::shop::layout::use_around;
use crate::shop::words;
use crate::ui::{Icon, money};

/// A chip per filter and one for all of them; nothing when none is set.
#[component]
pub(super) fn ActiveFilters(query: Memo<ListQuery>, go: Callback<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let chips = move || {
        let locale = i18n.get_locale();
        let tree = around.tree();
        let name = |slug: &str| {
            tree.iter()
                .find(|category| category.slug == slug)
                .map_or_else(|| slug.to_owned(), |category| words::category(locale, category))
        };
        query.with(|query| chips(locale, query, name))
    };
    let any = Memo::new(move |_| query.with(ListQuery::filters) > 0);
    view! {
        <Show when=move || any.get()>
            <ul class="list__chips" role="list" aria-label=move || t_string!(i18n, shop.list.active)>
                {move || {
                    chips()
                        .into_iter()
                        .map(|(label, without)| {
                            let said = t_string!(i18n, shop.list.remove, name = label.clone());
                            view! {
                                <li>
                                    <button type="button" class="chip chip--on" aria-label=said on:click=move |_| go.run(without.clone())>
                                        {label}
                                        <Icon icon=icondata::LuX/>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
                <li>
                    <button type="button" class="chip chip--quiet" data-test="clear-filters" on:click=move |_| go.run(query.get_untracked().cleared())>
                        {move || t_string!(i18n, shop.list.clear)}
                    </button>
                </li>
            </ul>
        </Show>
    }
    .into_any()
}

/// What each chip says and the list without its filter.
fn chips(locale: Locale, query: &ListQuery, category: impl Fn(&str) -> String) -> Vec<(String, ListQuery)> {
    let mut chips = Vec::new();
    if let (Some(slug), Place::Search | Place::All) = (&query.category, &query.place) {
        chips.push((category(slug), query.in_category(None)));
    }
    for brand in &query.brands {
        let mut without = query.clone();
        without.toggle_brand(brand);
        chips.push((brand.clone(), without));
    }
    if query.min_price.is_some() || query.max_price.is_some() {
        let amount = |price: i64| money(locale, Rupiah(price));
        let label = match (query.min_price, query.max_price) {
            (Some(low), Some(high)) => format!("{}–{}", amount(low), amount(high)),
            (Some(low), None) => td_string!(locale, shop.facet.price_from, price = amount(low)),
            (None, high) => td_string!(locale, shop.facet.price_to, price = amount(high.unwrap_or_default())),
        };
        chips.push((label, ListQuery { min_price: None, max_price: None, ..query.clone() }));
    }
    if let Some(stars) = query.min_rating {
        chips.push((td_string!(locale, shop.facet.stars, count = stars), ListQuery { min_rating: None, ..query.clone() }));
    }
    if query.in_stock {
        chips.push((td_string!(locale, shop.facet.in_stock).to_owned(), ListQuery { in_stock: false, ..query.clone() }));
    }
    for (name, value) in &query.options {
        let mut without = query.clone();
        without.toggle_option(name, value);
        chips.push((format!("{}: {}", words::option_word(locale, name), words::option_word(locale, value)), without));
    }
    chips
}
