//! A card of a cart that was filled, and the cart as it is by now.

use shared::cart::{AddToCartRequest, Cart, RestoreCartRequest};
use shared::chat::{ChatCart, ChatCartLine};

use crate::api::{ApiError, cart};
use crate::chat::CardStanding;
use crate::shop::cart::CartHandle;

/// How the cart of a card stands, with what is known of the cart of now.
pub(super) fn standing(card: &ChatCart, now: Option<&Cart>) -> CardStanding {
    // A cart is followed by another one only when it is ordered.
    let is_followed = now.and_then(|now| now.id).is_some_and(|now| now > card.cart_id);
    if card.ordered || is_followed {
        return CardStanding::Ordered;
    }
    // Of one that is not known yet nothing is said.
    let Some(now) = now.filter(|now| now.id == Some(card.cart_id)) else { return CardStanding::Same };
    let is_in =
        |line: &ChatCartLine| now.items.iter().any(|item| item.variant_id == line.variant_id && item.quantity == line.quantity);
    if now.items.len() == card.lines.len() && card.lines.iter().all(is_in) { CardStanding::Same } else { CardStanding::Differs }
}

/// What of a card is not in the cart any more.
fn missing(card: &ChatCart, now: &Cart) -> Vec<AddToCartRequest> {
    let is_missing = |line: &&ChatCartLine| !now.items.iter().any(|item| item.variant_id == line.variant_id);
    let line = |line: &ChatCartLine| AddToCartRequest { variant_id: line.variant_id, quantity: line.quantity };
    card.lines.iter().filter(is_missing).map(line).collect()
}

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
    let left_out = card.lines.iter().filter(|line| restored.left_out.contains(&line.variant_id));
    Ok(Filled::Ready(left_out.map(|line| line.name.clone()).collect()))
}

#[cfg(test)]
mod tests {
    use shared::cart::CartItem;
    use shared::ids::{CartId, ProductId, VariantId};
    use shared::money::Rupiah;

    use super::*;

    fn card(cart_id: CartId, lines: &[(VariantId, i32)]) -> ChatCart {
        let line = |(variant_id, quantity): &(VariantId, i32)| ChatCartLine {
            variant_id: *variant_id,
            slug: "rg550".to_owned(),
            name: "RG550".to_owned(),
            options: String::new(),
            quantity: *quantity,
            price: Rupiah(1),
            image_id: None,
        };
        ChatCart { cart_id, lines: lines.iter().map(line).collect(), total: Rupiah(1), ordered: false }
    }

    fn cart(id: Option<CartId>, lines: &[(VariantId, i32)]) -> Cart {
        let line = |(variant_id, quantity): &(VariantId, i32)| CartItem {
            variant_id: *variant_id,
            product_id: ProductId::generate(),
            product_slug: "rg550".to_owned(),
            name: "RG550".to_owned(),
            brand: "Ibanez".to_owned(),
            options: Vec::new(),
            sku: "RG550".to_owned(),
            price: Rupiah(1),
            price_when_added: Rupiah(1),
            quantity: *quantity,
            available: 9,
            line_total: Rupiah(1),
            notices: Vec::new(),
            image: None,
        };
        let items = lines.iter().map(line).collect();
        Cart { id, token: None, items, count: 1, subtotal: Rupiah(1), ready: true }
    }

    #[test]
    fn a_card_is_compared_with_the_cart_of_now() {
        let (before, id, after) = (CartId::generate(), CartId::generate(), CartId::generate());
        let (one, two) = (VariantId::generate(), VariantId::generate());
        let card = card(id, &[(one, 2)]);
        for (now, stands) in [
            (cart(Some(id), &[(one, 2)]), CardStanding::Same),
            (cart(Some(id), &[(one, 1)]), CardStanding::Differs),
            (cart(Some(id), &[]), CardStanding::Differs),
            (cart(Some(id), &[(one, 2), (two, 1)]), CardStanding::Differs),
            (cart(None, &[]), CardStanding::Same),
            (cart(Some(before), &[]), CardStanding::Same),
            (cart(Some(after), &[(one, 2)]), CardStanding::Ordered),
        ] {
            assert_eq!(standing(&card, Some(&now)), stands, "{now:?}");
        }
        assert_eq!(standing(&card, None), CardStanding::Same);
        assert_eq!(standing(&ChatCart { ordered: true, ..card.clone() }, None), CardStanding::Ordered);
        let lacks = |now: &Cart| missing(&card, now).iter().map(|line| (line.variant_id, line.quantity)).collect::<Vec<_>>();
        assert_eq!((lacks(&cart(Some(id), &[(two, 1)])), lacks(&cart(Some(id), &[(one, 1)]))), (vec![(one, 2)], vec![]));
    }
}
