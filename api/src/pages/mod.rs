//! Content pages: about, contact, questions, shipping and returns, privacy, terms.
//!
//! Staff write Markdown in both languages; it becomes HTML on the way out, with nothing in it that could do
//! anything (`markdown.rs`).

mod admin;
mod find;
mod markdown;
mod routes;
mod save;

pub use admin::StaffPageRoutes;
pub use find::page;
pub use routes::PageRoutes;
