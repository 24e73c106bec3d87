//! API keys: how programs ask.
//!
//! A key acts for whoever made it and never has more than they have at that moment: its scopes and
//! their permissions are asked together. Of its secret only a SHA-256 is kept. That is enough, because
//! the secret is 256 random bits: there is nothing to guess, and so nothing that a slow hash would
//! hold up but the shop itself, with every request.
//!
//! [`KeyEdge`] stands around the whole interface: it knows the key, counts its requests, and gives
//! the same answer to the same `Idempotency-Key`. What is known of keys is remembered, and forgotten in
//! every process the moment it changes.

mod edge;
mod exchange;
mod forget;
mod known;
mod manage;
mod pace;
mod repeat;
mod routes;
mod secret;
mod taken;

pub use edge::KeyEdge;
pub use exchange::{run_paces, share_paces};
pub use forget::ForgetIntegrations;
pub use known::KnownKey;
pub use pace::Paces;
pub use repeat::SEALED;
pub use routes::ApiKeyRoutes;
