//! Checkout: one page of steps, of which each opens when those before it are done.

mod address;
mod draft;
mod hand_over;
mod methods;
mod page;
mod pay;
mod place;
mod review;
mod shipping;
mod summary;

pub(in crate::shop) use hand_over::{leave_for, pay_page};
pub(in crate::shop) use methods::Methods;
pub use page::CheckoutPage;
