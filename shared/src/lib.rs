//! What server and browser agree on.
//!
//! No I/O and no clock here: the crate builds for the server and for WASM alike. The features
//! `openapi` (schemas) and `db` (column values) are turned on by the server only.

#[macro_use]
mod macros;

pub mod account;
pub mod analytics;
pub mod audit;
pub mod brand;
pub mod cart;
pub mod catalog;
pub mod categories;
pub mod chat;
pub mod checkout;
pub mod choice;
pub mod dashboard;
pub mod diff;
pub mod export;
pub mod head;
pub mod ids;
pub mod imports;
pub mod integrations;
pub mod inventory;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod maintenance;
pub mod money;
pub mod notifications;
pub mod orders;
pub mod page;
pub mod pages;
pub mod papers;
pub mod payments;
pub mod permission;
pub mod problem;
pub mod products;
pub mod refunds;
pub mod regions;
pub mod reviews;
pub mod revision;
pub mod settings;
pub mod shipping;
pub mod store;
pub mod swatch;
pub mod totals;
pub mod two_factor;
pub mod typed;
pub mod users;
pub mod validate;
pub mod views;
pub mod wording;

/// A word that names no value of its enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of the known values")
    }
}

impl std::error::Error for UnknownWord {}

#[cfg(feature = "db")]
impl From<UnknownWord> for sea_orm::sea_query::ValueTypeErr {
    fn from(_: UnknownWord) -> Self {
        Self
    }
}
