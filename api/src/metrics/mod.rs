//! Figures for whoever watches the server, in Prometheus' text format.
//!
//! What happens is counted where it happens ([`Metrics`]), by each process for itself; what can be looked at
//! (the pool, the queue, caches) is looked at when somebody asks. They tell how the shop is doing, so they are
//! never public: at the shop's own address they need a token ([`guarded`]), without one only at an address
//! of their own ([`open`]). `ops/` has a dashboard and alerts made for them.

mod counted;
mod looked_at;
mod measured;
mod serve;

pub use counted::Metrics;
pub use measured::Measured;
pub use serve::{guarded, open};
