//! Provinces, regencies and districts of Indonesia.
//!
//! The regions come with the schema and change with it alone, so what is sent of them is written
//! once and kept for the life of the process. Their names are stored as the government writes
//! them (`KOTA BANDUNG`) and shown as people do (`Kota Bandung`).

mod find;
mod names;
mod routes;

pub use find::{RegionCache, path};
pub use names::display as display_name;
pub use routes::RegionRoutes;
