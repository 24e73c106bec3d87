//! Products from a file and into one: the same columns both ways (`docs/product-csv.md`).
//!
//! A file is taken in, its rows are checked by a job, staff read the report and apply it, and another
//! job writes it, some products at a time, each batch in one transaction with the note of what became
//! of its rows. A batch that was not committed is done again; one that was is not. A product is written
//! by the same functions as from its editor.

mod apply;
mod batch;
mod cells;
mod check;
mod columns;
mod export;
mod find;
#[cfg(feature = "fuzzing")]
mod fuzzing;
mod lookups;
mod merge;
mod receive;
mod report;
mod routes;
mod specifications;
mod state;

pub use apply::ApplyImport;
pub use check::CheckImport;
#[cfg(feature = "fuzzing")]
pub use fuzzing::read_import;
pub use routes::ImportRoutes;
