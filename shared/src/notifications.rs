//! In-app notifications.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::NotificationId;
use crate::orders::OrderEventKind;

/// A message to the signed-in person about an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Notification {
    /// Id.
    pub id: NotificationId,
    /// What happened to the order.
    pub kind: OrderEventKind,
    /// The order's number.
    pub order_number: String,
    /// Whether it was read.
    pub read: bool,
    /// When.
    pub created_at: DateTime<Utc>,
}
