//! The front page.

mod categories;
pub mod recent;
mod set_list;
mod spotlight;

use leptos::prelude::*;
use shared::catalog::Home;

use self::categories::CategoryTiles;
use self::recent::RecentlyViewed;
use self::set_list::SetList;
use self::spotlight::{Spotlight, SpotlightSkeleton};
use crate::api::catalog;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::catalog::{ProductTile, Strip};
use crate::ui::{AsyncView, Later, LinkButton, Listed, PageHead, SkeletonCards, use_kept};

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    let home = use_kept("home", catalog::get_home);
    let listed = Signal::derive(move || {
        let image = home.get().and_then(|home| home.hero).and_then(|hero| hero.images.into_iter().next());
        Listed { path: routes::shop::HOME.to_owned(), image, ..Listed::default() }
    });
    view! {
        <PageHead title=move || t_string!(i18n, shop.home.title) description=move || t_string!(i18n, shop.home.description) listed/>
        <h1 class="visually-hidden">{move || t_string!(i18n, shop.home.heading)}</h1>
        <div class="home">
            <AsyncView load=home skeleton=|| view! { <HomeSkeleton/> } let(home)>
                <Filled home/>
            </AsyncView>
            <Later><RecentlyViewed/></Later>
        </div>
    }
    .into_any()
}

#[component]
fn HomeSkeleton() -> impl IntoView {
    view! {
        <SpotlightSkeleton/>
        <CategoryTiles/>
        <div class="container section"><div class="tiles"><SkeletonCards count=8/></div></div>
    }
    .into_any()
}

#[component]
fn Filled(home: Home) -> impl IntoView {
    let i18n = use_i18n();
    let Home { hero, featured, new_arrivals, best_sellers } = home;
    let featured = (!featured.is_empty()).then(|| {
        view! {
          <Later>
            <section class="container section home__featured">
                <header class="home__head">
                    <h2 class="display display--sm">{move || t_string!(i18n, shop.home.featured)}</h2>
                    <LinkButton href=routes::shop::PRODUCTS>{move || t_string!(i18n, shop.nav.all_products)}</LinkButton>
                </header>
                <ul class="tiles" role="list">
                    {featured.into_iter().map(|card| view! { <li><ProductTile card/></li> }).collect_view()}
                </ul>
            </section>
          </Later>
        }
    });
    let arrivals = (!new_arrivals.is_empty()).then(|| {
        view! { <Later><Strip title=move || t_string!(i18n, shop.home.arrivals) accent=move || t_string!(i18n, shop.home.arrivals_accent) cards=new_arrivals/></Later> }
    });
    let best = (!best_sellers.is_empty()).then(|| view! { <Later><SetList cards=best_sellers/></Later> });
    view! {
        {hero.map(|card| view! { <Spotlight card/> })}
        <CategoryTiles/>
        {featured}
        {best}
        {arrivals}
    }
    .into_any()
}
