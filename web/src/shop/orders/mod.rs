//! A buyer's orders.

mod detail;
mod list;
mod next_step;
mod words;

pub use detail::OrderPage;
pub use list::OrdersPage;
