//! Outgoing webhooks.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{WebhookDeliveryId, WebhookEventId, WebhookId};
use crate::permission::Permission;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The most characters of an address.
const URL_MAX: usize = 500;

words!(
    /// What a webhook can be told. The database writes the word into the event (migration
    /// `integrators`): a new word needs a trigger there, and what it shows in `webhooks/resource.rs`.
    WebhookEvent {
        /// An order was placed.
        OrderPlaced = "order.placed",
        /// An order was paid.
        OrderPaid = "order.paid",
        /// An order is being packed.
        OrderProcessing = "order.processing",
        /// An order was handed to a courier, or again after it came back.
        OrderShipped = "order.shipped",
        /// An order arrived.
        OrderDelivered = "order.delivered",
        /// An order is done.
        OrderCompleted = "order.completed",
        /// An order was called off.
        OrderCancelled = "order.cancelled",
        /// An order was not paid in time.
        OrderExpired = "order.expired",
        /// Money of an order went back.
        OrderRefunded = "order.refunded",
        /// An attempt to pay waits for the money.
        PaymentPending = "payment.pending",
        /// An attempt to pay is held for review.
        PaymentChallenged = "payment.challenged",
        /// A payment came in.
        PaymentPaid = "payment.paid",
        /// An attempt to pay was refused.
        PaymentFailed = "payment.failed",
        /// An attempt to pay was called off.
        PaymentCancelled = "payment.cancelled",
        /// An attempt to pay ran out of time.
        PaymentExpired = "payment.expired",
        /// A payment went back, in part or in full.
        PaymentRefunded = "payment.refunded",
        /// The payer's bank took a payment back.
        PaymentChargedBack = "payment.charged_back",
        /// The pieces of a variant that can be bought changed.
        StockChanged = "stock.changed",
        /// A variant fell to its low-stock threshold.
        StockLow = "stock.low",
        /// The last piece of a variant was taken.
        StockOut = "stock.out",
        /// A product was made.
        ProductCreated = "product.created",
        /// A product was changed.
        ProductUpdated = "product.updated",
        /// A chat was opened, by a buyer's first message or by staff, or opened again.
        ChatRoomOpened = "chat.room_opened",
        /// A buyer, or somebody who answers, wrote in a chat.
        ChatMessageCreated = "chat.message_created",
        /// A chat was settled.
        ChatRoomResolved = "chat.room_resolved",
    }
);

impl WebhookEvent {
    /// What one must be allowed to see to be told it.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::OrderPlaced
            | Self::OrderPaid
            | Self::OrderProcessing
            | Self::OrderShipped
            | Self::OrderDelivered
            | Self::OrderCompleted
            | Self::OrderCancelled
            | Self::OrderExpired
            | Self::OrderRefunded => Permission::OrdersRead,
            Self::PaymentPending
            | Self::PaymentChallenged
            | Self::PaymentPaid
            | Self::PaymentFailed
            | Self::PaymentCancelled
            | Self::PaymentExpired
            | Self::PaymentRefunded
            | Self::PaymentChargedBack => Permission::PaymentsRead,
            Self::StockChanged | Self::StockLow | Self::StockOut => Permission::InventoryRead,
            Self::ProductCreated | Self::ProductUpdated => Permission::CatalogRead,
            Self::ChatRoomOpened | Self::ChatMessageCreated | Self::ChatRoomResolved => Permission::ChatAnswer,
        }
    }
}

/// What can be said of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct WebhookDetails {
    /// Where events are sent, by POST. Only `https`, and never into private networks.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it is told.
    pub events: Vec<WebhookEvent>,
    /// Whether it is told anything at all.
    pub active: bool,
}

impl Validate for WebhookDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/url", &self.url, 1, URL_MAX);
        let url = self.url.trim();
        let web = url.starts_with("https://") || url.starts_with("http://");
        let odd = |character: char| character.is_whitespace() || character.is_control();
        if !url.is_empty() && (!web || url.chars().any(odd)) {
            faults.add(FieldError::new("/url", FieldCode::InvalidFormat));
        }
        faults.text("/description", &self.description, 0, 200);
        if self.events.is_empty() {
            faults.add(FieldError::new("/events", FieldCode::Required));
        }
        for (index, event) in self.events.iter().enumerate() {
            if self.events[..index].contains(event) {
                faults.add(FieldError::new(format!("/events/{index}"), FieldCode::Duplicate));
            }
        }
    }
}

/// An address that is told what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Webhook {
    /// Id.
    pub id: WebhookId,
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: WebhookDetails,
    /// Since when it fails; absent while the last try went well.
    pub failing_since: Option<DateTime<Utc>>,
    /// When it was switched off: for failing, or because nobody vouches for it any more.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Why.
    pub disabled_reason: Option<String>,
    /// Until when events carry a second signature, by the secret before.
    pub previous_until: Option<DateTime<Utc>>,
    /// Who vouches for it: who made it, or switched it on since.
    pub created_by: Option<String>,
    /// That person has left, or may not see any more what it is told. It is told nothing until somebody who may switches it
    /// on, and vouches for it then.
    pub orphaned: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Events that wait for another try.
    pub waiting: i64,
    /// Events that were given up; they can be sent again.
    pub failed: i64,
}

impl Revision for Webhook {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// A webhook with its secret, which is told this once and never again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct NewWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// What signatures are made with: `whsec_…`.
    pub secret: String,
}

impl std::fmt::Debug for NewWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewWebhook({})", self.webhook.id)
    }
}

words!(
    /// Where an event stands on its way to a webhook.
    WebhookDeliveryStatus {
        /// It waits for its first or another try.
        Waiting = "waiting",
        /// The other side took it.
        Delivered = "delivered",
        /// It was given up.
        Failed = "failed",
    }
);

/// An event on its way to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct WebhookDelivery {
    /// Id.
    pub id: WebhookDeliveryId,
    /// The event's id, which is sent as `webhook-id` with every try.
    pub event_id: WebhookEventId,
    /// What it tells: a word of `WebhookEvent`, `webhook.test`, or one that another version wrote.
    pub event: String,
    /// When that happened.
    pub occurred_at: DateTime<Utc>,
    /// Where it stands.
    pub status: WebhookDeliveryStatus,
    /// How often it was tried since it was last asked for.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was taken, or given up.
    pub finished_at: Option<DateTime<Utc>>,
    /// The HTTP status of the last answer.
    pub last_status: Option<i32>,
    /// What went wrong the last time.
    pub last_error: Option<String>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct WebhookAttempt {
    /// When.
    pub at: DateTime<Utc>,
    /// The HTTP status of the answer; absent without one.
    pub status: Option<i32>,
    /// How long it took, in milliseconds.
    pub latency_ms: i32,
    /// What went wrong.
    pub error: Option<String>,
    /// How the answer's body begins.
    pub response: Option<String>,
}

/// An event on its way with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct WebhookDeliveryDetail {
    /// Where it stands.
    pub delivery: WebhookDelivery,
    /// What is sent; absent until it is written.
    pub payload: Option<serde_json::Value>,
    /// The tries, the latest first, at most fifty.
    pub tries: Vec<WebhookAttempt>,
}

/// What came of sending again what was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct WebhookReplay {
    /// How many events are on their way again.
    pub queued: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        let details = |url: &str| WebhookDetails {
            url: url.to_owned(),
            description: String::new(),
            events: vec![WebhookEvent::OrderPaid],
            active: true,
        };
        for good in ["https://erp.example/hooks", "http://127.0.0.1:9/x?y=1"] {
            assert!(details(good).validate().is_ok(), "{good}");
        }
        for bad in ["", "ftp://a.b", "erp.example", "https://a b", "javascript:alert(1)"] {
            assert!(details(bad).validate().is_err(), "{bad}");
        }
    }
}
