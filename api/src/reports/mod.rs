//! Figures for the back office.

mod dashboard;
mod low_stock;
mod routes;

pub use low_stock::TellLowStock;
pub use routes::ReportRoutes;
