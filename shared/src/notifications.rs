//! In-app notifications.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{NotificationId, OrderId};
use crate::orders::OrderEventKind;
use crate::validate::{Faults, Validate};

/// A message to the signed-in person about an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Notification {
    /// Id.
    pub id: NotificationId,
    /// What happened to the order.
    pub kind: OrderEventKind,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order_number: String,
    /// Whether it was read.
    pub read: bool,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// How many notifications were not read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct UnreadNotifications {
    /// How many.
    pub unread: i64,
}

/// Mark notifications as read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct MarkNotificationsReadRequest {
    /// This one and all before it; absent for all. What arrives while one reads stays unread.
    #[serde(default)]
    pub up_to: Option<NotificationId>,
}

impl Validate for MarkNotificationsReadRequest {
    fn check(&self, _: &mut Faults) {}
}
