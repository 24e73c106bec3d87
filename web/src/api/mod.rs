//! The only door to the server. `client` is the one place that fetches; the other files hold one
//! function per operation, named like its `operation_id`.

pub mod account;
pub mod admin;
pub mod analytics;
mod answer;
pub mod audit;
pub mod cart;
pub mod catalog;
pub mod categories;
pub mod chat;
pub mod client;
pub mod error;
pub(crate) mod first_view;
pub mod imports;
pub mod integrations;
pub mod inventory;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod notifications;
pub mod orders;
pub mod pages;
pub mod papers;
pub mod payments;
pub mod products;
pub mod query;
mod refresh;
pub mod regions;
pub mod reviews;
pub mod security;
pub mod settings;
pub mod shipping;
pub mod store;
mod upload;
pub mod users;
pub mod views;

pub use answer::Download;
pub use client::Call;
pub use error::{ApiError, RETRY_AFTER};
