//! `/notifications`: what the shop tells the signed-in person.

use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use shared::notifications::{MarkNotificationsReadRequest, Notification, UnreadNotifications};
use shared::page::Page;

use super::find;
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, SignedIn};

/// The endpoints of this room.
pub struct NotificationRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Notifications")]
impl NotificationRoutes {
    /// List my notifications, the latest first.
    #[oai(path = "/notifications", method = "get", operation_id = "list_notifications")]
    async fn list_notifications(
        &self,
        me: SignedIn,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
        /// How many at most: 1 to 100, 20 when absent.
        limit: Query<Option<u32>>,
    ) -> ApiResult<Body<Page<Notification>>> {
        Ok(Body(find::list(&self.ctx, me.0.user_id, cursor.as_deref(), limit.0).await?))
    }

    /// Count the notifications that I have not read.
    #[oai(path = "/notifications/unread", method = "get", operation_id = "count_unread_notifications")]
    async fn count_unread_notifications(&self, me: SignedIn) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::unread(&self.ctx, me.0.user_id).await?))
    }

    /// Mark my notifications as read: all, or one and those before it.
    #[oai(path = "/notifications/read", method = "post", operation_id = "mark_notifications_read")]
    async fn mark_notifications_read(
        &self,
        me: SignedIn,
        ask: Body<MarkNotificationsReadRequest>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_read(&self.ctx, me.0.user_id, ask.0).await?))
    }
}
