//! The category tree as staff edit it.
//!
//! Whoever changes the tree's form locks all of it, by id: it is small, and two moves that are each
//! right could make a circle together. Locks: the tree, then products by id, then their stock.

mod change;
mod delete;
mod find;
mod image;
mod place;
mod routes;

pub use routes::CategoryEditRoutes;
