//! The shop itself: its profile, looks, opening hours and shipping services.
//!
//! Every process keeps the settings; the database tells it when they change.

mod admin;
mod brand;
mod details;
mod edit;
mod find;
mod rebrand;
mod routes;
mod rules;
mod stylesheet;

pub use admin::AdminStoreRoutes;
pub use brand::Brand;
pub use find::{Settings, load, profile_view, settings};
pub use routes::StoreRoutes;
pub use rules::{is_open, open_for};
pub use stylesheet::stylesheet;
