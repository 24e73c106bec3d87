//! The catalogue as staff edit it: products with their variants, one at a time and many together.
//!
//! A product is saved whole, in one transaction. Locks: the product, then the stock of its variants
//! by id (orders take stock, then write lines that point at the variants), then the variants.
//! Listings are made anew once, at the end of the transaction ([`tx::finish`]).

mod around;
mod bulk;
mod choices;
mod duplicate;
mod find;
mod image_routes;
mod images;
mod names;
mod routes;
mod save;
mod similar;
mod tx;
mod variants;

pub(super) use around::Around;
pub(super) use find::{find_all, for_log, subject};
pub(super) use save::{Author, insert, overwrite, planned, tidy};
pub(super) use tx::{begin, finish, lock_products, lock_stock};

pub use find::find as staff_product;
pub use image_routes::ProductImageRoutes;
pub use routes::StaffProductRoutes;
