//! What buyers say.

use leptos::prelude::*;
use shared::catalog::{Product, Review};

use crate::api::catalog;
use crate::i18n::{t_string, use_i18n};
use crate::shop::words;
use crate::ui::rating::decimal;
use crate::ui::{Button, ErrorState, Icon, Rating, SkeletonText, date, use_paged};

/// Average, histogram and the reviews, newest first.
#[component]
pub(super) fn Reviews(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let slug = product.with_value(|product| product.slug.clone());
    let (key, asked) = (format!("reviews of {slug}"), slug);
    let list = use_paged(move || key.clone(), move |cursor| catalog::list_product_reviews(&asked, cursor));
    let items = list.items();
    view! {
        <section class="reviews" id="reviews">
            <div class="container reviews__inside">
                <Summary product/>
                <div class="reviews__list" aria-busy=move || list.busy().get().then_some("true")>
                    <ul role="list">
                        <For each=move || items.get() key=|review: &Review| review.id let(review)>
                            <li><OneReview review/></li>
                        </For>
                    </ul>
                    <Show when=move || list.busy().get() && items.with(Vec::is_empty)>
                        <SkeletonText lines=6/>
                    </Show>
                    {move || list.error().get().map(|error| view! { <ErrorState error on_retry=move || list.load_more()/> })}
                    <Show when=move || list.has_more().get() && list.error().with(Option::is_none)>
                        <Button loading=list.busy() on_click=move || list.load_more()>{move || t_string!(i18n, shop.reviews.more)}</Button>
                    </Show>
                </div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Summary(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let (average, count, histogram) = product
        .with_value(|product| (f64::from(product.rating_hundredths) / 100.0, product.rating_count, product.histogram.clone()));
    let all = i64::from(histogram.iter().sum::<i32>().max(1));
    let bars = (1_u8..=5)
        .zip(histogram)
        .rev()
        .map(|(stars, count)| {
            let share = i64::from(count) * 100 / all;
            view! {
                <tr>
                    <th scope="row">
                        <span aria-hidden="true">{stars} <Icon icon=icondata::LuStar/></span>
                        <span class="visually-hidden">{move || t_string!(i18n, common.rating.stars, count = stars)}</span>
                    </th>
                    <td class="histogram__bar"><span style:inline-size=format!("{share}%")></span></td>
                    <td class="num">{count}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <header class="reviews__head">
            <h2 class="display display--sm">{move || t_string!(i18n, shop.reviews.title)}</h2>
            <p class="reviews__figure">
                <span class="reviews__average">{move || decimal(i18n.get_locale(), average)}</span>
                <span>
                    <Rating average count=i64::from(count) compact=true/>
                    <span class="muted small">{move || words::reviews(i18n.get_locale(), i64::from(count))}</span>
                </span>
            </p>
            <table class="histogram">
                <caption class="visually-hidden">{move || t_string!(i18n, shop.reviews.histogram)}</caption>
                <tbody>{bars}</tbody>
            </table>
        </header>
    }
    .into_any()
}

#[component]
fn OneReview(review: Review) -> impl IntoView {
    let i18n = use_i18n();
    let Review { author, stars, text, variant, created_at, .. } = review;
    let bought = variant.clone();
    view! {
        <article class="review">
            <header class="review__head">
                <Rating average=f64::from(stars) count=1_i64 compact=true/>
                <span class="review__author">{author}</span>
                <span class="muted small">
                    {move || date(i18n.get_locale(), created_at)}
                    {(!variant.is_empty()).then(|| view! { " · " {move || words::option_value(i18n.get_locale(), &bought)} })}
                </span>
            </header>
            <p class="review__text">{text}</p>
            <p class="review__verified small"><Icon icon=icondata::LuBadgeCheck/>{move || t_string!(i18n, shop.reviews.verified)}</p>
        </article>
    }
    .into_any()
}
