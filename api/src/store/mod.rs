//! The shop itself: its profile, opening hours and shipping services.
//!
//! Every process keeps the settings; the database tells it when they change.

mod find;
mod routes;
mod rules;

pub use find::{Profile, Settings, load, profile_view, settings};
pub use routes::StoreRoutes;
