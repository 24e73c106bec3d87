//! Notifications: a person's own as a buyer, and those to them as one who works here.

use serde::Serialize;
use shared::ids::NotificationId;
use shared::notifications::{MarkNotificationsReadRequest, Notification, UnreadNotifications};
use shared::page::Page;

use super::client::Call;
use super::error::ApiError;

/// Whose notifications: the same operations below two addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbox {
    /// Those to a buyer.
    Buyer,
    /// Those to somebody who works here.
    Staff,
}

impl Inbox {
    fn path(self, rest: &str) -> String {
        match self {
            Self::Buyer => format!("/notifications{rest}"),
            Self::Staff => format!("/admin/notifications{rest}"),
        }
    }
}

/// Which notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotificationFilter {
    /// Only those not read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

/// Lists notifications, the latest first (`list_notifications`, `list_staff_notifications`).
///
/// # Errors
/// See [`ApiError`].
pub fn list_notifications(
    inbox: Inbox,
    filter: NotificationFilter,
    limit: u32,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<Notification>, ApiError>> + use<> {
    Call::get(inbox.path("")).query(&filter).query(&Step { limit, cursor }).send()
}

/// Counts those not read (`count_unread_notifications`, `count_unread_staff_notifications`).
///
/// # Errors
/// See [`ApiError`].
pub fn count_unread_notifications(inbox: Inbox) -> impl Future<Output = Result<UnreadNotifications, ApiError>> + use<> {
    Call::get(inbox.path("/unread")).send()
}

/// Marks all, or one and those before it, as read (`mark_notifications_read`, `mark_staff_notifications_read`).
///
/// # Errors
/// See [`ApiError`].
pub fn mark_notifications_read(
    inbox: Inbox,
    up_to: Option<NotificationId>,
) -> impl Future<Output = Result<UnreadNotifications, ApiError>> + use<> {
    Call::post(inbox.path("/read")).json(&MarkNotificationsReadRequest { up_to }).send()
}

/// Marks one as read or not read (`mark_notification_read`, `mark_notification_unread`, and those of staff).
///
/// # Errors
/// See [`ApiError`].
pub fn mark_notification(
    inbox: Inbox,
    id: NotificationId,
    read: bool,
) -> impl Future<Output = Result<UnreadNotifications, ApiError>> + use<> {
    let path = inbox.path(&format!("/{id}/read"));
    if read { Call::put(path).send() } else { Call::delete(path).send() }
}
