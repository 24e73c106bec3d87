//! The page of a product.

mod breadcrumbs;
mod buy_bar;
mod buy_box;
mod choice;
mod destination;
mod gallery;
mod lightbox;
mod page;
mod promise;
mod reviews;
mod share;
mod shipping;
mod specifications;
pub mod swatch;
mod waiting;

pub use page::ProductPage;
