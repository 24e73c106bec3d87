//! On the page of an order that arrived: review what came with it.

use std::collections::HashSet;

use leptos::prelude::*;
use shared::orders::OrderItem;
use shared::reviews::OwnReview;

use super::mine::Bought;
use crate::api::reviews;
use crate::i18n::{t_string, use_i18n};
use crate::shop::words as catalogue;
use crate::ui::{AsyncView, Icon, use_load};

/// What came with the order, each with a way to review it.
#[component]
pub fn OrderedReviews(
    /// The order's number.
    number: String,
    /// What came with it.
    items: Vec<OrderItem>,
) -> impl IntoView {
    let i18n = use_i18n();
    let items = StoredValue::new(items);
    let load = use_load(move || reviews::list_reviewable(Some(&number)));
    let done = Callback::new(move |_: OwnReview| load.reload());
    view! {
        <section class="panel" data-test="order-reviews">
            <h2>{move || t_string!(i18n, reviews.ordered.title)}</h2>
            <p class="muted">{move || t_string!(i18n, reviews.ordered.text)}</p>
            <AsyncView load skeleton=move || view! { <Shapes items=items.get_value()/> } let(bought)>
                <ul class="review-rows" role="list">
                    {bought.into_iter().map(|one| view! { <li><Bought one done/></li> }).collect_view()}
                </ul>
            </AsyncView>
        </section>
    }
    .into_any()
}

/// A row per product, of the size that it will have.
#[component]
fn Shapes(items: Vec<OrderItem>) -> impl IntoView {
    let i18n = use_i18n();
    let mut seen = HashSet::new();
    let rows = items
        .into_iter()
        .filter(|item| seen.insert(item.product_id))
        .map(|item| {
            let OrderItem { name, options, .. } = item;
            let variant = (!options.is_empty()).then(|| {
                view! { <span class="small skel-words">{move || catalogue::options(i18n.get_locale(), &options)}</span> }
            });
            view! {
                <li class="review-row">
                    <span class="review-subject">
                        <span class="review-subject__picture"><span class="skel skel--square"></span></span>
                        <span class="review-subject__text"><strong class="skel-words">{name}</strong> {variant}</span>
                    </span>
                    <span class="btn btn--sm skel-words"><Icon icon=icondata::LuStar/> {move || t_string!(i18n, reviews.write.open)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="review-rows" role="list" aria-hidden="true">{rows}</ul> }.into_any()
}
