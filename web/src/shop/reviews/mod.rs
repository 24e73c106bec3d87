//! What one says of what one bought: writing it, finding it again.

mod form;
mod mine;
mod ordered;
mod photos;
mod words;

pub use form::WriteReview;
pub use mine::MyReviewsPage;
pub use ordered::OrderedReviews;
pub use words::{status, status_text, tone};
