//! Puts things into a cart, changes and removes them.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::cart::{AddToCartRequest, Cart, ReplaceCartRequest, RestoreCartRequest, RestoredCart};
use shared::ids::{CartId, UserId, VariantId};
use shared::problem::ErrorCode;
use shared::totals::{MAX_LINES, MAX_QUANTITY};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::store::{self, Holder};
use super::view;
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, CartToken, Visitor};

fn max_lines() -> i64 {
    i64::try_from(MAX_LINES).unwrap_or(i64::MAX)
}

#[derive(FromQueryResult)]
struct Added {
    cart: Uuid,
    added: bool,
}

/// Adds pieces of a variant. More than there are is refused, and said how many there are.
pub(super) async fn add(ctx: &Ctx, visitor: &Visitor, token: &CartToken, ask: AddToCartRequest) -> Result<Cart, ApiError> {
    let now = ctx.clock.now();
    let mut holder = Holder::of(visitor, token);
    let mut added = add_to(ctx, &holder, &ask, now).await?;
    if added.is_none() {
        // A token that names no open cart: the guest gets another one.
        holder = Holder::newcomer();
        added = add_to(ctx, &holder, &ask, now).await?;
    }
    let Added { cart, added } = added.ok_or(DbErr::RecordNotInserted)?;
    if !added {
        return Err(refusal(ctx, CartId(cart), ask.variant_id, ask.quantity).await?);
    }
    crate::catalog::count_cart_add(ctx, ask.variant_id);
    view::view(ctx, CartId(cart), holder.into_new_token()).await
}

/// Finds or makes the cart and puts the pieces in, by one statement. `None` when the cart does not
/// exist.
///
/// What the cart has is read from its few lines: joined by the variant, PostgreSQL may go through all carts that hold it.
async fn add_to(ctx: &Ctx, holder: &Holder, ask: &AddToCartRequest, now: DateTime<Utc>) -> Result<Option<Added>, DbErr> {
    let (cart, values) = holder.cart(now);
    let sql = format!(
        "WITH cart AS ({cart}),
         line AS (
             INSERT INTO cart_items AS ci (cart_id, variant_id, quantity, price_when_added)
             SELECT cart.id, v.id, $5, v.price
             FROM cart CROSS JOIN variants v JOIN products p ON p.id = v.product_id JOIN stocks s ON s.variant_id = v.id
             CROSS JOIN LATERAL (
                 SELECT count(*) AS lines, COALESCE(sum(i.quantity) FILTER (WHERE i.variant_id = v.id), 0) AS quantity
                 FROM cart_items i WHERE i.cart_id = cart.id) had
             WHERE v.id = $4 AND v.active AND p.status = 'active'
               AND had.quantity + $5 <= LEAST(s.on_hand - s.reserved, $6)
               AND (had.quantity > 0 OR had.lines < $7)
             ON CONFLICT (cart_id, variant_id) DO UPDATE SET
                 quantity = LEAST(ci.quantity + EXCLUDED.quantity, $6), price_when_added = EXCLUDED.price_when_added
             RETURNING ci.cart_id)
         SELECT cart.id AS cart, EXISTS (SELECT FROM line) AS added FROM cart"
    );
    let line = [ask.variant_id.0.into(), ask.quantity.into(), MAX_QUANTITY.into(), max_lines().into()];
    one(&ctx.db, &sql, values.into_iter().chain(line)).await
}

#[derive(FromQueryResult)]
struct Offer {
    name: String,
    active: bool,
    available: i32,
    had: i32,
    lines: i64,
}

/// Why a variant could not be added or set to `wanted` pieces.
async fn refusal(ctx: &Ctx, cart: CartId, variant: VariantId, wanted: i32) -> Result<ApiError, DbErr> {
    let sql = "SELECT p.name, v.active AND p.status = 'active' AS active, GREATEST(s.on_hand - s.reserved, 0) AS available,
                      COALESCE((SELECT quantity FROM cart_items WHERE cart_id = $2 AND variant_id = v.id), 0) AS had,
                      (SELECT count(*) FROM cart_items WHERE cart_id = $2) AS lines
               FROM variants v JOIN products p ON p.id = v.product_id JOIN stocks s ON s.variant_id = v.id WHERE v.id = $1";
    let offer: Option<Offer> = one(&ctx.db, sql, [variant.0.into(), cart.0.into()]).await?;
    let Some(offer) = offer.filter(|offer| offer.active) else {
        return Ok(ApiError::invalid(vec![FieldError::new("/variant_id", FieldCode::UnknownChoice)]));
    };
    if offer.had == 0 && offer.lines >= max_lines() {
        return Ok(ApiError::invalid(vec![FieldError::new("", FieldCode::TooMany).with("max", MAX_LINES)]));
    }
    if offer.had + wanted > MAX_QUANTITY && offer.available >= MAX_QUANTITY {
        return Ok(ApiError::invalid(vec![FieldError::new("/quantity", FieldCode::TooLarge).with("max", MAX_QUANTITY)]));
    }
    Ok(short(variant, &offer.name, wanted, offer.available, offer.had))
}

/// 409: not enough is left of one variant.
fn short(variant: VariantId, name: &str, wanted: i32, available: i32, in_cart: i32) -> ApiError {
    let item =
        serde_json::json!({ "variant_id": variant, "name": name, "wanted": wanted, "available": available, "in_cart": in_cart });
    ApiError::conflict(ErrorCode::OutOfStock).with("items", [item])
}

/// Sets how many pieces of a variant there shall be; 0 removes the line.
pub(super) async fn set_quantity(
    ctx: &Ctx,
    visitor: &Visitor,
    token: &CartToken,
    variant: VariantId,
    quantity: i32,
) -> Result<Cart, ApiError> {
    let Some(cart) = store::find(&ctx.db, visitor, token).await? else { return Err(ApiError::not_found()) };
    if quantity == 0 {
        execute(&ctx.db, "DELETE FROM cart_items WHERE cart_id = $1 AND variant_id = $2", [cart.0.into(), variant.0.into()])
            .await?;
        return view::view(ctx, cart, None).await;
    }
    // Fewer is always fine, even when that is still more than there are.
    let sql = "UPDATE cart_items ci SET quantity = $3 FROM stocks s
               WHERE ci.cart_id = $1 AND ci.variant_id = $2 AND s.variant_id = ci.variant_id
                 AND ($3 <= ci.quantity OR $3 <= s.on_hand - s.reserved)";
    if execute(&ctx.db, sql, [cart.0.into(), variant.0.into(), quantity.into()]).await? == 0 {
        let sql = "SELECT p.name, true AS active, GREATEST(s.on_hand - s.reserved, 0) AS available, ci.quantity AS had, 0::bigint AS lines
                   FROM cart_items ci JOIN variants v ON v.id = ci.variant_id JOIN products p ON p.id = v.product_id
                   JOIN stocks s ON s.variant_id = v.id WHERE ci.cart_id = $1 AND ci.variant_id = $2";
        let offer: Option<Offer> = one(&ctx.db, sql, [cart.0.into(), variant.0.into()]).await?;
        return Err(
            offer.map_or_else(ApiError::not_found, |offer| short(variant, &offer.name, quantity, offer.available, offer.had))
        );
    }
    view::view(ctx, cart, None).await
}

/// Empties the cart.
pub(super) async fn clear(ctx: &Ctx, visitor: &Visitor, token: &CartToken) -> Result<Cart, ApiError> {
    let Some(cart) = store::find(&ctx.db, visitor, token).await? else { return Ok(view::empty()) };
    execute(&ctx.db, "DELETE FROM cart_items WHERE cart_id = $1", [cart.0.into()]).await?;
    view::view(ctx, cart, None).await
}

/// Replaces what is in the cart. More than there are is kept: the cart says so.
pub(super) async fn replace(ctx: &Ctx, visitor: &Visitor, token: &CartToken, ask: &ReplaceCartRequest) -> Result<Cart, ApiError> {
    let tx = ctx.begin().await?;
    let (cart, token) = store::find_or_create(&tx, visitor, token, ctx.clock.now()).await?;
    execute(&tx, "DELETE FROM cart_items WHERE cart_id = $1", [cart.0.into()]).await?;
    let wanted: Vec<(VariantId, i32)> = ask.items.iter().map(|item| (item.variant_id, item.quantity)).collect();
    let added = insert(&tx, cart, &wanted).await?;
    if added.len() < wanted.len() {
        return Err(ApiError::invalid(vec![FieldError::new("/items", FieldCode::UnknownChoice)]));
    }
    tx.commit().await?;
    view::view(ctx, cart, token).await
}

/// Puts lines back that were taken out, behind those that are there, as far as they are for sale and there is room. A line
/// that is in the cart by now stays as it is. The price counts from now; more pieces than there are is kept: the cart says so.
pub(super) async fn restore(
    ctx: &Ctx,
    visitor: &Visitor,
    token: &CartToken,
    ask: &RestoreCartRequest,
) -> Result<RestoredCart, ApiError> {
    let tx = ctx.begin().await?;
    let (cart, token) = store::find_or_create(&tx, visitor, token, ctx.clock.now()).await?;
    let variants: Vec<Uuid> = ask.items.iter().map(|item| item.variant_id.0).collect();
    let quantities: Vec<i32> = ask.items.iter().map(|item| item.quantity).collect();
    let sql = "INSERT INTO cart_items (cart_id, variant_id, quantity, price_when_added, added_at)
               SELECT $1, v.id, w.quantity, v.price, clock_timestamp() + w.place * interval '1 microsecond'
               FROM unnest($2::uuid[], $3::int[]) WITH ORDINALITY AS w (variant_id, quantity, place)
               JOIN variants v ON v.id = w.variant_id JOIN products p ON p.id = v.product_id
               WHERE v.active AND p.status = 'active'
                 AND NOT EXISTS (SELECT FROM cart_items ci WHERE ci.cart_id = $1 AND ci.variant_id = v.id)
               ORDER BY w.place LIMIT GREATEST($4 - (SELECT count(*) FROM cart_items WHERE cart_id = $1), 0)
               ON CONFLICT (cart_id, variant_id) DO NOTHING";
    execute(&tx, sql, [cart.0.into(), variants.into(), quantities.into(), max_lines().into()]).await?;
    tx.commit().await?;
    let cart = view::view(ctx, cart, token).await?;
    let is_there = |variant: VariantId| cart.items.iter().any(|item| item.variant_id == variant);
    let left_out = ask.items.iter().map(|item| item.variant_id).filter(|variant| !is_there(*variant)).collect();
    Ok(RestoredCart { cart, left_out })
}

/// Adds variants to a person's cart, as far as they are for sale and there is room, and tells which were not. For "buy again".
///
/// # Errors
/// What the database says.
pub async fn add_all(ctx: &Ctx, user: UserId, wanted: &[(VariantId, i32)]) -> Result<Cart, ApiError> {
    let tx = ctx.begin().await?;
    let cart = store::of_user(&tx, user, ctx.clock.now()).await?;
    let added = insert(&tx, cart, wanted).await?;
    tx.commit().await?;
    let left_out = wanted.iter().map(|(variant, _)| *variant).filter(|variant| !added.contains(&variant.0)).collect();
    Ok(Cart { left_out: Some(left_out), ..view::view(ctx, cart, None).await? })
}

#[derive(FromQueryResult)]
struct Wanted {
    variant_id: Uuid,
    active: bool,
    available: i32,
    in_cart: bool,
}

/// Sets how many pieces of variants there shall be in a person's cart; what else is in it stays. Nothing
/// is set when one of them is not to be had: which, is told by its place in `wanted`.
///
/// # Errors
/// `/items/…` that are not for sale, named twice, or more than there are; what the database says.
pub async fn fill(
    tx: &impl ConnectionTrait,
    user: UserId,
    wanted: &[(VariantId, i32)],
    now: DateTime<Utc>,
) -> Result<CartId, ApiError> {
    let cart = store::of_user(tx, user, now).await?;
    let variants: Vec<Uuid> = wanted.iter().map(|(variant, _)| variant.0).collect();
    let quantities: Vec<i32> = wanted.iter().map(|(_, quantity)| *quantity).collect();
    let sql =
        "SELECT v.id AS variant_id, v.active AND p.status = 'active' AS active, GREATEST(s.on_hand - s.reserved, 0) AS available,
                      EXISTS (SELECT FROM cart_items ci WHERE ci.cart_id = $2 AND ci.variant_id = v.id) AS in_cart
               FROM variants v JOIN products p ON p.id = v.product_id JOIN stocks s ON s.variant_id = v.id WHERE v.id = ANY ($1)";
    let offers: Vec<Wanted> = all(tx, sql, [variants.clone().into(), cart.0.into()]).await?;
    let faults = faults_of(wanted, &offers);
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    let lines: Option<Lines> = one(tx, "SELECT count(*) AS lines FROM cart_items WHERE cart_id = $1", [cart.0.into()]).await?;
    let new = offers.iter().filter(|offer| !offer.in_cart).count();
    if lines.map_or(0, |row| row.lines) + i64::try_from(new).unwrap_or(i64::MAX) > max_lines() {
        return Err(ApiError::invalid(vec![FieldError::new("/items", FieldCode::TooMany).with("max", MAX_LINES)]));
    }
    let sql = "INSERT INTO cart_items AS ci (cart_id, variant_id, quantity, price_when_added)
               SELECT $1, v.id, w.quantity, v.price FROM unnest($2::uuid[], $3::int[]) AS w (variant_id, quantity)
               JOIN variants v ON v.id = w.variant_id
               ON CONFLICT (cart_id, variant_id) DO UPDATE SET
                   quantity = EXCLUDED.quantity, price_when_added = EXCLUDED.price_when_added";
    execute(tx, sql, [cart.0.into(), variants.into(), quantities.into()]).await?;
    Ok(cart)
}

#[derive(FromQueryResult)]
struct Lines {
    lines: i64,
}

/// What is not to be had of what is wanted.
fn faults_of(wanted: &[(VariantId, i32)], offers: &[Wanted]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, (variant, quantity)) in wanted.iter().enumerate() {
        let offer = offers.iter().find(|offer| offer.variant_id == variant.0 && offer.active);
        let pointer = |field: &str| format!("/items/{index}/{field}");
        if wanted.iter().take(index).any(|(earlier, _)| earlier == variant) {
            faults.push(FieldError::new(pointer("variant_id"), FieldCode::Duplicate));
        } else if let Some(offer) = offer {
            let most = offer.available.min(MAX_QUANTITY);
            if *quantity > most {
                faults.push(FieldError::new(pointer("quantity"), FieldCode::TooLarge).with("max", most));
            }
        } else {
            faults.push(FieldError::new(pointer("variant_id"), FieldCode::UnknownChoice));
        }
    }
    faults
}

#[derive(FromQueryResult)]
struct Inserted {
    variant_id: Uuid,
}

/// Inserts lines on top of those that are there, as far as they are for sale and there is room; tells which variants.
async fn insert(tx: &impl ConnectionTrait, cart: CartId, wanted: &[(VariantId, i32)]) -> Result<Vec<Uuid>, DbErr> {
    let variants: Vec<Uuid> = wanted.iter().map(|(variant, _)| variant.0).collect();
    let quantities: Vec<i32> = wanted.iter().map(|(_, quantity)| *quantity).collect();
    let sql = "INSERT INTO cart_items AS ci (cart_id, variant_id, quantity, price_when_added)
               SELECT $1, v.id, LEAST(w.quantity, $4), v.price
               FROM unnest($2::uuid[], $3::int[]) WITH ORDINALITY AS w (variant_id, quantity, place)
               JOIN variants v ON v.id = w.variant_id JOIN products p ON p.id = v.product_id
               LEFT JOIN cart_items had ON had.cart_id = $1 AND had.variant_id = v.id
               WHERE v.active AND p.status = 'active'
               ORDER BY had.variant_id IS NULL, w.place
               LIMIT GREATEST($5 - (SELECT count(*) FROM cart_items c WHERE c.cart_id = $1 AND NOT EXISTS (
                   SELECT FROM variants x JOIN products y ON y.id = x.product_id
                   WHERE x.id = c.variant_id AND x.id = ANY ($2) AND x.active AND y.status = 'active')), 0)
               ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = LEAST(ci.quantity + EXCLUDED.quantity, $4)
               RETURNING ci.variant_id";
    let values = [cart.0.into(), variants.into(), quantities.into(), MAX_QUANTITY.into(), max_lines().into()];
    let rows: Vec<Inserted> = all(tx, sql, values).await?;
    Ok(rows.into_iter().map(|row| row.variant_id).collect())
}
