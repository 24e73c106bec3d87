//! Orders: the list, and one with everything that is done to it.

mod detail;
mod drafts;
mod emails;
mod list;
mod many;
mod message;
mod numbers;
mod papers;
mod parcels;
mod payments;
mod refund;
mod ship;
pub(super) mod table;
mod timeline;

pub use self::detail::OrderPage;
pub use self::list::OrdersPage;
pub use self::numbers::TrackingNumbersPage;
