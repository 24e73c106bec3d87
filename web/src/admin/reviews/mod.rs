//! Reviews: reading them before everybody does, and answering them.

mod dialogs;
mod list;
mod one;
mod picked;
mod words;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::problem::ErrorCode;
use shared::reviews::{ModerateReviewsRequest, Moderation, SeenReview, StaffReview};

pub use list::ReviewsPage;

use crate::api::{ApiError, reviews};
use crate::i18n::{Locale, tu_string};
use crate::ui::{Paged, toast};

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    i18n: I18nContext<Locale>,
    list: Paged<StaffReview>,
    /// Only reviews that stand somewhere are shown: those that leave it leave the list.
    narrow: Signal<bool>,
    selected: RwSignal<BTreeSet<String>>,
    /// Those that a reason is asked for.
    rejecting: RwSignal<Vec<SeenReview>>,
    reject_open: RwSignal<bool>,
    /// The one that is answered.
    replying: RwSignal<Option<StaffReview>>,
    reply_open: RwSignal<bool>,
}

/// A review as it is seen.
fn seen(review: &StaffReview) -> SeenReview {
    SeenReview { id: review.id, revision: review.revision }
}

impl Desk {
    /// Shows what became of reviews.
    fn put(self, rows: Vec<StaffReview>) {
        self.list.items().try_update(|items| {
            for row in rows {
                items.iter_mut().filter(|item| item.id == row.id).for_each(|item| *item = row.clone());
            }
        });
        self.selected.try_set(BTreeSet::new());
        if self.narrow.try_get_untracked() == Some(true) {
            self.list.restart();
        }
    }

    /// They were decided about.
    fn decided(self, decision: Moderation, rows: Vec<StaffReview>) {
        let (i18n, count) = (self.i18n, rows.len());
        match decision {
            Moderation::Publish => toast::success(tu_string!(i18n, reviews.staff.publish_done, count = count)),
            Moderation::Reject => toast::success(tu_string!(i18n, reviews.staff.reject_done, count = count)),
        }
        self.put(rows);
    }

    /// What is shown is old: it is read again.
    fn failed(self, error: &ApiError) {
        if error.is(ErrorCode::Stale) || error.is(ErrorCode::NotFound) {
            self.list.restart();
        }
    }

    /// Publishes reviews.
    fn publish(self, reviews: Vec<SeenReview>) {
        let request = ModerateReviewsRequest { reviews, decision: Moderation::Publish, reason: String::new() };
        leptos::task::spawn_local(async move {
            match reviews::moderate_reviews(&request).await {
                Ok(rows) => self.decided(Moderation::Publish, rows),
                Err(error) => {
                    toast::error(&error);
                    self.failed(&error);
                }
            }
        });
    }

    /// Asks why reviews are rejected.
    fn reject(self, reviews: Vec<SeenReview>) {
        self.rejecting.set(reviews);
        self.reject_open.set(true);
    }

    /// Opens the answer to a review.
    fn reply(self, review: StaffReview) {
        self.replying.set(Some(review));
        self.reply_open.set(true);
    }

    /// Takes the answer to a review away.
    fn remove_reply(self, review: &StaffReview) {
        let (i18n, id, revision) = (self.i18n, review.id, review.reply_revision);
        leptos::task::spawn_local(async move {
            match reviews::remove_review_reply(id, revision).await {
                Ok(row) => {
                    toast::success(tu_string!(i18n, reviews.staff.reply_gone));
                    self.put(vec![row]);
                }
                Err(error) => {
                    toast::error(&error);
                    self.failed(&error);
                }
            }
        });
    }
}
