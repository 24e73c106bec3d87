//! One review, with what can be done about it.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::permission::Permission;
use shared::reviews::{ReviewStatus, StaffReview};

use super::{Desk, seen, words};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ButtonSize, PhotoLinks, Picture, Rating, Status, date_time};

/// A review.
#[component]
pub(super) fn OneReview(row: StaffReview, desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let whole = StoredValue::new(row.clone());
    let StaffReview {
        id,
        product,
        author,
        stars,
        title,
        text,
        variant,
        photos,
        status,
        reason,
        reply,
        moderated_by,
        submitted_at,
        ..
    } = row;
    let answered = reply.is_some();
    // What its buttons are about.
    let about = product.name.clone();
    let name = move || if author.is_empty() { t_string!(i18n, reviews.list.nobody).to_owned() } else { author.clone() };
    let one_product = routes::admin::reviews_of(&product.id.to_string());
    view! {
        <article class="reviewed" aria-label=about data-test="review-row" data-status=status.as_str()>
            <header class="reviewed__head">
                <Pick id=id.to_string() product=product.name.clone() desk/>
                <span class="reviewed__picture">{product.image.map(|image| view! { <Picture image sizes="48px" ratio="1 / 1" alt=""/> })}</span>
                <span class="two-lines">
                    // Not `A`, which takes every query of this page for the page itself.
                    <a href=one_product>{product.name}</a>
                    <span class="muted small">{variant}</span>
                </span>
                <Status tone=words::tone(status)>{move || words::status(i18n.get_locale(), status)}</Status>
            </header>
            <p class="reviewed__facts small">
                <Rating average=f64::from(stars) count=1_i64 compact=true/>
                <strong>{name}</strong>
                <span class="muted">{move || date_time(i18n.get_locale(), submitted_at)}</span>
                <Order whole/>
                {moderated_by
                    .map(|who| view! { <span class="muted">{move || t_string!(i18n, reviews.staff.by, who = who.clone())}</span> })}
            </p>
            {(!title.is_empty()).then(|| view! { <h2 class="reviewed__title">{title}</h2> })}
            <p class="reviewed__text">{text}</p>
            <PhotoLinks images=photos/>
            {reason
                .map(|reason| {
                    view! { <p class="small muted">{move || t_string!(i18n, reviews.own.reason, reason = reason.clone())}</p> }
                })}
            {reply
                .map(|reply| {
                    view! {
                        <div class="reviewed__reply" data-test="review-reply">
                            <strong>{move || t_string!(i18n, reviews.list.reply)}</strong>
                            <p>{reply.text}</p>
                        </div>
                    }
                })}
            <div class="row">
                {(status != ReviewStatus::Published)
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Small
                                icon=icondata::LuCircleCheck
                                on_click=move || desk.publish(vec![whole.with_value(seen)])
                                attr:data-test="review-publish"
                            >
                                {move || t_string!(i18n, reviews.staff.publish)}
                            </Button>
                        }
                    })}
                {(status != ReviewStatus::Rejected)
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Small
                                icon=icondata::LuBan
                                on_click=move || desk.reject(vec![whole.with_value(seen)])
                                attr:data-test="review-reject"
                            >
                                {move || t_string!(i18n, reviews.staff.reject)}
                            </Button>
                        }
                    })}
                <Button
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    icon=icondata::LuReply
                    on_click=move || desk.reply(whole.get_value())
                    attr:data-test="review-answer"
                >
                    {move || if answered { t_string!(i18n, reviews.staff.reply_edit) } else { t_string!(i18n, reviews.staff.reply) }}
                </Button>
                {answered
                    .then(|| {
                        view! {
                            <Button
                                kind=ButtonKind::Quiet
                                size=ButtonSize::Small
                                icon=icondata::LuTrash2
                                on_click=move || whole.with_value(|review| desk.remove_reply(review))
                            >
                                {move || t_string!(i18n, reviews.staff.reply_remove)}
                            </Button>
                        }
                    })}
            </div>
        </article>
    }
    .into_any()
}

/// The order that proves the purchase; only its number for those who may not read orders.
#[component]
fn Order(whole: StoredValue<StaffReview>) -> impl IntoView {
    let (id, number) = whole.with_value(|review| (review.order_id.to_string(), review.order_number.clone()));
    if use_session().with_untracked(|session| session.can(Permission::OrdersRead)) {
        view! { <A href=routes::admin::order(&id)>{number}</A> }.into_any()
    } else {
        view! { <span class="muted">{number}</span> }.into_any()
    }
}

/// The box that picks the review for what is done to many.
#[component]
fn Pick(id: String, product: String, desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let own = id.clone();
    view! {
        <label class="pick__box">
            <input
                type="checkbox"
                aria-label=move || t_string!(i18n, common.list.select_named, name = product.clone())
                prop:checked=move || desk.selected.with(|selected| selected.contains(&own))
                on:change=move |event| {
                    let ticked = event_target_checked(&event);
                    desk.selected.update(|selected| {
                        if ticked {
                            selected.insert(id.clone());
                        } else {
                            selected.remove(&id);
                        }
                    });
                }
            />
        </label>
    }
    .into_any()
}
