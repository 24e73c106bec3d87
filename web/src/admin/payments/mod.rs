//! Payments: the list, one with all that its provider said, and news that fits none.

mod detail;
mod event;
mod list;
pub(super) mod refunds;
pub(super) mod review;
mod unmatched;
pub(super) mod words;

pub use self::detail::PaymentPage;
pub use self::list::PaymentsPage;
pub use self::unmatched::UnmatchedPage;
