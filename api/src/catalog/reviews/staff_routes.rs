//! `/admin/reviews`: reviews as staff look at them.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::ids::{ProductId, ReviewId};
use shared::page::Page;
use shared::reviews::{ModerateReviewsRequest, ReplyToReviewRequest, ReviewStatus, StaffReview};

use super::staff_list::{self, StaffAsked};
use super::{moderate, reply};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, AtRevision, Body, Can, MaybeIfMatch, grants};

/// The endpoints of reviews for staff.
pub struct StaffReviewRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::AdminCatalog")]
impl StaffReviewRoutes {
    /// List reviews, those written last first.
    #[oai(path = "/admin/reviews", method = "get", operation_id = "list_staff_reviews")]
    #[expect(clippy::too_many_arguments, reason = "one per query parameter")]
    async fn list_staff_reviews(
        &self,
        _staff: Can<grants::ReviewsModerate>,
        /// Part of the product's name, the author's, the title or the text.
        q: Query<Option<String>>,
        /// Only those that stand there.
        status: Query<Option<ReviewStatus>>,
        /// Only those of this product.
        product: Query<Option<ProductId>>,
        /// Only those with so many stars, 1 to 5.
        stars: Query<Option<i32>>,
        /// Items per page, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffReview>>> {
        let asked = StaffAsked { q: q.0, status: status.0, product: product.0, stars: stars.0, limit: limit.0, cursor: cursor.0 };
        Ok(Body(staff_list::page(&self.ctx, asked).await?))
    }

    /// Publish or reject reviews: all of them, or none.
    ///
    /// `stale`: some were written anew since they were seen; `errors` names them as `/reviews/0` and so on.
    #[oai(path = "/admin/reviews/moderation", method = "post", operation_id = "moderate_reviews")]
    async fn moderate_reviews(
        &self,
        staff: Can<grants::ReviewsModerate>,
        ask: Body<ModerateReviewsRequest>,
    ) -> ApiResult<Body<Vec<StaffReview>>> {
        Ok(Body(moderate::moderate(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Answer a review for all to read, in the place of an answer before.
    ///
    /// `stale`: somebody else answered it since the revision in `If-Match`.
    #[oai(path = "/admin/reviews/:review_id/reply", method = "put", operation_id = "reply_to_review")]
    async fn reply_to_review(
        &self,
        staff: Can<grants::ReviewsModerate>,
        /// The review.
        review_id: Path<ReviewId>,
        /// The `reply_revision` of the review that was seen: `"7"`. Without it whatever is there is replaced.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
        ask: Body<ReplyToReviewRequest>,
    ) -> ApiResult<AtRevision<StaffReview>> {
        let review = reply::set(&self.ctx, staff.caller(), review_id.0, if_match, Some(&ask.0.text)).await?;
        Ok(AtRevision { revision: review.reply_revision, value: review })
    }

    /// Remove the answer to a review.
    #[oai(path = "/admin/reviews/:review_id/reply", method = "delete", operation_id = "remove_review_reply")]
    async fn remove_review_reply(
        &self,
        staff: Can<grants::ReviewsModerate>,
        /// The review.
        review_id: Path<ReviewId>,
        /// The `reply_revision` of the review that was seen: `"7"`. Without it whatever is there is removed.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
    ) -> ApiResult<Body<StaffReview>> {
        Ok(Body(reply::set(&self.ctx, staff.caller(), review_id.0, if_match, None).await?))
    }
}
