//! The settings of the shop, one page each.

mod frame;
mod hours;
mod store;
pub mod words;

pub use self::store::StoreSettingsPage;
