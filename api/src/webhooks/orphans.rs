//! Endpoints whose owner has left, or may not see any more what they are told.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::ids::WebhookId;

use super::{off, store};
use crate::context::Ctx;
use crate::db::{all, one};
use crate::jobs::Job;

/// Why, as it is written down.
const REASON: &str = "whoever vouched for it has left, or may not see any more what it is told";

/// Pauses them, until somebody who may switches them on. The database has it done whenever somebody leaves, or may less
/// (migration `webhook_owners`); meanwhile they are told nothing.
#[derive(Debug, Serialize, Deserialize)]
pub struct PauseOrphans {}

#[derive(FromQueryResult)]
struct Orphan {
    id: WebhookId,
}

#[derive(FromQueryResult)]
struct Paused {
    url: String,
}

impl Job for PauseOrphans {
    const KIND: &'static str = "webhooks.pause_orphans";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let sql =
            "SELECT id FROM webhook_endpoints WHERE active AND NOT webhook_owner_may(created_by, events, $1, $2) ORDER BY id";
        let orphans: Vec<Orphan> = all(&ctx.db, sql, store::rights()).await?;
        for orphan in orphans {
            pause(ctx, orphan.id).await?;
        }
        Ok(())
    }
}

async fn pause(ctx: &Ctx, id: WebhookId) -> anyhow::Result<()> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    // Somebody else may have taken it over by now.
    let sql = "UPDATE webhook_endpoints SET active = false, disabled_at = $4, disabled_reason = $5, revision = revision + 1
               WHERE id = $3 AND active AND NOT webhook_owner_may(created_by, events, $1, $2) RETURNING url";
    let values = store::rights().into_iter().chain([id.into(), now.into(), REASON.into()]);
    let Some(paused) = one::<Paused>(&tx, sql, values).await? else { return Ok(tx.rollback().await?) };
    tracing::warn!(webhook = %id, "a webhook is paused: nobody vouches for it");
    off::tell(&tx, id, &paused.url, REASON, now).await?;
    Ok(tx.commit().await?)
}
