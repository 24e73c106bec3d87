//! The morning's word about what is low or out of stock, by email and within the shop.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::notifications::NotificationKind;
use shared::permission::Permission;

use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{all, one};
use crate::inventory::FOR_SALE;
use crate::jobs::Job;
use crate::mail::{self, StaffDraft, Template};
use crate::notifications::{self, StaffNotice};

/// Variants that the email lists; the stock list has the rest.
const SHOWN: i64 = 50;

/// Tells those who see stock what is low or out, once a day and only when something is.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellLowStock {}

#[derive(FromQueryResult)]
struct Counts {
    low: i64,
    out: i64,
}

/// A variant that is low or out.
#[derive(FromQueryResult, Serialize)]
struct Item {
    name: String,
    sku: String,
    options: String,
    available: i32,
    threshold: i32,
}

impl Job for TellLowStock {
    const KIND: &'static str = "reports:tell_low_stock";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let short = format!(
            "FROM stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id
             WHERE {FOR_SALE} AND s.level <> 'adequate'"
        );
        let sql = format!(
            "SELECT count(*) FILTER (WHERE s.level <> 'out') AS low, count(*) FILTER (WHERE s.level = 'out') AS out {short}"
        );
        let Some(Counts { low, out }) = one(&ctx.db, &sql, []).await? else { return Ok(()) };
        if low + out == 0 {
            return Ok(());
        }
        let sql = format!(
            "SELECT p.name, v.sku, s.on_hand - s.reserved AS available, s.low_stock_threshold AS threshold,
                    COALESCE((SELECT string_agg(o ->> 'value', ' / ') FROM jsonb_array_elements(v.options) o), '') AS options
             {short} ORDER BY s.on_hand - s.reserved, p.name, v.sku LIMIT {SHOWN}"
        );
        let items: Vec<Item> = all(&ctx.db, &sql, []).await?;
        let more = (low + out - SHOWN).max(0);
        let url = format!("{}/admin/inventory?short=true", ctx.config.public_url);
        let data = serde_json::json!({ "low": low, "out": out, "items": items, "more": more, "url": url });
        let day = shop_day(ctx.clock.now());
        let tx = ctx.begin().await?;
        let draft =
            StaffDraft { dedupe_key: &format!("staff_low_stock:{day}"), template: Template::StaffLowStock, data, order_id: None };
        mail::post_staff(&tx, ctx, Permission::InventoryRead, draft).await?;
        let notice = StaffNotice { dedupe_key: &day.to_string(), low: Some(low), out: Some(out), ..StaffNotice::default() };
        notifications::tell_staff(&tx, NotificationKind::StaffLowStock, notice, ctx.clock.now()).await?;
        Ok(tx.commit().await?)
    }
}
