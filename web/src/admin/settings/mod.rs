//! The settings of the shop, one page each.

mod brand;
mod email;
mod frame;
mod hours;
pub mod log;
mod pages;
mod payments;
mod security;
mod shipping;
mod store;
mod tested;
pub mod words;

pub use self::email::EmailSettingsPage;
pub use self::pages::{ContentPageEditor, ContentPagesPage};
pub use self::payments::PaymentSettingsPage;
pub use self::security::SecuritySettingsPage;
pub use self::shipping::ShippingSettingsPage;
pub use self::store::StoreSettingsPage;
