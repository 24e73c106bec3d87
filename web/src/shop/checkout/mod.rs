//! Checkout: one page of steps; a finished one collapses into what was chosen.

mod draft;
mod page;
mod pay;
mod shipping;
mod summary;

pub use page::CheckoutPage;
pub(in crate::shop) use pay::{Methods, hand_over};
