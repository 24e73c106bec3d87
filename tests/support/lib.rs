//! A whole shop for a test: its own database, a real server on a real socket, the payment sandbox.
//!
//! Callers are values (`app.guest()`, `app.buyer()`, `app.staff()`, `app.admin()`), rows that a
//! test needs beforehand are written by builders, and everything a test is about goes through HTTP.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

mod app;
mod browser;
mod caller;
mod catalogue;
mod database;
mod hook_sink;
mod live;
mod paying;
pub mod pictures;
mod process;
pub mod product;
mod second_factor;
mod smtp_sink;

pub use app::TestApp;
pub use browser::{Browser, Service, web_dir};
pub use caller::{Answer, Caller};
pub use catalogue::{Goods, Shelf};
pub use database::Database;
pub use hook_sink::{HookSink, Told};
pub use live::{Heard, Live};
pub use paying::page;
pub use process::{Process, binary, free_address};
pub use second_factor::Authenticator;
pub use smtp_sink::{Received, SmtpSink, Temper};

/// The districts that tests ship to: near, and far away.
pub mod districts {
    /// Sukasari, Kota Bandung: the store's own city.
    pub const BANDUNG: &str = "32.73.01";
    /// Tebet, Kota Jakarta Selatan.
    pub const JAKARTA: &str = "31.74.01";
    /// Jayapura Utara, Kota Jayapura.
    pub const JAYAPURA: &str = "91.71.01";
}
