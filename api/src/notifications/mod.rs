//! Messages to a signed-in person within the shop.
//!
//! Written in the transaction of what they tell; read and marked by their owner alone.

mod find;
mod routes;
mod store;

pub use routes::NotificationRoutes;
pub use store::add;
