//! The shop itself: its profile, opening hours and shipping services.
//!
//! Every process keeps the settings; the database tells it when they change.

mod admin;
mod details;
mod edit;
mod find;
mod routes;
mod rules;

pub use admin::AdminStoreRoutes;
pub use find::{Settings, load, profile_view, settings};
pub use routes::StoreRoutes;
pub use rules::{is_open, open_for};
