//! A content page: what the shop says in its own words.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::pages::{ContentPage, PageSlug};
use shared::problem::ErrorCode;

use crate::api::pages;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::layout::{NotFoundPage, StoreCard};
use crate::shop::words;
use crate::ui::{Breadcrumbs, Crumb, ErrorState, Listed, PageHead, SkeletonText, use_load};

/// A content page by its name in the URL.
#[component]
pub fn ContentPageView() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    view! {
        {move || {
            let slug = slug.get();
            view! { <OnePage slug/> }
        }}
    }
    .into_any()
}

#[component]
fn OnePage(slug: String) -> impl IntoView {
    let page = use_load(move || pages::get_page(&slug));
    view! {
        {move || match page.state() {
            None => view! { <div class="container section"><SkeletonText lines=10/></div> }.into_any(),
            Some(Ok(page)) => view! { <Written page/> }.into_any(),
            Some(Err(error)) if error.is(ErrorCode::NotFound) => view! { <NotFoundPage/> }.into_any(),
            Some(Err(error)) => view! { <div class="container section"><ErrorState error on_retry=move || page.reload()/></div> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Written(page: ContentPage) -> impl IntoView {
    let i18n = use_i18n();
    let ContentPage { slug, title, title_en, html, html_en, .. } = page;
    let title = Signal::derive(move || words::pick(i18n.get_locale(), &title, &title_en));
    // Safe as it is: the server lets nothing through that does anything.
    let html = move || words::pick(i18n.get_locale(), &html, &html_en);
    let crumbs =
        Signal::derive(move || vec![Crumb::link(t_string!(i18n, shop.nav.home), routes::shop::HOME), Crumb::here(title.get())]);
    let about = move || format!("{}. {}", title.get(), t_string!(i18n, shop.home.description));
    let listed = Signal::stored(Listed { path: routes::shop::page(slug.as_str()), ..Listed::default() });
    let reach = (slug == PageSlug::Contact).then(|| view! { <div class="stage content__reach"><StoreCard/></div> });
    view! {
        <PageHead title=move || title.get() description=about listed/>
        <article class="container content">
            <Breadcrumbs crumbs/>
            <h1 class="display">{move || title.get()}</h1>
            <div class="prose" inner_html=html></div>
            {reach}
        </article>
    }
    .into_any()
}
