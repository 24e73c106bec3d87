//! Checkout: one page of steps; a finished one collapses into what was chosen.

mod draft;
mod hand_over;
mod methods;
mod page;
mod pay;
mod shipping;
mod summary;

pub(in crate::shop) use hand_over::{leave_for, pay_page};
pub(in crate::shop) use methods::Methods;
pub use page::CheckoutPage;
