//! Messages to a signed-in person within the shop: to buyers about their orders, to those who work
//! here about what needs them.
//!
//! Written in the transaction of what they tell, or by its job; read and marked by their owner alone.
//! What goes to staff is one row for each of them, like their emails: everybody has a mark of their
//! own, what somebody was told does not change when their role does (but is hidden from who may not
//! see it any more), and one numbering serves resuming for buyers and staff alike. Few people work
//! here, so the rows are few.

mod find;
mod forget;
mod routes;
mod staff;
mod staff_routes;
mod store;

pub use forget::ForgetNotifications;
pub use routes::NotificationRoutes;
pub use staff::{StaffNotice, tell_colleague, tell_staff};
pub use staff_routes::StaffNotificationRoutes;
pub use store::{add, forget_person, head, since, tell_person, unread_of, visible_since};
