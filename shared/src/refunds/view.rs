//! Refunds that were made, as buyers and staff see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::RefundItem;
use crate::ids::{PaymentId, RefundId};
use crate::money::Rupiah;
use crate::payments::{RefundChannel, RefundKind, RefundStatus};

/// How long a provider has to take in a refund before staff should know, in minutes.
const OVERDUE_AFTER: i64 = 10;

/// Whether a refund that was ordered then should have been taken in by now.
#[must_use]
pub fn is_overdue(ordered_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (now - ordered_at).num_minutes() >= OVERDUE_AFTER
}

/// Money on its way back, as the buyer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Refund {
    /// Id.
    pub id: RefundId,
    /// All of it.
    pub amount: Rupiah,
    /// What for.
    pub kind: RefundKind,
    /// How it goes back.
    pub channel: RefundChannel,
    /// Where it stands.
    pub status: RefundStatus,
    /// The part of it that is shipping.
    pub shipping: Rupiah,
    /// The pieces it is for.
    pub items: Vec<RefundItem>,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
    /// When it arrived, failed or was called off.
    pub settled_at: Option<DateTime<Utc>>,
}

/// Money on its way back, with what only staff see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffRefund {
    /// The refund.
    pub refund: Refund,
    /// The payment it belongs to.
    pub payment_id: Option<PaymentId>,
    /// Why: what staff wrote, or `paid_twice`, `paid_too_late`, `made_at_provider`.
    pub reason: String,
    /// Whether the pieces came back.
    pub restock: bool,
    /// What the provider said when it failed or could not do it.
    pub failure: Option<String>,
    /// The provider's id.
    pub external_id: Option<String>,
    /// The bank's reference of a transfer by hand.
    pub bank_reference: Option<String>,
    /// Who ordered it; absent when the system did.
    pub actor: Option<String>,
    /// A failed one that this one makes up for.
    pub retry_of: Option<RefundId>,
    /// Another one makes up for it.
    pub retried: bool,
}

impl StaffRefund {
    /// It waits for somebody to transfer it.
    #[must_use]
    pub fn can_be_transferred(&self) -> bool {
        self.refund.channel == RefundChannel::ManualTransfer && self.refund.status == RefundStatus::Pending
    }

    /// It failed, and nothing makes up for it yet.
    #[must_use]
    pub fn can_be_retried(&self) -> bool {
        self.refund.status == RefundStatus::Failed && !self.retried
    }

    /// The provider did not take it in for long: staff may ask it again, or transfer the money themselves.
    #[must_use]
    pub fn is_stuck(&self, now: DateTime<Utc>) -> bool {
        self.is_on_its_way() && self.external_id.is_none() && is_overdue(self.refund.created_at, now)
    }

    /// Nobody sent it yet. Money that an order never took has to go back.
    #[must_use]
    pub fn can_be_cancelled(&self) -> bool {
        self.can_be_transferred() && self.refund.kind != RefundKind::Automatic
    }

    /// All of the money is on its way back: the order must not ship.
    #[must_use]
    pub fn takes_the_order_back(&self) -> bool {
        self.refund.kind == RefundKind::Full && self.refund.status == RefundStatus::Pending
    }

    /// The provider may still change its mind about it.
    #[must_use]
    pub fn is_on_its_way(&self) -> bool {
        self.refund.channel == RefundChannel::Provider && self.refund.status == RefundStatus::Pending
    }
}
