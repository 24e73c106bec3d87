//! Reviews: the operations of `/account/reviews`, `/account/reviewable` and `/admin/reviews`.

use serde::Serialize;
use shared::ids::{ImageId, ProductId, ReviewId};
use shared::page::Page;
use shared::reviews::{
    ModerateReviewsRequest, OwnReview, OwnReviewStanding, ReplyToReviewRequest, ReviewStatus, Reviewable, StaffReview,
    UpdateReviewRequest, WriteReviewRequest,
};
use web_sys::File;

use super::client::Call;
use super::error::ApiError;
use super::upload::send_file;

/// Rows of a page of the back office.
const PAGE: u32 = 40;

#[derive(Serialize)]
struct Step {
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct OfOrder<'a> {
    order: Option<&'a str>,
}

/// Which reviews; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffReviewFilter {
    /// Part of the product's name, the author's, the title or the text.
    pub q: String,
    /// Where they stand.
    pub status: Option<ReviewStatus>,
    /// Of which product.
    pub product: Option<ProductId>,
    /// With so many stars.
    pub stars: Option<i32>,
}

/// Lists one's own reviews, newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_own_reviews(cursor: Option<String>) -> impl Future<Output = Result<Page<OwnReview>, ApiError>> + use<> {
    Call::get("/account/reviews").query(&Step { limit: None, cursor }).send()
}

/// Reviews a product.
///
/// # Errors
/// See [`ApiError`]; `not_reviewable` when one may not, or did before.
pub fn write_review(request: &WriteReviewRequest) -> impl Future<Output = Result<OwnReview, ApiError>> + use<> {
    Call::post("/account/reviews").json(request).send()
}

/// Writes a review anew.
///
/// # Errors
/// See [`ApiError`].
pub fn update_review(id: ReviewId, request: &UpdateReviewRequest) -> impl Future<Output = Result<OwnReview, ApiError>> + use<> {
    Call::put(format!("/account/reviews/{id}")).json(request).send()
}

/// Adds a photo to a review.
///
/// # Errors
/// See [`ApiError`]; what is wrong with the file is told as `/files/0`.
pub async fn add_review_photos(id: ReviewId, file: &File, progress: impl Fn(u8) + 'static) -> Result<OwnReview, ApiError> {
    send_file("POST", &format!("/account/reviews/{id}/photos"), file, progress).await
}

/// Removes a photo of a review.
///
/// # Errors
/// See [`ApiError`]; `not_found` when it is gone already.
pub fn remove_review_photo(id: ReviewId, photo: ImageId) -> impl Future<Output = Result<OwnReview, ApiError>> + use<> {
    Call::delete(format!("/account/reviews/{id}/photos/{photo}")).send()
}

/// Lists what one bought and got, of all orders or of one, with one's reviews.
///
/// # Errors
/// See [`ApiError`].
pub fn list_reviewable(order: Option<&str>) -> impl Future<Output = Result<Vec<Reviewable>, ApiError>> + use<> {
    Call::get("/account/reviewable").query(&OfOrder { order }).send()
}

/// Reads whether one may review a product, and what one wrote.
///
/// # Errors
/// See [`ApiError`].
pub fn get_own_review_standing(product: ProductId) -> impl Future<Output = Result<OwnReviewStanding, ApiError>> + use<> {
    Call::get(format!("/account/reviewable/{product}")).send()
}

/// Lists reviews for staff, those written last first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_staff_reviews(
    filter: &StaffReviewFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffReview>, ApiError>> + use<> {
    Call::get("/admin/reviews").query(filter).query(&Step { limit: Some(PAGE), cursor }).send()
}

/// Publishes or rejects reviews.
///
/// # Errors
/// See [`ApiError`]; `stale` when some were written anew since they were seen.
pub fn moderate_reviews(request: &ModerateReviewsRequest) -> impl Future<Output = Result<Vec<StaffReview>, ApiError>> + use<> {
    Call::post("/admin/reviews/moderation").json(request).send()
}

/// Answers a review.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else answered it since `revision`, which is 0 where nobody had.
pub fn reply_to_review(
    id: ReviewId,
    revision: i32,
    request: &ReplyToReviewRequest,
) -> impl Future<Output = Result<StaffReview, ApiError>> + use<> {
    Call::put(format!("/admin/reviews/{id}/reply")).if_match(revision).json(request).send()
}

/// Removes the answer to a review.
///
/// # Errors
/// See [`ApiError`]; `stale` when there is another one since `revision`.
pub fn remove_review_reply(id: ReviewId, revision: i32) -> impl Future<Output = Result<StaffReview, ApiError>> + use<> {
    Call::delete(format!("/admin/reviews/{id}/reply")).if_match(revision).send()
}
