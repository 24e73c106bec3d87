//! What fits the words in the search box, while one types; fetched when somebody begins to.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::catalog::{ProductCard, Suggestions};

use super::search::{Hands, Search};
use crate::api::catalog;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{ComboList, ComboOption, Icon, Picture, Price, use_load};

const DEBOUNCE: Duration = Duration::from_millis(300);

/// Searches as one types, from two characters on.
#[component]
pub(in crate::shop) fn SearchSuggestions(
    /// The search box.
    search: Search,
) -> impl IntoView {
    let i18n = use_i18n();
    let Search { combo, visible, go, hands } = search;
    let query = combo.query;
    let asked = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let typed = query.with(|query| query.trim().to_owned());
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        timer.set_value(set_timeout_with_handle(move || drop(asked.try_set(typed)), DEBOUNCE).ok());
    });
    let found = use_load(move || {
        let typed = asked.get();
        let answer = Search::is_enough(&typed).then(|| catalog::suggest(&typed));
        async move {
            match answer {
                Some(answer) => answer.await,
                None => Ok(Suggestions::default()),
            }
        }
    });
    let options = Signal::derive(move || {
        let typed = query.with(|query| query.trim().to_owned());
        // What was found for other words is no answer to these.
        if !Search::is_enough(&typed) || typed != asked.get() {
            return Vec::new();
        }
        options(i18n, found.get().unwrap_or_default(), &typed)
    });
    let waiting = Signal::derive(move || {
        let typed = query.with(|query| query.trim().to_owned());
        Search::is_enough(&typed) && (typed != asked.get() || found.busy().get())
    });
    let failed = found.failed();
    let failure = Signal::derive(move || {
        let answered = query.with(|query| query.trim() == asked.get());
        (answered && failed.get()).then(|| t_string!(i18n, shop.search.failed).to_owned())
    });
    let pick = Callback::new(move |option: ComboOption| {
        let (kind, value) = option.key.split_once(':').unwrap_or(("q", ""));
        match kind {
            "product" => go.run(routes::shop::product(value)),
            "category" => go.run(routes::shop::category(value)),
            "brand" => go.run(routes::shop::brand(value)),
            _ => go.run(routes::shop::search(value)),
        }
        query.set(if kind == "q" { value.to_owned() } else { String::new() });
    });
    let keys = Callback::new(move |event: KeyboardEvent| combo.key(&event, options, visible, pick));
    hands.set(Some(Hands { keys, waiting }));
    view! { <ComboList combo options visible loading=waiting failure on_pick=pick/> }.into_any()
}

fn options(i18n: I18nContext<Locale>, found: Suggestions, typed: &str) -> Vec<ComboOption> {
    let locale = i18n.get_locale();
    let Suggestions { products, categories, brands } = found;
    let mut options = Vec::new();
    for card in products {
        let option =
            ComboOption::new(format!("product:{}", card.slug), card.name.clone()).group(t_string!(i18n, shop.search.products));
        options.push(option.view(move || view! { <ProductLine card=card.clone()/> }));
    }
    for category in categories {
        let name = words::crumb(locale, &category);
        let option =
            ComboOption::new(format!("category:{}", category.slug), name.clone()).group(t_string!(i18n, shop.search.categories));
        options.push(option.view(
            move || view! { <span class="suggest" data-test="suggestion"><Icon icon=icondata::LuFolder/>{name.clone()}</span> },
        ));
    }
    for brand in brands {
        let option = ComboOption::new(format!("brand:{brand}"), brand.clone()).group(t_string!(i18n, shop.search.brands));
        options.push(option.view(
            move || view! { <span class="suggest" data-test="suggestion"><Icon icon=icondata::LuTag/>{brand.clone()}</span> },
        ));
    }
    if !options.is_empty() {
        let all = t_string!(i18n, shop.search.all, text = typed);
        let option = ComboOption::new(format!("q:{typed}"), typed).group(t_string!(i18n, shop.search.more));
        options.push(
            option.view(move || view! { <span class="suggest suggest--all"><Icon icon=icondata::LuSearch/>{all.clone()}</span> }),
        );
    }
    options
}

#[component]
fn ProductLine(card: ProductCard) -> impl IntoView {
    let several = card.price_max > card.price;
    view! {
        <span class="suggest" data-test="suggestion">
            <span class="suggest__picture">
                {card.images.into_iter().next().map(|image| view! { <Picture image ratio="1 / 1" sizes="48px" alt=""/> })}
            </span>
            <span class="suggest__text">
                <span class="suggest__name">{card.name}</span>
                <span class="suggest__brand">{card.brand}</span>
            </span>
            <Price amount=card.price before=card.compare_at from=several/>
        </span>
    }
    .into_any()
}
