//! What of an order is back in the cart, once all of it was to be put there again.

use shared::cart::{Cart, LineNotice};
use shared::orders::OrderItem;

/// The order's lines that are not in the cart, or not for sale there: withdrawn by now, or one line too many.
#[must_use]
pub fn left_out<'items>(items: &'items [OrderItem], cart: &Cart) -> Vec<&'items OrderItem> {
    let is_back = |item: &OrderItem| {
        cart.items.iter().any(|line| line.variant_id == item.variant_id && !line.notices.contains(&LineNotice::Withdrawn))
    };
    items.iter().filter(|item| !is_back(item)).collect()
}

#[cfg(test)]
mod tests {
    use shared::cart::CartItem;
    use shared::ids::{OrderItemId, ProductId, VariantId};
    use shared::money::Rupiah;

    use super::*;

    fn ordered(name: &str) -> OrderItem {
        OrderItem {
            id: OrderItemId::generate(),
            variant_id: VariantId::generate(),
            product_id: ProductId::generate(),
            product_slug: "rg550".to_owned(),
            name: name.to_owned(),
            sku: "RG550".to_owned(),
            options: Vec::new(),
            price: Rupiah(1),
            quantity: 1,
            line_total: Rupiah(1),
            image: None,
        }
    }

    fn line(item: &OrderItem, notices: Vec<LineNotice>) -> CartItem {
        CartItem {
            variant_id: item.variant_id,
            product_id: item.product_id,
            product_slug: item.product_slug.clone(),
            name: item.name.clone(),
            brand: "Ibanez".to_owned(),
            options: Vec::new(),
            sku: item.sku.clone(),
            price: Rupiah(1),
            price_when_added: Rupiah(1),
            quantity: 1,
            available: 9,
            line_total: Rupiah(1),
            notices,
            image: None,
        }
    }

    #[test]
    fn what_is_not_for_sale_any_more_is_left_out() {
        let items = ["gone", "back", "sold out", "withdrawn in the cart"].map(ordered);
        let [_, back, sold_out, withdrawn] = &items;
        let lines =
            vec![line(back, Vec::new()), line(sold_out, vec![LineNotice::SoldOut]), line(withdrawn, vec![LineNotice::Withdrawn])];
        let cart = Cart { id: None, token: None, items: lines, count: 3, subtotal: Rupiah(3), ready: false };
        let names: Vec<&str> = left_out(&items, &cart).into_iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["gone", "withdrawn in the cart"]);
    }
}
