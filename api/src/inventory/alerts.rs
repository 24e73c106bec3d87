//! Tells staff when a variant's stock fell to another level. The transaction that takes the pieces
//! writes it down (`stock_alerts`, by a trigger); this job passes it on.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::inventory::StockLevel;
use shared::notifications::NotificationKind;

use super::{FOR_SALE, OPTIONS, called};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::jobs::Job;
use crate::notifications::{self, StaffNotice};

/// Alerts told in one run; the rest waits for the next.
const AT_ONCE: usize = 200;

/// Tells those who see stock what has fallen to low, critical or out since the last time: each
/// crossing once. What has recovered meanwhile is no news any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellStockAlerts {}

#[derive(FromQueryResult)]
struct Alert {
    id: i64,
    level: StockLevel,
    available: i32,
    /// Still as bad, for sale, and nothing newer is known of the variant.
    news: bool,
    name: String,
    options: String,
    sku: String,
}

impl Job for TellStockAlerts {
    const KIND: &'static str = "inventory:tell_alerts";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        for _ in 0..AT_ONCE {
            if !tell_next(ctx).await? {
                break;
            }
        }
        Ok(())
    }
}

/// Tells the oldest that was not told; whether there was one.
async fn tell_next(ctx: &Ctx) -> anyhow::Result<bool> {
    let tx = ctx.begin().await?;
    let sql = format!(
        "SELECT a.id, a.level, s.on_hand - s.reserved AS available, p.name, {OPTIONS} AS options, v.sku,
                {FOR_SALE} AND stock_severity(s.level) >= stock_severity(a.level)
                AND NOT EXISTS (SELECT FROM stock_alerts b WHERE b.variant_id = a.variant_id AND b.id > a.id AND b.told_at IS NULL) AS news
         FROM stock_alerts a JOIN stocks s ON s.variant_id = a.variant_id JOIN variants v ON v.id = a.variant_id
         JOIN products p ON p.id = v.product_id
         WHERE a.told_at IS NULL ORDER BY a.id LIMIT 1 FOR UPDATE OF a SKIP LOCKED"
    );
    let Some(alert) = one::<Alert>(&tx, &sql, []).await? else { return Ok(false) };
    let now = ctx.clock.now();
    execute(&tx, "UPDATE stock_alerts SET told_at = $2 WHERE id = $1", [alert.id.into(), now.into()]).await?;
    let kind = match alert.level {
        StockLevel::Adequate => None,
        StockLevel::Low => Some(NotificationKind::StaffStockLow),
        StockLevel::Critical => Some(NotificationKind::StaffStockCritical),
        StockLevel::Out => Some(NotificationKind::StaffStockOut),
    };
    if let Some(kind) = kind.filter(|_| alert.news) {
        let detail = format!("{} · {}", called(&alert.name, &alert.options), alert.sku);
        let key = alert.id.to_string();
        let pieces = Some(i64::from(alert.available));
        let notice = StaffNotice { dedupe_key: &key, detail: Some(&detail), pieces, ..StaffNotice::default() };
        notifications::tell_staff(&tx, kind, notice, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}
