//! The page of a product.

mod breadcrumbs;
mod buy_bar;
mod buy_box;
mod destination;
mod gallery;
mod lightbox;
mod page;
mod promise;
mod reviews;
mod share;
mod shipping;
mod specifications;
mod waiting;

pub use page::ProductPage;
