//! The cart as it is shown.

use shared::cart::{Cart, CartItem, LineNotice};
use shared::ids::CartId;
use shared::money::Rupiah;
use shared::totals::MAX_QUANTITY;

use super::store::{self, Line};
use crate::context::Ctx;
use crate::http::ApiError;

/// What changed about a line since it was added.
fn notices(line: &Line) -> Vec<LineNotice> {
    if !line.active {
        return vec![LineNotice::Withdrawn];
    }
    let mut notices = Vec::new();
    if line.available == 0 {
        notices.push(LineNotice::SoldOut);
    } else if line.available < line.quantity {
        notices.push(LineNotice::ShortOfStock);
    }
    if line.price != line.price_when_added {
        notices.push(LineNotice::PriceChanged);
    }
    notices
}

fn item(line: Line) -> CartItem {
    let notices = notices(&line);
    CartItem {
        line_total: line.price.checked_mul(i64::from(line.quantity)).unwrap_or(Rupiah(i64::MAX)),
        available: line.available.min(MAX_QUANTITY),
        image: line.image.and_then(crate::files::image_from_json),
        variant_id: line.variant_id,
        product_id: line.product_id,
        product_slug: line.product_slug,
        name: line.name,
        brand: line.brand,
        options: line.options,
        sku: line.sku,
        price: line.price,
        price_when_added: line.price_when_added,
        quantity: line.quantity,
        notices,
    }
}

/// A cart that holds nothing.
pub(super) fn empty() -> Cart {
    Cart { id: None, token: None, items: Vec::new(), count: 0, subtotal: Rupiah::ZERO, ready: false, left_out: None }
}

/// The cart with its lines.
pub(super) async fn view(ctx: &Ctx, cart: CartId, token: Option<String>) -> Result<Cart, ApiError> {
    let items: Vec<CartItem> = store::lines(&ctx.db, cart).await?.into_iter().map(item).collect();
    let in_the_way = |notice: &LineNotice| *notice != LineNotice::PriceChanged;
    Ok(Cart {
        id: Some(cart),
        token,
        count: items.iter().map(|item| item.quantity).sum(),
        subtotal: items.iter().fold(Rupiah::ZERO, |sum, item| sum.checked_add(item.line_total).unwrap_or(Rupiah(i64::MAX))),
        ready: !items.is_empty() && !items.iter().any(|item| item.notices.iter().any(in_the_way)),
        items,
        left_out: None,
    })
}
