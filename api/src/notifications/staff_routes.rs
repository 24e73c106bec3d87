//! `/admin/notifications`: what needs those who work here.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::ids::NotificationId;
use shared::notifications::{MarkNotificationsReadRequest, Notification, NotificationKind, UnreadNotifications};
use shared::page::Page;

use super::find::{self, Asked, Asker};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Can, grants};

/// The back office's endpoints of this room.
pub struct StaffNotificationRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminNotifications")]
impl StaffNotificationRoutes {
    /// List my notifications as one who works here, the latest first.
    ///
    /// Each tells of something that a permission is needed for; those whose permission my role does
    /// not hold any more are left out.
    #[oai(path = "/notifications", method = "get", operation_id = "list_staff_notifications")]
    async fn list_staff_notifications(
        &self,
        staff: Can<grants::AdminAccess>,
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
        Ok(Body(find::list(&self.ctx, &Asker::staff(staff.caller()), asked).await?))
    }

    /// Count the notifications that I, as one who works here, have not read.
    #[oai(path = "/notifications/unread", method = "get", operation_id = "count_unread_staff_notifications")]
    async fn count_unread_staff_notifications(&self, staff: Can<grants::AdminAccess>) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::unread(&self.ctx, &Asker::staff(staff.caller())).await?))
    }

    /// Mark my notifications as read: all, or one and those before it.
    #[oai(path = "/notifications/read", method = "post", operation_id = "mark_staff_notifications_read")]
    async fn mark_staff_notifications_read(
        &self,
        staff: Can<grants::AdminAccess>,
        ask: Body<MarkNotificationsReadRequest>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_read(&self.ctx, &Asker::staff(staff.caller()), ask.0).await?))
    }

    /// Mark one of my notifications as read. Others who were told the same still have it unread.
    #[oai(path = "/notifications/:notification_id/read", method = "put", operation_id = "mark_staff_notification_read")]
    async fn mark_staff_notification_read(
        &self,
        staff: Can<grants::AdminAccess>,
        /// The notification.
        notification_id: Path<NotificationId>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_one(&self.ctx, &Asker::staff(staff.caller()), notification_id.0, true).await?))
    }

    /// Mark one of my notifications as not read.
    #[oai(path = "/notifications/:notification_id/read", method = "delete", operation_id = "mark_staff_notification_unread")]
    async fn mark_staff_notification_unread(
        &self,
        staff: Can<grants::AdminAccess>,
        /// The notification.
        notification_id: Path<NotificationId>,
    ) -> ApiResult<Body<UnreadNotifications>> {
        Ok(Body(find::mark_one(&self.ctx, &Asker::staff(staff.caller()), notification_id.0, false).await?))
    }
}
