//! The nightly check.

use serde::{Deserialize, Serialize};
use shared::permission::Permission;

use super::faults::faults;
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::jobs::Job;
use crate::mail::{self, StaffDraft, Template};

/// Breaches that the email lists and the log names; `hurtrock doctor` has the rest.
const SHOWN: i64 = 30;

/// Looks whether stock and money add up, and tells those who look after payments when they do not:
/// once a night, for as long as it is so.
#[derive(Debug, Serialize, Deserialize)]
pub struct Check {}

impl Job for Check {
    const KIND: &'static str = "ledger:check";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let found = faults(&ctx.db, SHOWN).await?;
        if found.total == 0 {
            tracing::info!("stock and money add up");
            return Ok(());
        }
        for fault in &found.first {
            tracing::error!(law = fault.law, subject = fault.subject, detail = fault.detail, "stock and money do not add up");
        }
        tracing::error!(total = found.total, "the ledger has faults");
        let data = serde_json::json!({ "total": found.total, "faults": found.first, "more": (found.total - SHOWN).max(0) });
        let day = shop_day(ctx.clock.now());
        let tx = ctx.begin().await?;
        let draft = StaffDraft {
            dedupe_key: &format!("staff_ledger_faults:{day}"),
            template: Template::StaffLedgerFaults,
            data,
            order_id: None,
        };
        mail::post_staff(&tx, ctx, Permission::PaymentsRead, draft).await?;
        Ok(tx.commit().await?)
    }
}
