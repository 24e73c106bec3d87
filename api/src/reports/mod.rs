//! Figures for the back office: its first page, what happened lately, and analytics over any span of days.
//!
//! What each figure means is written once, in the views and functions of the database
//! (`migration/src/sql/34_figures.up.sql`) and in words in `docs/figures.md`; here they are read
//! ([`figures`]), put together for a page (`dashboard`, `analytics`, `products`) and on paper (`book`, `paper`).
//! [`FoldFigures`] adds days up, [`count_visit`] counts who comes.

mod activity;
mod analytics;
mod book;
mod dashboard;
mod figures;
mod fold;
mod low_stock;
mod paper;
mod products;
mod routes;
mod visits;
mod wording;

pub use fold::FoldFigures;
pub use low_stock::TellLowStock;
pub use routes::ReportRoutes;
pub use visits::{Visits, count_visit, flush_visits, run_visits};
