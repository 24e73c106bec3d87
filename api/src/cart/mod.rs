//! The shopping cart: a guest's by an opaque token, a buyer's by account.
//!
//! A cart holds wishes, not stock: nothing is reserved until the order is placed. Reading it tells
//! what changed since a line was added.

mod adopt;
mod change;
mod forget;
mod routes;
mod store;
mod view;

pub use adopt::adopt;
pub use change::{add_all, fill};
pub use forget::forget_left;
pub use routes::CartRoutes;
pub use store::{Line, lines, lines_of, lock_open_cart};
