//! Corrects what is on the shelf.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{MovementId, VariantId};
use shared::inventory::{AdjustStockRequest, AdjustmentKind, MAX_PIECES, StockItem};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use super::item;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller};
use crate::idempotency::{Claim, Key};

#[derive(FromQueryResult)]
struct Shelf {
    on_hand: i32,
    reserved: i32,
    sku: String,
}

async fn lock(tx: &impl ConnectionTrait, id: VariantId) -> Result<Shelf, ApiError> {
    let sql = "SELECT s.on_hand, s.reserved, v.sku FROM stocks s JOIN variants v ON v.id = s.variant_id
               WHERE s.variant_id = $1 FOR UPDATE OF s";
    let shelf: Option<Shelf> = one(tx, sql, [id.0.into()]).await?;
    shelf.ok_or_else(ApiError::not_found)
}

/// Corrects a variant's stock; the same key does it once. A count that is what the shelf says already
/// changes nothing.
///
/// # Errors
/// 409 `stale` for a count that saw another number of pieces than there is; 409 `below_reserved` when fewer would be left
/// than orders hold: what is promised to a buyer is taken from the order first.
pub(super) async fn adjust(
    ctx: &Ctx,
    by: &Caller,
    key: &str,
    id: VariantId,
    ask: AdjustStockRequest,
) -> Result<StockItem, ApiError> {
    let key = Key::new(by, key, "adjust_stock", &(id, &ask))?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    if let Claim::Done(_) = key.claim(&tx, now).await? {
        tx.rollback().await?;
        return item::get(ctx, id).await;
    }
    let shelf = lock(&tx, id).await?;
    // What left or came while somebody counted would be taken back by the count.
    if ask.kind == AdjustmentKind::Set && ask.seen.is_some_and(|seen| seen != shelf.on_hand) {
        return Err(ApiError::conflict(ErrorCode::Stale)
            .detail(format!("there are {} pieces by now", shelf.on_hand))
            .with("on_hand", shelf.on_hand));
    }
    let after = match ask.kind {
        AdjustmentKind::Set => ask.quantity,
        AdjustmentKind::Add => shelf.on_hand.saturating_add(ask.quantity),
        AdjustmentKind::Remove => shelf.on_hand.saturating_sub(ask.quantity),
    };
    // A delivery may have brought more than that: they can go down.
    if after > MAX_PIECES && after > shelf.on_hand {
        let left = MAX_PIECES.saturating_sub(shelf.on_hand).max(0);
        return Err(ApiError::invalid(vec![FieldError::new("/quantity", FieldCode::TooLarge).with("max", left)]));
    }
    if after < 0 {
        return Err(ApiError::invalid(vec![FieldError::new("/quantity", FieldCode::TooLarge).with("max", shelf.on_hand)]));
    }
    if after < shelf.reserved {
        let detail = format!("{} of {} pieces are held for orders", shelf.reserved, shelf.on_hand);
        return Err(ApiError::conflict(ErrorCode::BelowReserved)
            .detail(detail)
            .with("reserved", shelf.reserved)
            .with("on_hand", shelf.on_hand));
    }
    let note = ask.note.trim();
    key.remember(&tx, json!(id)).await?;
    if after != shelf.on_hand {
        write(&tx, id, after - shelf.on_hand, &ask, by, now).await?;
        let subject = Subject::new(AuditSubject::Variant, id, shelf.sku.as_str());
        let before = json!({ "on_hand": shelf.on_hand });
        let told = json!({ "on_hand": after, "reason": ask.reason, "note": Some(note).filter(|note| !note.is_empty()) });
        audit::record(&tx, by, Action::StockAdjusted, &subject, &before, &told, now).await?;
    }
    tx.commit().await?;
    item::get(ctx, id).await
}

async fn write(
    tx: &impl ConnectionTrait,
    id: VariantId,
    pieces: i32,
    ask: &AdjustStockRequest,
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason, note, actor_id, created_at)
               VALUES ($1, $2, 'adjustment', $3, $4, $5, $6, $7)";
    let values = [
        MovementId::generate().0.into(),
        id.0.into(),
        pieces.into(),
        ask.reason.into(),
        ask.note.trim().into(),
        by.user_id.0.into(),
        now.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}
