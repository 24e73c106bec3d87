//! The list with its filters.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::notifications::NotificationKind;
use shared::reviews::{ReviewStatus, StaffReview};

use super::dialogs::{RejectDialog, ReplyDialog};
use super::one::OneReview;
use super::picked::PickedReviews;
use super::{Desk, words};
use crate::admin::filters::{Change, FilterChips, FilterSelect, Growing, SearchBox, address, use_filter};
use crate::admin::words as office;
use crate::api::reviews::{self, StaffReviewFilter};
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{Button, ButtonSize, Choice, EmptyState, FreshBar, PageHead, use_fresh, use_paged};

fn url(filter: &StaffReviewFilter) -> String {
    address(
        routes::admin::REVIEWS,
        &[
            ("status", filter.status.map_or("", ReviewStatus::as_str)),
            ("product", &filter.product.map(|id| id.to_string()).unwrap_or_default()),
            ("stars", &filter.stars.map(|stars| stars.to_string()).unwrap_or_default()),
            ("q", &filter.q),
        ],
    )
}

/// All reviews, those written last first.
#[component]
pub fn ReviewsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| StaffReviewFilter {
            q: asked.text("q"),
            status: asked.word("status"),
            product: asked.word("product"),
            stars: asked.word("stars"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| reviews::list_staff_reviews(filter, cursor)),
    );
    let fresh = use_fresh(
        list,
        |row| row.id.to_string(),
        move || filter.with_untracked(|filter| reviews::list_staff_reviews(filter, None)),
    );
    live::on_notification(move |notification| {
        if notification.kind == NotificationKind::StaffReviewWritten {
            fresh.look();
        }
    });
    let desk = Desk {
        i18n,
        list,
        narrow: Signal::derive(move || filter.with(|filter| filter.status.is_some())),
        selected: RwSignal::new(BTreeSet::new()),
        rejecting: RwSignal::new(Vec::new()),
        reject_open: RwSignal::new(false),
        replying: RwSignal::new(None),
        reply_open: RwSignal::new(false),
    };
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, reviews.staff.count, count = office::number(locale, total)))
    };
    view! {
        <PageHead title=move || t_string!(i18n, reviews.staff.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, reviews.staff.title)}</h1>
                <p class="muted" role="status">{count}</p>
            </header>
            <Statuses filter/>
            <Filters filter change/>
            <PickedReviews desk/>
            <FreshBar fresh/>
            <Growing list=list>
                <Rows desk/>
            </Growing>
        </div>
        <RejectDialog desk/>
        <ReplyDialog desk/>
    }
    .into_any()
}

/// The statuses side by side, each a link with the other filters kept.
#[component]
fn Statuses(filter: Memo<StaffReviewFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let href = Callback::new(move |status: Option<ReviewStatus>| {
        filter.with(|filter| url(&StaffReviewFilter { status, ..filter.clone() }))
    });
    view! {
        <FilterChips
            label=move || t_string!(i18n, reviews.staff.status)
            all=ReviewStatus::ALL
            name=words::status
            here=Signal::derive(move || filter.with(|filter| filter.status))
            href
            test="status"
        />
    }
    .into_any()
}

#[component]
fn Filters(filter: Memo<StaffReviewFilter>, change: Change<StaffReviewFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let stars = Signal::derive(move || {
        let all = Choice::new("", t_string!(i18n, admin.all));
        let some =
            (1..=5_u8).rev().map(|stars| Choice::new(stars.to_string(), t_string!(i18n, common.rating.stars, count = stars)));
        std::iter::once(all).chain(some).collect::<Vec<_>>()
    });
    view! {
        <div class="filters">
            <div class="filters__find" data-test="review-search">
                <SearchBox
                    label=move || t_string!(i18n, reviews.staff.search)
                    text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                    on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                />
            </div>
            <FilterSelect
                label=move || t_string!(i18n, reviews.staff.stars)
                value=Signal::derive(move || filter.with(|filter| filter.stars.map(|stars| stars.to_string()).unwrap_or_default()))
                choices=stars
                on_pick=move |word: String| change.run(Box::new(move |filter| filter.stars = word.parse().ok()))
            />
        </div>
        <Show when=move || filter.with(|filter| filter.product.is_some())>
            <div class="row" data-test="product-filter">
                <span>{move || t_string!(i18n, reviews.staff.one_product)}</span>
                <Button size=ButtonSize::Small icon=icondata::LuX on_click=move || change.run(Box::new(|filter| filter.product = None))>
                    {move || t_string!(i18n, reviews.staff.every_product)}
                </Button>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Rows(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let items = desk.list.items();
    view! {
        <Show
            when=move || !items.with(Vec::is_empty)
            fallback=move || {
                view! {
                    <EmptyState
                        icon=icondata::LuStar
                        title=move || t_string!(i18n, reviews.staff.empty)
                        text=move || t_string!(i18n, reviews.staff.empty_text)
                    />
                }
            }
        >
            <ul class="reviewed-list" role="list">
                // What may change of it belongs to the key: a changed review is drawn anew.
                <For
                    each=move || items.get()
                    key=|row: &StaffReview| (row.id, row.revision, row.status, row.reply.as_ref().map(|reply| reply.created_at))
                    let(row)
                >
                    <li><OneReview row desk/></li>
                </For>
            </ul>
        </Show>
    }
    .into_any()
}
