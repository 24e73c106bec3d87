//! `/account/reviews`: what one writes of what one bought.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::ids::{ImageId, ProductId, ReviewId};
use shared::page::Page;
use shared::products::MAX_IMAGE_BYTES;
use shared::reviews::{MAX_PHOTOS, OwnReview, OwnReviewStanding, Reviewable, UpdateReviewRequest, WriteReviewRequest};

use super::{mine, photos, write};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Created, Files, SignedIn};

/// The endpoints of reviews for those who write them.
pub struct ReviewRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Catalog")]
impl ReviewRoutes {
    /// List one's own reviews, newest first.
    #[oai(path = "/account/reviews", method = "get", operation_id = "list_own_reviews")]
    async fn list_own_reviews(
        &self,
        caller: SignedIn,
        /// Items per page, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<OwnReview>>> {
        Ok(Body(mine::page(&self.ctx, caller.0.user_id, limit.0, cursor.0.as_deref()).await?))
    }

    /// Review a product that one bought and got. Staff look at it before it is shown.
    ///
    /// `not_reviewable`, with `params.standing`: not bought, not arrived, or reviewed before.
    #[oai(path = "/account/reviews", method = "post", operation_id = "write_review")]
    async fn write_review(&self, caller: SignedIn, ask: Body<WriteReviewRequest>) -> ApiResult<Created<OwnReview>> {
        Ok(Created(write::write(&self.ctx, &caller.0, ask.0).await?))
    }

    /// Write one's review anew. It goes back to staff.
    #[oai(path = "/account/reviews/:review_id", method = "put", operation_id = "update_review")]
    async fn update_review(
        &self,
        caller: SignedIn,
        /// The review.
        review_id: Path<ReviewId>,
        ask: Body<UpdateReviewRequest>,
    ) -> ApiResult<Body<OwnReview>> {
        Ok(Body(write::update(&self.ctx, &caller.0, review_id.0, ask.0).await?))
    }

    /// Add photos to one's review: JPEG, PNG or WebP by their content, of at most 20 MB, four in all. It goes back to
    /// staff. All files of a request are taken, or none; `errors` names those at fault as `/files/0` and so on.
    #[oai(path = "/account/reviews/:review_id/photos", method = "post", operation_id = "add_review_photos")]
    async fn add_review_photos(
        &self,
        caller: SignedIn,
        /// The review.
        review_id: Path<ReviewId>,
        files: Files<MAX_PHOTOS, MAX_IMAGE_BYTES>,
    ) -> ApiResult<Created<OwnReview>> {
        Ok(Created(photos::add(&self.ctx, &caller.0, review_id.0, files.0).await?))
    }

    /// Remove a photo of one's review.
    #[oai(path = "/account/reviews/:review_id/photos/:image_id", method = "delete", operation_id = "remove_review_photo")]
    async fn remove_review_photo(
        &self,
        caller: SignedIn,
        /// The review.
        review_id: Path<ReviewId>,
        /// The photo.
        image_id: Path<ImageId>,
    ) -> ApiResult<Body<OwnReview>> {
        Ok(Body(photos::remove(&self.ctx, &caller.0, review_id.0, image_id.0).await?))
    }

    /// List what one bought and got, bought last first, each with one's review of it; at most 100.
    #[oai(path = "/account/reviewable", method = "get", operation_id = "list_reviewable")]
    async fn list_reviewable(
        &self,
        caller: SignedIn,
        /// Number of an order: only what came with it.
        order: Query<Option<String>>,
    ) -> ApiResult<Body<Vec<Reviewable>>> {
        Ok(Body(mine::reviewable(&self.ctx, caller.0.user_id, order.0).await?))
    }

    /// Read whether one may review a product, and what one wrote of it.
    #[oai(path = "/account/reviewable/:product_id", method = "get", operation_id = "get_own_review_standing")]
    async fn get_own_review_standing(
        &self,
        caller: SignedIn,
        /// The product.
        product_id: Path<ProductId>,
    ) -> ApiResult<Body<OwnReviewStanding>> {
        Ok(Body(mine::standing(&self.ctx, caller.0.user_id, product_id.0).await?))
    }
}
