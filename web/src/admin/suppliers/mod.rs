//! Whom the shop buys from.

mod form;
mod list;
mod page;
mod products;

pub use self::list::SuppliersPage;
pub use self::page::SupplierPage;
