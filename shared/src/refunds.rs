//! Refunds: what can still go back of an order, what is asked for, and what was made of it. Browser and
//! server run these very lines.

mod request;
mod split;
#[cfg(test)]
mod tests;
mod view;

pub use request::{RefundItemRequest, RefundOrderRequest, RetryRefundRequest, TransferRefundRequest};
pub use split::{GivenBack, PaidLine, RefundFault, RefundItem, RefundSplit, Refundable, refundable, share};
pub use view::{Refund, StaffRefund, is_overdue};
