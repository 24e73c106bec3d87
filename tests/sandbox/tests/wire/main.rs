//! The sandbox over real sockets: what it takes, what it rejects, what it sends.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod control;
mod delivery;
mod faults;
mod midtrans_core;
mod midtrans_snap;
mod pages;
mod stripe_idempotency;
mod stripe_refunds;
mod stripe_sessions;
mod support;
