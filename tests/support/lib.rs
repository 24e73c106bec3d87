//! A whole shop for a test: its own database, a real server on a real socket, the payment sandbox.
//!
//! Callers are values (`app.guest()`, `app.buyer()`, `app.staff()`, `app.admin()`), rows that a
//! test needs beforehand are written by builders, and everything a test is about goes through HTTP.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

mod app;
mod browser;
mod bucket;
mod caller;
mod catalogue;
mod database;
mod hook_sink;
mod live;
mod nats;
mod nginx;
mod paying;
mod pgbouncer;
pub mod pictures;
mod process;
pub mod product;
pub mod programs;
mod second_factor;
mod smtp_sink;
mod wire;

// What `cargo xtask shots` and the browser tests have in common: who looks at which pages, and how.
#[path = "../shots/axe.rs"]
pub mod axe;
#[path = "../shots/demo.rs"]
pub mod demo;
#[path = "../shots/keys.rs"]
pub mod keys;
#[path = "../shots/visitor.rs"]
pub mod visitor;
#[path = "../shots/visits.rs"]
pub mod visits;

pub use app::TestApp;
pub use browser::{Browser, Network, Service, web_dir};
pub use bucket::Bucket;
pub use caller::{Answer, Caller};
pub use catalogue::{Goods, Shelf};
pub use database::Database;
pub use hook_sink::{HookSink, Told};
pub use live::{Heard, Live};
pub use nats::Nats;
pub use nginx::Nginx;
pub use paying::page;
pub use pgbouncer::{PgBouncer, Pooling};
pub use process::{Process, binary, free_address};
pub use second_factor::Authenticator;
pub use smtp_sink::{Received, SmtpSink, Temper};
pub use wire::Wire;

/// The districts that tests ship to: near, and far away.
pub mod districts {
    /// Sukasari, Kota Bandung: the store's own city.
    pub const BANDUNG: &str = "32.73.01";
    /// Tebet, Kota Jakarta Selatan.
    pub const JAKARTA: &str = "31.74.01";
    /// Jayapura Utara, Kota Jayapura.
    pub const JAYAPURA: &str = "91.71.01";
}
