//! `/notifications`: what the shop tells the signed-in person about their orders.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::ids::NotificationId;
use shared::notifications::{MarkNotificationsReadRequest, Notification, NotificationKind, UnreadNotifications};
use shared::page::Page;

use super::find::{self, Asked, Asker};
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
        /// `true` for those alone that I have not read.
        unread: Query<Option<bool>>,
        /// Only of this kind; may be given several times.
        kind: Query<Option<Vec<NotificationKind>>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
    ) -> ApiResult<Body<Page<Notification>>> {
        let kinds = kind.0.unwrap_or_default();
        let asked = Asked { unread: unread.0.unwrap_or(false), kinds: &kinds, cursor: cursor.as_deref(), limit: limit.0 };
        Ok(Body(find::list(&self.ctx, &Asker::buyer(&me.0), asked).await?))
    }

    /// Count the notifications that I have not read.
    #[oai(path = "/notifications/unread", method = "get", operation_id = "count_unread_notifications")]
    async fn count_unread_notifications(&self, me: SignedIn) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::unread(&self.ctx, &Asker::buyer(&me.0)).await?))
    }

    /// Mark my notifications as read: all, or one and those before it.
    #[oai(path = "/notifications/read", method = "post", operation_id = "mark_notifications_read")]
    async fn mark_notifications_read(
        &self,
        me: SignedIn,
        ask: Body<MarkNotificationsReadRequest>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_read(&self.ctx, &Asker::buyer(&me.0), ask.0).await?))
    }

    /// Mark one of my notifications as read.
    #[oai(path = "/notifications/:notification_id/read", method = "put", operation_id = "mark_notification_read")]
    async fn mark_notification_read(
        &self,
        me: SignedIn,
        /// The notification.
        notification_id: Path<NotificationId>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_one(&self.ctx, &Asker::buyer(&me.0), notification_id.0, true).await?))
    }

    /// Mark one of my notifications as not read.
    #[oai(path = "/notifications/:notification_id/read", method = "delete", operation_id = "mark_notification_unread")]
    async fn mark_notification_unread(
        &self,
        me: SignedIn,
        /// The notification.
        notification_id: Path<NotificationId>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_one(&self.ctx, &Asker::buyer(&me.0), notification_id.0, false).await?))
    }
}
