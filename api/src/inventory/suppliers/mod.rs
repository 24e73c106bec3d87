//! Whom the shop buys from, and on which terms.

mod find;
mod routes;
mod save;
mod terms;

pub use routes::SupplierRoutes;
