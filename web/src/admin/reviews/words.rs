//! Where a review stands, in words.

use shared::reviews::ReviewStatus;

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// A status.
#[must_use]
pub(super) fn status(locale: Locale, status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Pending => td_string!(locale, reviews.state.pending),
        ReviewStatus::Published => td_string!(locale, reviews.state.published),
        ReviewStatus::Rejected => td_string!(locale, reviews.state.rejected),
    }
}

/// What its colour says.
#[must_use]
pub(super) const fn tone(status: ReviewStatus) -> Tone {
    match status {
        ReviewStatus::Pending => Tone::Accent,
        ReviewStatus::Published => Tone::Success,
        ReviewStatus::Rejected => Tone::Neutral,
    }
}
