//! From cart to order.
//!
//! Placing an order is one transaction: the cart, then its stock (in id order) are locked, the
//! figures are worked out anew and compared with those the buyer was shown, stock is held, the
//! order is written, the jobs are enqueued. Nothing outside the database is touched.

mod place;
mod quote;
mod routes;

pub use routes::CheckoutRoutes;
