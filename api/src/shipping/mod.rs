//! What shipping costs: services with tariffs, by weight and distance.
//!
//! A service's price follows from the chargeable weight of the parcel and the great-circle
//! distance between the shop's regency and the destination's. Tariffs and the rounding rule are
//! in `shared::shipping`; the services come with the settings of the `store` room.

mod distance;
mod estimate;
mod routes;
mod rules;
mod settings;
mod settings_routes;
mod store;

pub use distance::{Points, points};
pub use routes::ShippingRoutes;
pub use rules::{Extras, Service, quotes};
pub use settings_routes::ShippingSettingsRoutes;
pub use store::services;
