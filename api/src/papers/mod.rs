//! The papers of orders: invoice, packing list and label, one by one and for many orders at once.
//!
//! The crate `papers` draws; this room reads what is printed, decides who gets which, and keeps
//! drawing off the threads that answer requests (`Desk`). Papers are drawn when they are asked for
//! and kept nowhere: names, prices and tax are the order's own, as they were when it was placed, and
//! an invoice says what is true now (paid, called off, sent back).

mod desk;
mod logo;
mod print;
mod routes;
mod store;

pub use desk::Desk;
pub use print::{invoice_name, letterhead, mailed_invoice, report};
pub use routes::PaperRoutes;
