//! What buyers say of what they bought, and what staff do with it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::Image;
use crate::ids::{OrderId, ProductId, ReviewId};
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Most photos of a review.
pub const MAX_PHOTOS: usize = 4;
/// Most characters of a review's title.
pub const MAX_TITLE: usize = 100;
/// Fewest characters of a review's text: a word alone helps nobody.
pub const MIN_TEXT: usize = 10;
/// Most characters of a review's text.
pub const MAX_TEXT: usize = 2_000;
/// Most characters of the reason why a review was rejected.
pub const MAX_REASON: usize = 500;
/// Most characters of the shop's answer.
pub const MAX_REPLY: usize = 2_000;
/// Most reviews that are decided about together.
pub const MAX_MODERATED: usize = 100;

words!(
    /// Where a review stands.
    ReviewStatus {
        /// Waits for staff; only its author sees it.
        Pending = "pending",
        /// For all to read, and counted in the product's average.
        Published = "published",
        /// Refused, for a reason that its author is told.
        Rejected = "rejected",
    }
);

words!(
    /// The order of a product's reviews.
    ReviewSort {
        /// Written last first.
        Newest = "newest",
        /// Most stars first.
        Highest = "highest",
        /// Fewest stars first.
        Lowest = "lowest",
        /// Those with photos first.
        Photos = "photos",
    }
);

words!(
    /// Whether somebody may review a product.
    ReviewStanding {
        /// They did not buy it, or their money went back.
        NotBought = "not_bought",
        /// They bought it, and it is still on its way.
        NotArrived = "not_arrived",
        /// They may.
        MayWrite = "may_write",
        /// They did.
        Written = "written",
    }
);

words!(
    /// What staff decide about a review.
    Moderation {
        /// It is shown.
        Publish = "publish",
        /// It is not.
        Reject = "reject",
    }
);

impl Moderation {
    /// Where it leads.
    #[must_use]
    pub const fn status(self) -> ReviewStatus {
        match self {
            Self::Publish => ReviewStatus::Published,
            Self::Reject => ReviewStatus::Rejected,
        }
    }
}

/// What the shop answers to a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ReviewReply {
    /// The answer.
    pub text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// The opinion of somebody who bought the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Review {
    /// Id.
    pub id: ReviewId,
    /// Given name of who wrote it; empty when the account was deleted.
    pub author: String,
    /// One to five stars.
    pub stars: i32,
    /// Title; may be empty.
    pub title: String,
    /// Text.
    pub text: String,
    /// What was bought, such as "Hitam".
    pub variant: String,
    /// Photos.
    pub photos: Vec<Image>,
    /// What the shop answers.
    pub reply: Option<ReviewReply>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A product that a review is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ReviewedProduct {
    /// Id.
    pub id: ProductId,
    /// Name in the URL.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Picture.
    pub image: Option<Image>,
}

/// A review as its author sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OwnReview {
    /// Id.
    pub id: ReviewId,
    /// What it is about.
    pub product: ReviewedProduct,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// One to five stars.
    pub stars: i32,
    /// Title; may be empty.
    pub title: String,
    /// Text.
    pub text: String,
    /// What was bought, such as "Hitam".
    pub variant: String,
    /// Photos.
    pub photos: Vec<Image>,
    /// What the shop answers.
    pub reply: Option<ReviewReply>,
    /// When it was written first.
    pub created_at: DateTime<Utc>,
    /// When it was written as it is.
    pub submitted_at: DateTime<Utc>,
}

/// Whether one may review a product, and the review that one wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OwnReviewStanding {
    /// Whether one may.
    pub standing: ReviewStanding,
    /// The review.
    pub review: Option<OwnReview>,
}

/// Something that one bought and got, to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Reviewable {
    /// The product.
    pub product: ReviewedProduct,
    /// What was bought, such as "Hitam".
    pub variant: String,
    /// The order it came with last.
    pub order_number: String,
    /// What one wrote of it.
    pub review: Option<OwnReview>,
}

fn check_words(faults: &mut Faults, stars: i32, title: &str, text: &str) {
    faults.range("/stars", i64::from(stars), 1, 5);
    faults.text("/title", title, 0, MAX_TITLE);
    faults.text("/text", text, MIN_TEXT, MAX_TEXT);
}

/// Review a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct WriteReviewRequest {
    /// The product.
    pub product_id: ProductId,
    /// One to five stars.
    pub stars: i32,
    /// Title; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub title: String,
    /// Text.
    pub text: String,
}

impl Validate for WriteReviewRequest {
    fn check(&self, faults: &mut Faults) {
        check_words(faults, self.stars, &self.title, &self.text);
    }
}

/// Write a review anew; it goes back to staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct UpdateReviewRequest {
    /// One to five stars.
    pub stars: i32,
    /// Title; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub title: String,
    /// Text.
    pub text: String,
}

impl Validate for UpdateReviewRequest {
    fn check(&self, faults: &mut Faults) {
        check_words(faults, self.stars, &self.title, &self.text);
    }
}

/// A review as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffReview {
    /// Id.
    pub id: ReviewId,
    /// Counts the changes; name it when you decide.
    pub revision: i32,
    /// What it is about.
    pub product: ReviewedProduct,
    /// Given name of who wrote it; empty when the account was deleted.
    pub author: String,
    /// The order that proves the purchase.
    pub order_id: OrderId,
    /// Its number.
    pub order_number: String,
    /// One to five stars.
    pub stars: i32,
    /// Title; may be empty.
    pub title: String,
    /// Text.
    pub text: String,
    /// What was bought, such as "Hitam".
    pub variant: String,
    /// Photos.
    pub photos: Vec<Image>,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// What the shop answers.
    pub reply: Option<ReviewReply>,
    /// Names the answer as it is, 0 while there is none; send it as `If-Match` when you write another.
    pub reply_revision: i32,
    /// Who decided; absent while it waits.
    pub moderated_by: Option<String>,
    /// When it was written first.
    pub created_at: DateTime<Utc>,
    /// When it was written as it is.
    pub submitted_at: DateTime<Utc>,
}

/// A review as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SeenReview {
    /// Which.
    pub id: ReviewId,
    /// Its revision then: what was written anew since is not decided about.
    pub revision: i32,
}

/// Decide about reviews, all of them or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ModerateReviewsRequest {
    /// Which, at most 100.
    pub reviews: Vec<SeenReview>,
    /// What becomes of them.
    pub decision: Moderation,
    /// Why they are rejected; their authors are told.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub reason: String,
}

impl Validate for ModerateReviewsRequest {
    fn check(&self, faults: &mut Faults) {
        if self.reviews.is_empty() {
            faults.add(FieldError::new("/reviews", FieldCode::Required));
        } else if self.reviews.len() > MAX_MODERATED {
            faults.add(FieldError::new("/reviews", FieldCode::TooMany).with("max", MAX_MODERATED));
            return;
        }
        for (index, review) in self.reviews.iter().enumerate() {
            if self.reviews.iter().take(index).any(|other| other.id == review.id) {
                faults.add(FieldError::new(format!("/reviews/{index}"), FieldCode::Duplicate));
            }
        }
        let least = usize::from(self.decision == Moderation::Reject);
        faults.text("/reason", &self.reason, least, MAX_REASON);
    }
}

/// Answer a review for all to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ReplyToReviewRequest {
    /// The answer.
    pub text: String,
}

impl Validate for ReplyToReviewRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/text", &self.text, 1, MAX_REPLY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_has_stars_and_a_text() {
        let faults = |stars: i32, title: &str, text: &str| -> Vec<String> {
            let request = UpdateReviewRequest { stars, title: title.to_owned(), text: text.to_owned() };
            request.validate().err().unwrap_or_default().into_iter().map(|error| error.pointer).collect()
        };
        assert!(faults(5, "", "Suaranya tebal.").is_empty());
        assert_eq!(faults(0, &"x".repeat(101), "Bagus"), ["/stars", "/title", "/text"]);
        assert_eq!(faults(6, "a\0", &"x".repeat(2_001)), ["/stars", "/title", "/text"]);
    }

    #[test]
    fn rejecting_needs_a_reason() {
        let seen = SeenReview { id: ReviewId::generate(), revision: 1 };
        let request = |reviews: Vec<SeenReview>, decision, reason: &str| {
            ModerateReviewsRequest { reviews, decision, reason: reason.to_owned() }.validate()
        };
        assert!(request(vec![seen], Moderation::Publish, "").is_ok());
        assert!(request(vec![seen], Moderation::Reject, "Iklan").is_ok());
        assert!(request(vec![seen], Moderation::Reject, " ").is_err());
        assert!(request(vec![], Moderation::Publish, "").is_err());
        assert!(request(vec![seen, seen], Moderation::Publish, "").is_err());
        assert!(request(vec![seen; 101], Moderation::Publish, "").is_err());
    }
}
