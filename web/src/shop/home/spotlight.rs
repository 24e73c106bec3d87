//! The stage: one product in the light.

use leptos::prelude::*;
use shared::catalog::ProductCard;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{ButtonKind, ButtonSize, LinkButton, Picture, Price};

/// One product, its name, its price, one button.
#[component]
pub(super) fn Spotlight(card: ProductCard) -> impl IntoView {
    let i18n = use_i18n();
    let href = routes::shop::product(&card.slug);
    let several = card.price_max > card.price;
    // The second picture is the closer one.
    let picture = card.images.get(1).or(card.images.first()).cloned();
    view! {
        <section class="stage spotlight" data-test="hero">
            <div class="spotlight__light" aria-hidden="true">
                {picture.map(|image| view! { <Picture image ratio="1 / 1" sizes="(min-width: 992px) 56rem, 88vw" eager=true alt=""/> })}
            </div>
            <div class="container spotlight__inside">
                <p class="hand spotlight__accent">{move || t_string!(i18n, shop.home.tonight)}</p>
                <p class="spotlight__brand">{card.brand.clone()}</p>
                <h2 class="display display--xl spotlight__name">{bare_name(&card)}</h2>
                <p class="spotlight__price"><Price amount=card.price before=card.compare_at from=several/></p>
                <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href>{move || t_string!(i18n, shop.home.hero_go)}</LinkButton>
            </div>
        </section>
    }
    .into_any()
}

/// The name without the brand in front, which stands above it.
fn bare_name(card: &ProductCard) -> String {
    let bare = card.name.strip_prefix(&card.brand).map_or("", str::trim);
    if bare.is_empty() { card.name.clone() } else { bare.to_owned() }
}

/// The dark stage before the product walks on.
#[component]
pub(super) fn SpotlightSkeleton() -> impl IntoView {
    view! { <section class="stage spotlight" aria-hidden="true"></section> }.into_any()
}
