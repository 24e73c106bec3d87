//! A guest signs in: their cart becomes part of the account's.

use shared::ids::UserId;
use shared::totals::{MAX_LINES, MAX_QUANTITY};

use super::store;
use crate::account::tokens::hash_secret;
use crate::context::Ctx;
use crate::db::execute;
use crate::http::ApiError;

/// Moves the lines of the guest cart named by `token` into the person's cart, quantities added up
/// and capped by stock as far as there is any, and closes the guest cart. Doing it twice changes nothing.
/// Where it cannot be done now, the guest cart stays for the next time: nobody's sign-in fails by it.
pub async fn adopt(ctx: &Ctx, user: UserId, token: Option<&str>) {
    let Some(token) = token else { return };
    if let Err(error) = merge(ctx, user, token).await {
        tracing::warn!(?error, "a guest's cart was not merged");
    }
}

async fn merge(ctx: &Ctx, user: UserId, token: &str) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    let hash = hash_secret(token);
    let closed =
        execute(&tx, "UPDATE carts SET status = 'merged' WHERE token_hash = $1 AND status = 'open'", [hash.clone().into()])
            .await?;
    if closed == 0 {
        return Ok(());
    }
    let cart = store::of_user(&tx, user, ctx.clock.now()).await?;
    let sql = "INSERT INTO cart_items AS ci (cart_id, variant_id, quantity, price_when_added, added_at)
               SELECT $1, g.variant_id, LEAST(g.quantity, NULLIF(s.on_hand - s.reserved, 0)), g.price_when_added, g.added_at
               FROM carts c JOIN cart_items g ON g.cart_id = c.id JOIN stocks s ON s.variant_id = g.variant_id
               LEFT JOIN cart_items had ON had.cart_id = $1 AND had.variant_id = g.variant_id
               WHERE c.token_hash = $2 ORDER BY had.variant_id IS NULL, g.added_at
               LIMIT GREATEST($4 - (SELECT count(*) FROM cart_items WHERE cart_id = $1), 0)
                   + (SELECT count(*) FROM carts c JOIN cart_items g ON g.cart_id = c.id JOIN cart_items had USING (variant_id)
                      WHERE c.token_hash = $2 AND had.cart_id = $1)
               ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = GREATEST(ci.quantity, LEAST(ci.quantity + EXCLUDED.quantity, $3,
                   (SELECT s.on_hand - s.reserved FROM stocks s WHERE s.variant_id = EXCLUDED.variant_id)))";
    let max_lines = i64::try_from(MAX_LINES).unwrap_or(i64::MAX);
    execute(&tx, sql, [cart.0.into(), hash.into(), MAX_QUANTITY.into(), max_lines.into()]).await?;
    tx.commit().await?;
    Ok(())
}
