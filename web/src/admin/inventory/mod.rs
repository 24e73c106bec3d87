//! Stock in the back office: the list, one variant, what came and went, reports.

mod adjust;
mod item;
mod list;
mod movements;
mod reports;
mod thresholds;
pub mod words;

pub use self::item::StockPage;
pub use self::list::InventoryPage;
pub use self::movements::MovementsPage;
pub use self::reports::InventoryReportsPage;
