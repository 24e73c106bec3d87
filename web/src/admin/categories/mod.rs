//! The category tree: put in order, named in both languages, with a picture each.

mod delete;
mod form;
mod page;
mod picture;
mod tree;

pub use self::page::CategoriesPage;
