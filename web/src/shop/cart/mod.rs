//! The cart: a handle for whoever puts something into it, the button, the drawer, the page.

mod handle;
mod lines;
mod page;

pub(in crate::shop) use handle::explain;
pub use handle::{CartHandle, provide, use_cart};
pub use page::{CartButton, CartDrawer, CartPage, CartPiece, EmptyCart, FreshCart, draw_cart};
