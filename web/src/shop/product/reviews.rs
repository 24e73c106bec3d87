//! What buyers say.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::catalog::{Image, Product};
use shared::reviews::{OwnReview, Review, ReviewSort, ReviewStanding, ReviewedProduct};

use super::lightbox::Lightbox;
use crate::api::{catalog, reviews};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::session::{Session, use_session};
use crate::shop::reviews::{WriteReview, status_text};
use crate::shop::words;
use crate::ui::rating::decimal;
use crate::ui::{Button, Choice, ErrorState, Icon, Picture, Rating, SelectField, SkeletonText, date, use_load, use_paged};

fn sort_name(locale: Locale, sort: ReviewSort) -> &'static str {
    match sort {
        ReviewSort::Newest => td_string!(locale, reviews.sort.newest),
        ReviewSort::Highest => td_string!(locale, reviews.sort.highest),
        ReviewSort::Lowest => td_string!(locale, reviews.sort.lowest),
        ReviewSort::Photos => td_string!(locale, reviews.sort.photos),
    }
}

/// Average, histogram, what oneself may say, and the reviews.
#[component]
pub(super) fn Reviews(product: StoredValue<Product>) -> impl IntoView {
    let any = product.with_value(|product| product.rating_count > 0);
    view! {
        <section class="reviews" id="reviews">
            <div class="container reviews__inside">
                <div class="stack">
                    <Summary product/>
                    <Own product/>
                </div>
                {any.then(|| view! { <List product/> })}
            </div>
        </section>
    }
    .into_any()
}

/// The reviews, in the order that is asked for.
#[component]
fn List(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let slug = product.with_value(|product| product.slug.clone());
    let sort = RwSignal::new(ReviewSort::Newest.as_str().to_owned());
    let asked = slug.clone();
    let list = use_paged(
        move || format!("reviews of {slug} by {}", sort.get()),
        move |cursor| {
            let sort = sort.with_untracked(|word| word.parse().unwrap_or(ReviewSort::Newest));
            catalog::list_product_reviews(&asked, sort, cursor)
        },
    );
    let items = list.items();
    let sorts = Signal::derive(move || {
        let locale = i18n.get_locale();
        ReviewSort::ALL.iter().map(|&sort| Choice::new(sort.as_str(), sort_name(locale, sort))).collect::<Vec<_>>()
    });
    view! {
        <div class="reviews__list" aria-busy=move || list.busy().get().then_some("true")>
            <div class="reviews__sort">
                <SelectField pointer="/sort" label=move || t_string!(i18n, reviews.sort.label) value=sort choices=sorts bare=true/>
            </div>
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
    }
    .into_any()
}

/// Who looks, as far as reviewing goes.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Unknown,
    Guest,
    Somebody,
}

/// The way to a review of one's own, or why there is none.
#[component]
fn Own(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let who = Memo::new(move |_| {
        session.with(|session| match session {
            Session::Loading => Who::Unknown,
            Session::Guest => Who::Guest,
            Session::SignedIn(_) => Who::Somebody,
        })
    });
    let sign_in = product.with_value(|product| routes::shop::sign_in_then(&routes::shop::product(&product.slug)));
    view! {
        <div class="reviews__own" data-test="own-standing">
            {move || match who.get() {
                Who::Unknown => ().into_any(),
                Who::Guest => {
                    view! {
                        <p>{move || t_string!(i18n, reviews.standing.guest)}</p>
                        <p><A href=sign_in.clone()>{move || t_string!(i18n, reviews.standing.sign_in)}</A></p>
                    }
                    .into_any()
                }
                Who::Somebody => view! { <Standing product/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Standing(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, subject) = product.with_value(|product| {
        let subject = ReviewedProduct { id: product.id, slug: product.slug.clone(), name: product.name.clone(), image: None };
        (product.id, subject)
    });
    let load = use_load(move || reviews::get_own_review_standing(id));
    let done = Callback::new(move |_: OwnReview| load.reload());
    view! {
        // Not known is not worth an error here: the reviews can be read without it.
        {move || {
            load.get()
                .map(|own| {
                    let subject = subject.clone();
                    let may = matches!(own.standing, ReviewStanding::MayWrite | ReviewStanding::Written);
                    let (standing, review) = (own.standing, own.review.clone());
                    let text = move || {
                        let locale = i18n.get_locale();
                        match (standing, &review) {
                            (ReviewStanding::NotBought, _) => td_string!(locale, reviews.standing.not_bought).to_owned(),
                            (ReviewStanding::NotArrived, _) => td_string!(locale, reviews.standing.not_arrived).to_owned(),
                            (ReviewStanding::Written, Some(review)) => status_text(locale, review),
                            (ReviewStanding::MayWrite | ReviewStanding::Written, _) => td_string!(locale, reviews.standing.may_write).to_owned(),
                        }
                    };
                    view! {
                        <p data-standing=standing.as_str()>{text}</p>
                        {may.then(|| view! { <WriteReview product=subject review=own.review done/> })}
                    }
                })
        }}
    }
    .into_any()
}

#[component]
fn Summary(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let (average, count, histogram) = product
        .with_value(|product| (f64::from(product.rating_hundredths) / 100.0, product.rating_count, product.histogram.clone()));
    if count == 0 {
        return view! {
            <header class="reviews__head">
                <h2 class="display display--sm">{move || t_string!(i18n, shop.reviews.title)}</h2>
                <p class="muted">{move || t_string!(i18n, reviews.list.empty)}</p>
            </header>
        }
        .into_any();
    }
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
    let Review { author, stars, title, text, variant, photos, reply, created_at, .. } = review;
    let bought = variant.clone();
    let name = move || if author.is_empty() { t_string!(i18n, reviews.list.nobody).to_owned() } else { author.clone() };
    view! {
        <article class="review">
            <header class="review__head">
                <Rating average=f64::from(stars) count=1_i64 compact=true/>
                <span class="review__author">{name}</span>
                <span class="muted small">
                    {move || date(i18n.get_locale(), created_at)}
                    {(!variant.is_empty()).then(|| view! { " · " {move || words::option_word(i18n.get_locale(), &bought)} })}
                </span>
            </header>
            {(!title.is_empty()).then(|| view! { <h3 class="review__title">{title}</h3> })}
            <p class="review__text">{text}</p>
            <Photos images=photos/>
            <p class="review__verified small"><Icon icon=icondata::LuBadgeCheck/>{move || t_string!(i18n, shop.reviews.verified)}</p>
            {reply
                .map(|reply| {
                    view! {
                        <div class="review__reply" data-test="review-reply">
                            <strong>{move || t_string!(i18n, reviews.list.reply)}</strong>
                            <span class="muted small">{move || date(i18n.get_locale(), reply.created_at)}</span>
                            <p>{reply.text}</p>
                        </div>
                    }
                })}
        </article>
    }
    .into_any()
}

/// The photos, small; a press opens them over the whole screen.
#[component]
fn Photos(images: Vec<Image>) -> impl IntoView {
    let i18n = use_i18n();
    if images.is_empty() {
        return ().into_any();
    }
    let (open, current, all) = (RwSignal::new(false), RwSignal::new(0_usize), images.len());
    let step = move |forward: bool| {
        let on = if forward { 1 } else { all - 1 };
        current.update(|at| *at = (*at + on) % all);
    };
    let thumbs = images
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, image)| {
            view! {
                <li>
                    <button
                        type="button"
                        class="photo"
                        aria-label=move || t_string!(i18n, reviews.list.photo, number = at + 1)
                        on:click=move |_| {
                            current.set(at);
                            open.set(true);
                        }
                    >
                        <Picture image sizes="72px" ratio="1 / 1" cover=true alt=""/>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="photos" role="list" aria-label=move || t_string!(i18n, reviews.list.photos)>{thumbs}</ul>
        <Lightbox images open current on_step=step/>
    }
    .into_any()
}
