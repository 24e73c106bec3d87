//! A card of a cart that was filled in a chat, beside the cart as it is by now.

use shared::cart::{Cart, CartLine};
use shared::chat::{ChatCart, ChatCartLine};

/// How the cart of a card stands by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStanding {
    /// As it was filled, as far as is known.
    Same,
    /// Something else is in it.
    Differs,
    /// It was ordered.
    Ordered,
}

/// How the cart of a card stands, with what is known of the cart of now.
#[must_use]
pub fn standing(card: &ChatCart, now: Option<&Cart>) -> CardStanding {
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
#[must_use]
pub fn missing(card: &ChatCart, now: &Cart) -> Vec<CartLine> {
    let is_missing = |line: &&ChatCartLine| !now.items.iter().any(|item| item.variant_id == line.variant_id);
    let line = |line: &ChatCartLine| CartLine { variant_id: line.variant_id, quantity: line.quantity };
    card.lines.iter().filter(is_missing).map(line).collect()
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
        Cart { id, token: None, items, count: 1, subtotal: Rupiah(1), ready: true, left_out: None }
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
