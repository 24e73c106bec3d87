//! The three pages that list products.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::catalog::Category;

use super::list::ProductListView;
use super::query::{Addressed, ListQuery, Place};
use crate::api::query::encode;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::layout::{Lost, below, use_around};
use crate::shop::words;
use crate::ui::{Breadcrumbs, Crumb, Listed, PageHead, Skeleton, SkeletonCards};

/// All products.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let i18n = use_i18n();
    let url = use_query_map();
    let query = Memo::new(move |_| ListQuery::read(Place::All, &url.read()));
    // With one brand chosen, the page is that brand's.
    let title = move || {
        query.with(|query| match query.brands.as_slice() {
            [brand] => brand.clone(),
            _ => t_string!(i18n, shop.list.title).to_owned(),
        })
    };
    let listed = Signal::derive(move || {
        let path = query.with(|query| match query.brands.as_slice() {
            [brand] if !brand.is_empty() => format!("{}?brand={}", routes::shop::PRODUCTS, encode(brand)),
            _ => routes::shop::PRODUCTS.to_owned(),
        });
        Listed { path, ..Listed::default() }
    });
    let crumbs =
        Signal::derive(move || vec![Crumb::link(t_string!(i18n, shop.nav.home), routes::shop::HOME), Crumb::here(title())]);
    let head = move || {
        view! {
            <Breadcrumbs crumbs/>
            <h1 class="display">{title}</h1>
        }
    };
    view! {
        <PageHead title description=move || t_string!(i18n, shop.home.description) listed/>
        <ProductListView query head/>
    }
    .into_any()
}

/// Search results.
#[component]
pub fn SearchPage() -> impl IntoView {
    let i18n = use_i18n();
    let url = use_query_map();
    let query = Memo::new(move |_| ListQuery::read(Place::Search, &url.read()));
    let words = Memo::new(move |_| query.with(|query| query.q.clone()));
    let title = move || {
        let words = words.get();
        if words.is_empty() {
            t_string!(i18n, shop.search.title).to_owned()
        } else {
            t_string!(i18n, shop.search.results, text = words)
        }
    };
    let head = move || {
        view! {
            <h1 class="list__words">{title}</h1>
        }
    };
    view! {
        <PageHead title/>
        <ProductListView query head/>
    }
    .into_any()
}

/// A category.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let params = use_params_map();
    let around = use_around();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let unknown = Memo::new(move |_| {
        around.categories.get().is_some_and(|tree| slug.with(|slug| tree.iter().all(|category| category.slug != *slug)))
    });
    view! {
        {move || {
            // A list of its own per category: nothing of the last one stays.
            let slug = slug.get();
            if unknown.get() { view! { <UnknownCategory/> }.into_any() } else { view! { <OneCategory slug/> }.into_any() }
        }}
    }
    .into_any()
}

#[component]
fn UnknownCategory() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, shop.lost.category)/>
        <Lost title=move || t_string!(i18n, shop.lost.category) text=move || t_string!(i18n, shop.lost.category_text)/>
    }
    .into_any()
}

#[component]
fn OneCategory(slug: String) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let url = use_query_map();
    let place = Place::Category(slug.clone());
    let address = routes::shop::category(&slug);
    let query = Memo::new(move |_| ListQuery::read(place.clone(), &url.read()));
    // From it up to the top, the top first.
    let path = Memo::new(move |_| {
        let tree = around.tree();
        let mut path: Vec<Category> = Vec::new();
        let mut next = tree.iter().find(|category| category.slug == slug);
        while let Some(category) = next.filter(|_| path.len() < 8) {
            path.insert(0, category.clone());
            next = category.parent_id.and_then(|parent| tree.iter().find(|category| category.id == parent));
        }
        path
    });
    let here = move || path.with(|path| path.last().cloned());
    let title = move || here().map(|category| words::category(i18n.get_locale(), &category)).unwrap_or_default();
    let text = move || here().map(|category| words::category_text(i18n.get_locale(), &category)).unwrap_or_default();
    let about =
        move || Some(text()).filter(|text| !text.is_empty()).unwrap_or_else(|| t_string!(i18n, shop.home.description).to_owned());
    let listed = Signal::derive(move || Listed {
        path: address.clone(),
        image: here().and_then(|category| category.image),
        ..Listed::default()
    });
    let crumbs = Signal::derive(move || {
        let locale = i18n.get_locale();
        let mut crumbs = vec![Crumb::link(t_string!(i18n, shop.nav.home), routes::shop::HOME)];
        let path = path.get();
        let last = path.len().saturating_sub(1);
        for (index, category) in path.iter().enumerate() {
            let name = words::category(locale, category);
            crumbs.push(if index == last {
                Crumb::here(name)
            } else {
                Crumb::link(name, routes::shop::category(&category.slug))
            });
        }
        crumbs
    });
    let ways = move || {
        let locale = i18n.get_locale();
        let tree = around.tree();
        let here = here();
        let ways = below(&tree, here.as_ref());
        (here.is_some() && !ways.is_empty()).then(|| {
            view! {
                <ul class="list__ways" role="list">
                    {ways
                        .into_iter()
                        .map(|category| view! { <li><A href=routes::shop::category(&category.slug) attr:class="chip">{words::category(locale, &category)}</A></li> })
                        .collect_view()}
                </ul>
            }
        })
    };
    let head = move || {
        view! {
            <Breadcrumbs crumbs/>
            // A no-break space keeps the line's height until the name is known.
            <h1 class="display">{move || { let title = title(); if title.is_empty() { "\u{a0}".to_owned() } else { title } }}</h1>
            <p class="list__text">{move || { let text = text(); if text.is_empty() { "\u{a0}".to_owned() } else { text } }}</p>
            {ways}
        }
    };
    let known = Memo::new(move |_| path.with(|path| !path.is_empty()));
    view! {
        <PageHead title description=about listed/>
        // The list is asked for at once, but shown with its heading: nothing moves.
        <div hidden=move || !known.get()>
            <ProductListView query head/>
        </div>
        <Show when=move || !known.get()>
            <div class="container list" aria-hidden="true">
                <div class="list__head">
                    <Skeleton width="14rem"/>
                    <Skeleton width="40%" height="3rem"/>
                    <Skeleton width="60%"/>
                </div>
                <div class="tiles"><SkeletonCards count=12/></div>
            </div>
        </Show>
    }
    .into_any()
}
