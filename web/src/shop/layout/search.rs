//! The search box of the bar: suggestions while one types, a page of results on Enter.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::hooks::{use_location, use_navigate};
use shared::catalog::{ProductCard, Suggestions};
use wasm_bindgen::JsCast;

use crate::api::catalog;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{ComboOption, Combobox, Icon, Picture, Price, use_load};

const DEBOUNCE: Duration = Duration::from_millis(300);
const MIN_CHARS: usize = 2;

/// Searches as one types, from two characters on.
#[component]
pub(super) fn SearchBox(
    /// Unfolded, on screens too narrow to show it always.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let navigate = use_navigate();
    let query = RwSignal::new(String::new());
    let asked = RwSignal::new(String::new());
    let root = NodeRef::<html::Div>::new();

    // The results page and the box show the same words.
    Effect::new(move |_| {
        let here = location.pathname.get() == "/search";
        query.set(if here {
            location.query.with(|query| query.get_str("q").unwrap_or_default().to_owned())
        } else {
            String::new()
        });
    });
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
        let enough = typed.chars().count() >= MIN_CHARS;
        let answer = enough.then(|| catalog::suggest(&typed));
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
        if typed.chars().count() < MIN_CHARS || typed != asked.get() {
            return Vec::new();
        }
        options(i18n, found.get().unwrap_or_default(), &typed)
    });
    let waiting = Signal::derive(move || {
        let typed = query.with(|query| query.trim().to_owned());
        typed.chars().count() >= MIN_CHARS && (typed != asked.get() || found.busy().get())
    });
    Effect::new(move |_| {
        if open.get() {
            focus_input(root);
        }
    });

    let go = Callback::new(move |path: String| {
        // The keyboard goes on where the results are, also when they come on the same page.
        if let Some(main) = document().get_element_by_id("main").and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = main.focus();
        }
        open.set(false);
        navigate(&path, leptos_router::NavigateOptions::default());
    });
    let pick = move |option: ComboOption| {
        let (kind, value) = option.key.split_once(':').unwrap_or(("q", ""));
        match kind {
            "product" => go.run(routes::shop::product(value)),
            "category" => go.run(routes::shop::category(value)),
            "brand" => go.run(routes::shop::brand(value)),
            _ => go.run(routes::shop::search(value)),
        }
        query.set(if kind == "q" { value.to_owned() } else { String::new() });
    };
    let enter = move |typed: String| {
        let typed = typed.trim();
        if !typed.is_empty() {
            go.run(routes::shop::search(typed));
        }
    };
    view! {
        <div
            class="bar__search"
            role="search"
            node_ref=root
            on:keydown=move |event| {
                if event.key() == "Escape" && !event.default_prevented() {
                    open.set(false);
                }
            }
        >
            <Combobox
                pointer="q"
                label=move || t_string!(i18n, shop.search.label)
                placeholder=move || t_string!(i18n, shop.search.placeholder)
                icon=icondata::LuSearch
                query
                options
                loading=waiting
                min_chars=MIN_CHARS
                on_pick=pick
                on_enter=enter
                bare=true
                test="search-input"
            />
        </div>
    }
    .into_any()
}

fn input(root: NodeRef<html::Div>) -> Option<web_sys::HtmlInputElement> {
    root.get_untracked()?.query_selector("input").ok()??.dyn_into().ok()
}

/// After the box has become visible.
fn focus_input(root: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(input) = input(root) {
            let _ = input.focus();
        }
    });
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
