//! Reviews: written by those who bought the product and got it, one for each product and person;
//! looked at by staff before they are shown; answered by the shop.
//!
//! The average, the count and the histogram of a product are kept by the database, of published
//! reviews alone (see the migration `reviews`). Whoever changes what is published locks the product
//! first, then its stock, then the reviews by id, as whoever edits products does: its listing is
//! made anew in the same transaction.

mod forget;
mod list;
mod mine;
mod moderate;
mod photos;
mod reply;
mod routes;
mod staff_list;
mod staff_routes;
mod store;
mod tell;
mod write;

pub(super) use list::reviews;

pub use forget::forget_author;
pub use routes::ReviewRoutes;
pub use staff_routes::StaffReviewRoutes;
pub use tell::TellOfReview;
