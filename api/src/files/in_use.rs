//! Pictures that nothing shows any more are removed.
//!
//! A picture's path is made from its content, so several things may show one file: removing a row
//! says nothing about the file. Whoever removes a row enqueues [`RemoveUnused`] in the same
//! transaction; it looks once that is committed. Who shows a picture inserts its row after
//! [`hold`](super::hold).
//!
//! Files are written and removed outside of transactions, which a slow store would keep open. What is between is claimed
//! (`picture_claims`): whoever sends a picture claims it until the transaction that shows it, and nobody removes it meanwhile;
//! the job that removes it claims it as well, and nobody begins to send it until that is done. A claim has an end, for the
//! process that made it may be killed.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::ids::ProductId;
use shared::problem::ErrorCode;
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, ApiResult};
use crate::jobs::{self, Job};

/// Longer than the files of a picture take to be removed, with all patience that a store is given.
const REMOVED_BY: TimeDelta = TimeDelta::minutes(10);
/// Who sends a picture that is just being removed looks again so soon, and so many times.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
const LOOKS: usize = 25;

/// Removes the files of pictures that nothing shows.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveUnused {
    /// Keys in the file store, without width and ending.
    pub paths: Vec<String>,
    /// The product that showed them. Lines of its orders go on doing so.
    #[serde(default)]
    pub product_id: Option<ProductId>,
}

/// Keeps others from claiming and judging these paths until the transaction ends; in their order, whoever asks.
async fn lock(tx: &impl ConnectionTrait, paths: &[String]) -> Result<(), DbErr> {
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended(path, 7303))
               FROM (SELECT DISTINCT path FROM unnest($1::text[]) AS path ORDER BY path) AS sorted";
    execute(tx, sql, [paths.to_vec().into()]).await.map(drop)
}

/// Claims these for whoever sends them; what nothing shows at the end of that is removed.
///
/// # Errors
/// 503 when one is being removed for longer than anybody waits.
pub(super) async fn claim(ctx: &Ctx, paths: &[String], until: DateTime<Utc>) -> ApiResult<()> {
    if paths.is_empty() {
        return Ok(());
    }
    for _ in 0..LOOKS {
        let tx = ctx.begin().await?;
        lock(&tx, paths).await?;
        if !are_being_removed(&tx, paths, ctx.clock.now()).await? {
            let sql = "INSERT INTO picture_claims (id, path, removes, until)
                       SELECT gen_random_uuid(), path, false, $2::timestamptz FROM unnest($1::text[]) AS path";
            execute(&tx, sql, [paths.to_vec().into(), until.into()]).await?;
            jobs::enqueue_at(&tx, &RemoveUnused { paths: paths.to_vec(), product_id: None }, until).await?;
            tx.commit().await?;
            return Ok(());
        }
        tx.rollback().await?;
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Err(ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 5))
}

async fn are_being_removed(tx: &impl ConnectionTrait, paths: &[String], now: DateTime<Utc>) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        removed: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM picture_claims WHERE path = ANY ($1) AND removes AND until > $2) AS removed";
    let row: Option<Row> = one(tx, sql, [paths.to_vec().into(), now.into()]).await?;
    Ok(row.is_none_or(|row| row.removed))
}

/// Gives up one claim to each of these, and keeps others from judging them until the transaction ends; false when there was
/// none left to one of them.
pub(super) async fn redeem(tx: &impl ConnectionTrait, paths: &[String], now: DateTime<Utc>) -> Result<bool, DbErr> {
    if paths.is_empty() {
        return Ok(true);
    }
    lock(tx, paths).await?;
    // All claims to send a picture are alike: whoever gives one up leaves as many as others have.
    let sql = "WITH given_up AS (SELECT path, count(*) AS claims FROM unnest($1::text[]) AS path GROUP BY path),
                    claims AS (
                        SELECT c.id, row_number() OVER (PARTITION BY c.path ORDER BY c.until, c.id) AS nth, g.claims
                        FROM picture_claims c JOIN given_up g ON g.path = c.path WHERE NOT c.removes AND c.until > $2)
               DELETE FROM picture_claims p USING claims WHERE p.id = claims.id AND claims.nth <= claims.claims";
    let redeemed = execute(tx, sql, [paths.to_vec().into(), now.into()]).await?;
    Ok(usize::try_from(redeemed) == Ok(paths.len()))
}

/// Gives the claims to these up, which nothing will show on behalf of whoever sent them.
pub(super) async fn give_up(ctx: &Ctx, paths: Vec<String>) -> Result<(), DbErr> {
    if paths.is_empty() {
        return Ok(());
    }
    let tx = ctx.begin().await?;
    redeem(&tx, &paths, ctx.clock.now()).await?;
    jobs::enqueue(&tx, &RemoveUnused { paths, product_id: None }).await?;
    tx.commit().await
}

impl Job for RemoveUnused {
    const KIND: &'static str = "files.remove_unused";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        for path in self.paths {
            let Some(claim) = claim_to_remove(ctx, &path, self.product_id).await? else { continue };
            let removed = ctx.files.remove(&path).await;
            // Also when it failed: what is left is no picture, and whoever sends it writes all of it.
            execute(&ctx.db, "DELETE FROM picture_claims WHERE id = $1", [claim.into()]).await?;
            removed?;
        }
        Ok(())
    }
}

/// Claims a picture that nothing shows, to be removed. While somebody else has a claim to it, it is left for later.
async fn claim_to_remove(ctx: &Ctx, path: &str, product_id: Option<ProductId>) -> anyhow::Result<Option<Uuid>> {
    #[derive(FromQueryResult)]
    struct Claimed {
        until: Option<DateTime<Utc>>,
    }
    let tx = ctx.begin().await?;
    let paths = vec![path.to_owned()];
    lock(&tx, &paths).await?;
    let now = ctx.clock.now();
    if let Some(product) = product_id {
        let sql = "INSERT INTO retained_pictures (path)
                   SELECT $1 WHERE EXISTS (SELECT FROM order_items WHERE product_id = $2 AND image ->> 'path' = $1)
                   ON CONFLICT DO NOTHING";
        execute(&tx, sql, [path.into(), product.0.into()]).await?;
    }
    execute(&tx, "DELETE FROM picture_claims WHERE path = $1 AND until <= $2", [path.into(), now.into()]).await?;
    let claimed: Option<Claimed> =
        one(&tx, "SELECT max(until) AS until FROM picture_claims WHERE path = $1", [path.into()]).await?;
    if let Some(until) = claimed.and_then(|claimed| claimed.until) {
        jobs::enqueue_at(&tx, &RemoveUnused { paths, product_id }, until).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if is_shown(&tx, path).await? {
        tx.commit().await?;
        return Ok(None);
    }
    let id = Uuid::now_v7();
    let sql = "INSERT INTO picture_claims (id, path, removes, until) VALUES ($1, $2, true, $3)";
    execute(&tx, sql, [id.into(), path.into(), (now + REMOVED_BY).into()]).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// Whether anything shows it. Whatever else comes to show pictures is named here.
async fn is_shown(tx: &impl ConnectionTrait, path: &str) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        shown: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM product_images WHERE path = $1)
                   OR EXISTS (SELECT FROM categories WHERE image ->> 'path' = $1)
                   OR EXISTS (SELECT FROM retained_pictures WHERE path = $1)
                   OR EXISTS (SELECT FROM reviews WHERE photos @> jsonb_build_array(jsonb_build_object('path', $1::text)))
                   OR EXISTS (SELECT FROM chat_attachments WHERE path = $1)
                   OR EXISTS (SELECT FROM store_profile WHERE logo ->> 'path' = $1) AS shown";
    let row: Option<Row> = one(tx, sql, [path.into()]).await?;
    Ok(row.is_none_or(|row| row.shown))
}
