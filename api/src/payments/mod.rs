//! Payments: attempts to pay orders, by way of payment providers.
//!
//! The provider's word is the truth: whatever happens here (a notification, a buyer coming back,
//! the reconciler's round) only makes us ask it, and `apply` takes the answer in, under the
//! order's lock, by the rules in `rules`. `start` opens attempts, `close` calls them off,
//! `refund_order` gives money back, `refunds` and
//! `send_refund` see it through. Orders are told facts and never ask a provider.
//! No provider is spoken to inside a transaction. What each provider speaks is in `gateway`.

mod admin;
mod apply;
mod ask;
mod close;
mod detail;
mod events;
mod export;
mod find;
mod gateway;
mod key;
mod list;
mod methods;
mod notification;
mod open;
mod reach;
mod receive;
mod reconcile;
mod refresh;
mod refund_order;
mod refund_steps;
mod refunds;
mod refusal;
mod review;
mod routes;
mod rules;
mod send_refund;
mod settings;
mod settings_routes;
mod start;
mod store;
mod trouble;

pub use admin::AdminPaymentRoutes;
pub use close::{CancelAttempt, Closed, cancel_live_attempt, close_attempts};
pub use detail::detail as staff_view;
pub use events::unmatched;
pub use find::{Views, sent_back, views};
pub use gateway::Gateways;
#[cfg(feature = "fuzzing")]
pub use gateway::take_notification;
pub use open::SEALED;
pub use reach::{Reached, reach};
pub use receive::ApplyNotification;
pub use reconcile::Reconcile;
pub use refusal::TryRefusedKeys;
pub use routes::PaymentRoutes;
pub use send_refund::SendRefund;
pub use settings_routes::PaymentSettingsRoutes;
pub use store::is_going_back;
pub use trouble::TellTrouble;
