//! Lists of products: everything, a category, search results.

mod active_filters;
pub mod card;
mod category_facet;
mod facet;
mod facets;
mod list;
mod pages;
mod price_facet;
mod query;
pub mod strip;

pub use card::ProductTile;
pub use pages::{CategoryPage, ProductsPage, SearchPage};
pub use query::read_options;
pub use strip::Strip;
