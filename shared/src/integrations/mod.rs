//! Programs that talk to the shop: the keys they ask with, and the addresses that are told what happens.

mod keys;
mod webhooks;

pub use self::keys::{ApiKey, ApiKeyDetails, ApiKeyState, NewApiKey, RotateSecretRequest};
pub use self::webhooks::{
    NewWebhook, Webhook, WebhookAttempt, WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryStatus, WebhookDetails,
    WebhookEvent, WebhookReplay,
};

/// The longest time that an old secret stays valid after a rotation, in minutes.
pub const GRACE_MAX: i32 = 24 * 60;
