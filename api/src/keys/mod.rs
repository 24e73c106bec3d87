//! API keys: how programs ask.
//!
//! A key acts for whoever made it and never has more than they have at that moment: its scopes and
//! their permissions are asked together. Of its secret only a SHA-256 is kept. That is enough, because
//! the secret is 256 random bits: there is nothing to guess, and so nothing that a slow hash would
//! hold up but the shop itself, with every request.
//!
//! A key makes, changes and rotates none: people do, who gave their password of late, and whoever a key acts for is told of
//! each new secret. So what leaked ends when it was meant to end. Setting a new password by a link revokes all that act for the
//! person.
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
mod revoke;
mod routes;
mod secret;
mod taken;
mod tell;

pub use edge::KeyEdge;
pub use exchange::{run_paces, share_paces};
pub use forget::ForgetIntegrations;
pub use known::KnownKey;
pub use pace::Paces;
pub use repeat::SEALED;
pub use revoke::{Revoked, revoke_all_of};
pub use routes::ApiKeyRoutes;
