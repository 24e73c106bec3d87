//! Where a review stands, in words.

use shared::reviews::{OwnReview, ReviewStatus};

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// A status.
#[must_use]
pub fn status(locale: Locale, status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Pending => td_string!(locale, reviews.state.pending),
        ReviewStatus::Published => td_string!(locale, reviews.state.published),
        ReviewStatus::Rejected => td_string!(locale, reviews.state.rejected),
    }
}

/// What its colour says.
#[must_use]
pub const fn tone(status: ReviewStatus) -> Tone {
    match status {
        ReviewStatus::Pending => Tone::Info,
        ReviewStatus::Published => Tone::Success,
        ReviewStatus::Rejected => Tone::Warning,
    }
}

/// Where one's own review stands, in a sentence.
#[must_use]
pub fn status_text(locale: Locale, review: &OwnReview) -> String {
    match review.status {
        ReviewStatus::Pending => td_string!(locale, reviews.standing.pending).to_owned(),
        ReviewStatus::Published => td_string!(locale, reviews.standing.published).to_owned(),
        ReviewStatus::Rejected => {
            let reason = review.reason.clone().unwrap_or_default();
            td_string!(locale, reviews.standing.rejected, reason = reason)
        }
    }
}
