//! The product page before the product is there: what the list knew already, and shapes.

use leptos::prelude::*;
use shared::catalog::ProductCard;

use crate::ui::{PageHead, Picture, Price, Rating, Skeleton, SkeletonText};

/// The page with the card that led here, or without.
#[component]
pub(super) fn Waiting(card: Option<ProductCard>) -> impl IntoView {
    let (picture, facts) = match card {
        Some(card) => {
            let average = f64::from(card.rating_hundredths) / 100.0;
            let name = card.name.clone();
            let picture = card
                .images
                .into_iter()
                .next()
                .map(|image| view! { <Picture image ratio="1 / 1" sizes=super::gallery::SIZES eager=true/> }.into_any());
            let facts = view! {
                <PageHead title=move || name.clone()/>
                <p class="buy__brand">{card.brand}</p>
                <h1 class="buy__name">{card.name}</h1>
                <Rating average count=i64::from(card.rating_count)/>
                <p class="buy__price"><Price amount=card.price before=card.compare_at/></p>
            }
            .into_any();
            (picture, facts)
        }
        None => {
            let facts = view! {
                <Skeleton width="30%"/>
                <Skeleton width="90%" height="2.5rem"/>
                <Skeleton width="45%" height="2rem"/>
            }
            .into_any();
            (None, facts)
        }
    };
    view! {
        <div class="container product" aria-busy="true">
            <div class="crumbs crumbs--wait"><Skeleton width="16rem"/></div>
            <div class="product__columns">
                <div class="gallery">
                    <div class="gallery__stage is-morphing">{picture.unwrap_or_else(|| view! { <span class="skel skel--square"></span> }.into_any())}</div>
                </div>
                <div class="buy">
                    {facts}
                    <div class="buy__wait"><SkeletonText lines=5/></div>
                </div>
            </div>
        </div>
    }
    .into_any()
}
