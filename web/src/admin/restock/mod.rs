//! Orders to suppliers: the list, writing one, receiving it.

mod counting;
mod draft;
mod editor;
mod lines;
mod list;
mod page;
mod receipts;
mod receive;
mod search;
mod steps;
mod suggestions;
mod table;

pub use self::list::RestockPage;
pub use self::page::RestockOrderPage;
pub use self::search::VariantSearch;
pub use self::table::RestockTable;
