//! A card of a cart that was filled, and the cart as it is by now.

use shared::cart::RestoreCartRequest;
use shared::chat::ChatCart;
use web_logic::cart_card::missing;
use web_logic::left_out;

use crate::api::{ApiError, cart};
use crate::shop::cart::CartHandle;

/// What came of it.
pub(super) enum Filled {
    /// It can be checked out, without what is named: that is not to be had.
    Ready(Vec<String>),
    /// That cart was ordered already.
    Ordered,
}

/// Puts into the cart again what it lacks of a card. What else is in it stays.
pub(super) async fn fill_up(handle: CartHandle, card: &ChatCart) -> Result<Filled, ApiError> {
    let now = cart::get_cart().await?;
    let items = missing(card, &now);
    let is_its_own = now.id == Some(card.cart_id);
    handle.put(now);
    if !is_its_own {
        return Ok(Filled::Ordered);
    }
    if items.is_empty() {
        return Ok(Filled::Ready(Vec::new()));
    }
    let restored = cart::restore_cart(&RestoreCartRequest { items }).await?;
    handle.put(restored.cart);
    let lines = card.lines.iter().map(|line| (line.variant_id, line.name.as_str()));
    Ok(Filled::Ready(left_out::names(&restored.left_out, lines).into_iter().map(str::to_owned).collect()))
}
