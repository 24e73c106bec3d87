//! Figures for the back office.

mod dashboard;
mod routes;

pub use routes::ReportRoutes;
