//! Maintenance: the shop is read only, or closed to all but staff, while somebody works on it.
//!
//! It is one row of the database, and every process knows it by heart ([`Standing`]): requests are let through
//! or refused ([`MaintenanceGate`]) without asking, and when the row changes the database tells all of them.
//! What payment providers have to say is always taken in, and staff can always sign in.

mod gate;
mod routes;
mod set;
mod standing;

pub use gate::{MaintenanceGate, retry_after};
pub use routes::MaintenanceRoutes;
pub use set::{MAINTENANCE_COLUMNS, MaintenanceRow, get, set};
pub use standing::{Standing, follow, reread};
