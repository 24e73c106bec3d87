//! On the page of an order that arrived: review what came with it.

use leptos::prelude::*;
use shared::reviews::OwnReview;

use super::mine::Bought;
use crate::api::reviews;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{AsyncView, use_load};

/// What came with the order, each with a way to review it.
#[component]
pub fn OrderedReviews(
    /// The order's number.
    number: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(move || reviews::list_reviewable(Some(&number)));
    let done = Callback::new(move |_: OwnReview| load.reload());
    view! {
        <section class="panel" data-test="order-reviews">
            <h2>{move || t_string!(i18n, reviews.ordered.title)}</h2>
            <p class="muted">{move || t_string!(i18n, reviews.ordered.text)}</p>
            <AsyncView load let(bought)>
                <ul class="review-rows" role="list">
                    {bought.into_iter().map(|one| view! { <li><Bought one done/></li> }).collect_view()}
                </ul>
            </AsyncView>
        </section>
    }
    .into_any()
}
