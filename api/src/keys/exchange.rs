//! Has the processes of a shop grant a key its limit once.
//!
//! Once a second each of them tells what it let through, and hears what all did, by one statement for all keys that
//! it saw of late. Requests never wait for that: between two times, and while the database does not answer, a process goes
//! by what it knows. So a burst that comes to several processes within a second is granted by each; what was too
//! much is waited for afterwards, up to `LONGEST`.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DbErr, FromQueryResult};
use shared::ids::ApiKeyId;
use uuid::Uuid;

use super::pace::LONGEST;
use super::taken::Taken;
use crate::context::Ctx;
use crate::db::all;

/// How often the processes tell each other.
const EVERY: Duration = Duration::from_secs(1);
/// How long it is kept that a key has all of its requests again, which is what is taken for true of any other.
const KEPT: TimeDelta = TimeDelta::minutes(1);

/// A key, with what is told of it.
struct Told {
    key_id: ApiKeyId,
    per_minute: i32,
    taken: Taken,
    requests: u32,
    whole_at: DateTime<Utc>,
}

/// Tells what this process let through since the last time and hears of the others. For shutdown and tests; [`run_paces`]
/// does it every second. What cannot be told is kept for the next time.
pub async fn share_paces(ctx: &Ctx) {
    let told: Vec<Told> = ctx
        .paces
        .seen()
        .into_iter()
        .map(|(key_id, per_minute, taken)| {
            let (requests, whole_at) = taken.take_untold();
            Told { key_id, per_minute, taken, requests, whole_at }
        })
        .collect();
    match exchange(ctx, &told).await {
        Ok(heard) => {
            // A process whose clock is wrong must not keep a key out for longer than that.
            let latest = ctx.clock.now() + LONGEST;
            let by_key: HashMap<(ApiKeyId, i32), &Taken> =
                told.iter().map(|told| ((told.key_id, told.per_minute), &told.taken)).collect();
            for row in heard {
                if let Some(taken) = by_key.get(&(row.key_id, row.per_minute)) {
                    taken.hear(row.whole_at.min(latest));
                }
            }
        }
        Err(error) => {
            tracing::warn!(%error, "what API keys asked could not be told to the other processes; trying again");
            told.iter().for_each(|told| told.taken.put_back(told.requests));
        }
    }
}

/// Does so every second, for as long as the process lives.
pub async fn run_paces(ctx: Ctx) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        share_paces(&ctx).await;
    }
}

/// The order of the keys keeps two processes from waiting for each other; what is cleared away is nobody's at the moment.
const EXCHANGE: &str = "WITH here AS (
        SELECT g.key_id, g.per_minute, g.requests, g.whole_at
        FROM unnest($1::uuid[], $2::int[], $3::bigint[], $4::timestamptz[]) AS g (key_id, per_minute, requests, whole_at)),
    told AS (
        INSERT INTO api_key_paces AS p (key_id, per_minute, requests, whole_at)
        SELECT h.key_id, h.per_minute, h.requests, LEAST(h.whole_at, $5::timestamptz) FROM here h
        WHERE h.requests > 0 ORDER BY h.key_id, h.per_minute
        ON CONFLICT (key_id, per_minute) DO UPDATE SET
            requests = p.requests + EXCLUDED.requests,
            whole_at = LEAST($5::timestamptz, GREATEST(EXCLUDED.whole_at,
                             p.whole_at + interval '1 minute' * EXCLUDED.requests / p.per_minute))
        RETURNING p.key_id, p.per_minute, p.whole_at),
    gone AS (
        DELETE FROM api_key_paces WHERE (key_id, per_minute) IN (
            SELECT p.key_id, p.per_minute FROM api_key_paces p
            WHERE p.whole_at < $6::timestamptz
              AND NOT EXISTS (SELECT FROM here h WHERE h.key_id = p.key_id AND h.requests > 0)
            LIMIT 100 FOR UPDATE OF p SKIP LOCKED))
    SELECT told.key_id, told.per_minute, told.whole_at FROM told
    UNION ALL
    SELECT p.key_id, p.per_minute, p.whole_at
    FROM here h JOIN api_key_paces p ON p.key_id = h.key_id AND p.per_minute = h.per_minute
    WHERE h.requests = 0";

#[derive(FromQueryResult)]
struct Heard {
    key_id: ApiKeyId,
    per_minute: i32,
    whole_at: DateTime<Utc>,
}

async fn exchange(ctx: &Ctx, told: &[Told]) -> Result<Vec<Heard>, DbErr> {
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<Uuid> = told.iter().map(|told| told.key_id.0).collect();
    let limits: Vec<i32> = told.iter().map(|told| told.per_minute).collect();
    let requests: Vec<i64> = told.iter().map(|told| told.requests.into()).collect();
    let times: Vec<DateTime<Utc>> = told.iter().map(|told| told.whole_at).collect();
    let now = ctx.clock.now();
    let values = [keys.into(), limits.into(), requests.into(), times.into(), (now + LONGEST).into(), (now - KEPT).into()];
    all(&ctx.db, EXCHANGE, values).await
}
