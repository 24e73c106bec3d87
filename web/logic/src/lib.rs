//! What the web app decides without a browser: figures, days, lists, and what follows of what somebody chose.
//!
//! It builds natively, so that its tests run with all others; `web` itself is built for WASM only.

pub mod backoff;
pub mod canned;
pub mod cart_card;
pub mod chart;
pub mod couriers;
pub mod course;
pub mod days;
pub mod fresh;
pub mod gallery;
pub mod hours;
pub mod left_out;
pub mod list_query;
pub mod messages;
pub mod news;
pub mod numbers;
pub mod opening;
pub mod payment_ways;
pub mod price_range;
pub mod roles;
pub mod rooms;
pub mod slides;
