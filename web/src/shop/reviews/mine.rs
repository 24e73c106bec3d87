//! One's reviews, and what waits for one.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::notifications::NotificationKind;
use shared::reviews::{OwnReview, Reviewable, ReviewedProduct};

use super::form::WriteReview;
use super::words;
use crate::api::reviews;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::Guard;
use crate::shop::account::AccountFrame;
use crate::shop::words as catalogue;
use crate::ui::{
    ButtonKind, EmptyState, EndlessList, LinkButton, PageHead, PhotoLinks, Picture, Rating, SkeletonText, Status, date, use_load,
    use_paged,
};

/// One's reviews.
#[component]
pub fn MyReviewsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, reviews.own.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, reviews.own.title)>
                <Both/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn Both() -> impl IntoView {
    let i18n = use_i18n();
    let bought = use_load(|| reviews::list_reviewable(None));
    let list = use_paged(|| routes::shop::REVIEWS.to_owned(), reviews::list_own_reviews);
    live::on_notification(move |notification| {
        if matches!(notification.kind, NotificationKind::ReviewPublished | NotificationKind::ReviewRejected) {
            list.restart();
        }
    });
    let written = Callback::new(move |_: OwnReview| {
        bought.reload();
        list.restart();
    });
    let waiting = move || bought.get().unwrap_or_default().into_iter().filter(|one| one.review.is_none()).collect::<Vec<_>>();
    // Whether something waits, above the list, is known later: the list is asked for at once, but shown together with it.
    let known = Memo::new(move |_| bought.state().is_some());
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuStar title=move || t_string!(i18n, reviews.own.empty) text=move || t_string!(i18n, reviews.own.empty_text)>
                <LinkButton href=routes::shop::PRODUCTS kind=ButtonKind::Secondary>{move || t_string!(i18n, buy.cart.browse)}</LinkButton>
            </EmptyState>
        }
    };
    view! {
        <Show when=move || !known.get()>
            <SkeletonText lines=8/>
        </Show>
        // Its failure is not worth a message of its own: the list below tells the same.
        {move || {
            let waiting = waiting();
            (!waiting.is_empty())
                .then(|| {
                    view! {
                        <section class="panel" data-test="reviews-waiting">
                            <h2>{move || t_string!(i18n, reviews.own.waiting)}</h2>
                            <p class="muted">{move || t_string!(i18n, reviews.own.waiting_text)}</p>
                            <ul class="review-rows" role="list">
                                {waiting.into_iter().map(|one| view! { <li><Bought one done=written/></li> }).collect_view()}
                            </ul>
                        </section>
                    }
                })
        }}
        <section class="stack" hidden=move || !known.get()>
            <h2>{move || t_string!(i18n, reviews.own.written)}</h2>
            // What it says belongs to the key: a changed review is drawn anew.
            <EndlessList
                list
                key=|review: &OwnReview| (review.id, review.status, review.submitted_at, review.photos.len(), review.reply.is_some())
                class="stack"
                skeleton=|| view! { <SkeletonText/> }
                empty
                let(review)
            >
                <Written review done=written/>
            </EndlessList>
        </section>
    }
    .into_any()
}

/// Something bought, with what one may do about it.
#[component]
pub(super) fn Bought(one: Reviewable, #[prop(into)] done: Callback<OwnReview>) -> impl IntoView {
    let i18n = use_i18n();
    let Reviewable { product, variant, review, .. } = one;
    let state = review.as_ref().map(|review| review.status);
    view! {
        <article class="review-row">
            <Subject product=product.clone() variant/>
            {state.map(|state| view! { <Status tone=words::tone(state)>{move || words::status(i18n.get_locale(), state)}</Status> })}
            <WriteReview product review done/>
        </article>
    }
    .into_any()
}

/// What a review is about: picture, name, variant.
#[component]
fn Subject(product: ReviewedProduct, variant: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <A href=routes::shop::product(&product.slug) attr:class="review-subject">
            <span class="review-subject__picture">{product.image.map(|image| view! { <Picture image sizes="56px" ratio="1 / 1"/> })}</span>
            <span class="review-subject__text">
                <strong>{product.name}</strong>
                {(!variant.is_empty())
                    .then(|| view! { <span class="small muted">{move || catalogue::option_word(i18n.get_locale(), &variant)}</span> })}
            </span>
        </A>
    }
    .into_any()
}

#[component]
fn Written(review: OwnReview, done: Callback<OwnReview>) -> impl IntoView {
    let i18n = use_i18n();
    let own = review.clone();
    let OwnReview { product, status, reason, stars, title, text, variant, photos, reply, submitted_at, .. } = review;
    view! {
        <article class="panel review" data-test="own-review" data-status=status.as_str()>
            <div class="review-row">
                <Subject product=product.clone() variant/>
                <Status tone=words::tone(status)>{move || words::status(i18n.get_locale(), status)}</Status>
            </div>
            {reason
                .map(|reason| {
                    view! { <p class="notice tone-warning">{move || t_string!(i18n, reviews.own.reason, reason = reason.clone())}</p> }
                })}
            <header class="review__head">
                <Rating average=f64::from(stars) count=1_i64 compact=true/>
                <span class="muted small">{move || date(i18n.get_locale(), submitted_at)}</span>
            </header>
            {(!title.is_empty()).then(|| view! { <h3 class="review__title">{title}</h3> })}
            <p class="review__text">{text}</p>
            <PhotoLinks images=photos/>
            {reply
                .map(|reply| {
                    view! {
                        <div class="review__reply">
                            <strong>{move || t_string!(i18n, reviews.list.reply)}</strong>
                            <p>{reply.text}</p>
                        </div>
                    }
                })}
            <div class="row"><WriteReview product review=Some(own) done/></div>
        </article>
    }
    .into_any()
}
