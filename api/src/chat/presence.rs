//! Who is there: a row per connection that listens to the chat.
//!
//! A process touches the rows of its connections together, once a heartbeat. Where one was killed, nobody
//! touches them any more: they count for nothing after a while, and another process closes them.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::chat::ChatPresence;
use shared::ids::UserId;
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::jobs::Job;

/// How long it is kept when somebody was there last.
const KEPT: TimeDelta = TimeDelta::days(90);

/// A connection whose row was not touched since then is gone.
pub(super) fn gone_before(ctx: &Ctx) -> DateTime<Utc> {
    let heartbeat = Duration::from_secs(u64::from(ctx.config.live_heartbeat_seconds));
    ctx.clock.now() - TimeDelta::from_std(heartbeat * 3).unwrap_or(TimeDelta::seconds(90))
}

/// A connection listens to the chat from now on.
///
/// # Errors
/// What the database says.
pub async fn open_session(ctx: &Ctx, id: Uuid, process: Uuid, user: UserId, answers: bool) -> Result<(), DbErr> {
    let sql =
        "INSERT INTO chat_sessions (id, user_id, process, connected_at, last_seen_at, answers) VALUES ($1, $2, $3, $4, $4, $5)
               ON CONFLICT (id) DO UPDATE SET answers = EXCLUDED.answers, last_seen_at = EXCLUDED.last_seen_at";
    let values = [id.into(), user.0.into(), process.to_string().into(), ctx.clock.now().into(), answers.into()];
    execute(&ctx.db, sql, values).await.map(drop)
}

/// Connections ended.
///
/// # Errors
/// What the database says.
pub async fn close_sessions(ctx: &Ctx, ids: &[Uuid]) -> Result<(), DbErr> {
    let sql = "UPDATE chat_sessions SET disconnected_at = $2, last_seen_at = $2 WHERE id = ANY ($1) AND disconnected_at IS NULL";
    execute(&ctx.db, sql, [ids.to_vec().into(), ctx.clock.now().into()]).await.map(drop)
}

/// These connections are there still; those that nobody said so of for a while are closed.
///
/// # Errors
/// What the database says.
pub async fn touch_sessions(ctx: &Ctx, ids: &[Uuid]) -> Result<(), DbErr> {
    if !ids.is_empty() {
        // Another process may have taken this one for dead.
        let sql = "UPDATE chat_sessions SET last_seen_at = $2, disconnected_at = NULL WHERE id = ANY ($1)";
        execute(&ctx.db, sql, [ids.to_vec().into(), ctx.clock.now().into()]).await?;
    }
    let sql = "UPDATE chat_sessions SET disconnected_at = last_seen_at WHERE disconnected_at IS NULL AND last_seen_at < $1";
    execute(&ctx.db, sql, [gone_before(ctx).into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct PresenceRow {
    user_id: UserId,
    online: bool,
    last_seen_at: DateTime<Utc>,
}

/// Whether these people are there. Who never was is left out.
///
/// # Errors
/// What the database says.
pub async fn presence_of(ctx: &Ctx, people: &[UserId]) -> Result<HashMap<UserId, ChatPresence>, DbErr> {
    let sql = "SELECT s.user_id, bool_or(s.disconnected_at IS NULL AND s.last_seen_at >= $2) AS online, max(s.last_seen_at) AS last_seen_at
               FROM chat_sessions s WHERE s.user_id = ANY ($1) GROUP BY s.user_id";
    let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let rows: Vec<PresenceRow> = all(&ctx.db, sql, [ids.into(), gone_before(ctx).into()]).await?;
    let presence = |row: PresenceRow| (row.user_id, ChatPresence { online: row.online, last_seen_at: Some(row.last_seen_at) });
    Ok(rows.into_iter().map(presence).collect())
}

#[derive(FromQueryResult)]
struct AgentsRow {
    online: Option<bool>,
    last_seen_at: Option<DateTime<Utc>>,
}

/// Whether anybody who answers is there.
///
/// # Errors
/// What the database says.
pub async fn agents_presence(ctx: &Ctx) -> Result<ChatPresence, DbErr> {
    let sql = "SELECT bool_or(s.disconnected_at IS NULL AND s.last_seen_at >= $1) AS online, max(s.last_seen_at) AS last_seen_at
               FROM chat_sessions s WHERE s.answers";
    let row: Option<AgentsRow> = one(&ctx.db, sql, [gone_before(ctx).into()]).await?;
    Ok(row.map_or_else(ChatPresence::default, |row| ChatPresence {
        online: row.online.unwrap_or_default(),
        last_seen_at: row.last_seen_at,
    }))
}

/// The person `{who}` is there, as a condition; `{gone}` is the value of [`gone_before`].
pub(super) fn is_online(who: &str, gone: &str) -> String {
    format!(
        "EXISTS (SELECT FROM chat_sessions s WHERE s.user_id = {who} AND s.disconnected_at IS NULL AND s.last_seen_at >= {gone})"
    )
}

/// Forgets connections of long ago, once a day; of everybody the last one stays.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetSessions {}

impl Job for ForgetSessions {
    const KIND: &'static str = "chat:forget_sessions";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        forget(&ctx.db, ctx.clock.now()).await?;
        Ok(())
    }
}

async fn forget(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    // A day is enough for all but the last; that one is kept longer.
    let sql = "DELETE FROM chat_sessions s WHERE s.disconnected_at < $1
               AND (s.disconnected_at < $2 OR EXISTS (SELECT FROM chat_sessions later
                    WHERE later.user_id = s.user_id AND (later.last_seen_at, later.id) > (s.last_seen_at, s.id)))";
    execute(db, sql, [(now - TimeDelta::days(1)).into(), (now - KEPT).into()]).await.map(drop)
}
