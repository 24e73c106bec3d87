//! The catalogue: lists, search, products, categories.

use crate::cache::Change;

/// What is remembered of the catalogue.
#[derive(Default)]
pub struct CatalogCache {}

impl CatalogCache {
    /// Forgets what the change makes untrue.
    pub fn apply(&self, _: &Change) {}
}
