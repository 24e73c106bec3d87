//! Emails that do not get out, for whoever looks after the server.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;

use crate::db::one;

/// An email that waits for longer than this is stuck.
const PATIENCE: TimeDelta = TimeDelta::hours(1);
/// What failed before this is history.
const RECENT: TimeDelta = TimeDelta::days(7);

/// How the outbox stands.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Stuck {
    /// Emails that wait to be sent.
    pub waiting: i64,
    /// Those of them that wait for more than an hour.
    pub stuck: i64,
    /// Emails of the last seven days that were given up.
    pub failed: i64,
    /// Why the last attempt for one that is stuck or was given up failed.
    pub error: Option<String>,
}

/// How the outbox stands at `now`.
///
/// # Errors
/// What the database says.
pub async fn stuck(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Option<Stuck>, DbErr> {
    let sql = "SELECT count(*) FILTER (WHERE state = 'queued') AS waiting,
                      count(*) FILTER (WHERE state = 'queued' AND created_at < $1) AS stuck,
                      count(*) FILTER (WHERE state = 'failed' AND created_at > $2) AS failed,
                      (array_agg(last_error ORDER BY created_at DESC) FILTER (
                          WHERE last_error IS NOT NULL AND (state = 'queued' AND created_at < $1 OR state = 'failed' AND created_at > $2)))[1] AS error
               FROM email_messages WHERE state <> 'sent'";
    one(db, sql, [(now - PATIENCE).into(), (now - RECENT).into()]).await
}
