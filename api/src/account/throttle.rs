//! Slows down guessing, per account and per address (OWASP ASVS 2.2.1), making accounts, and asking for emails.

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::problem::ErrorCode;

use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, network};

/// Wrong passwords for one account before it must wait.
const PER_ACCOUNT: i32 = 10;
/// Wrong passwords from one address before it must wait; many people may share one.
const PER_ADDRESS: i32 = 100;
/// Failures older than this are forgotten.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

fn subjects(login: &str, ip: &str) -> [String; 2] {
    [format!("account:{}", login.trim().to_lowercase()), format!("address:{}", network(ip))]
}

#[derive(FromQueryResult)]
struct Wait {
    until: Option<DateTime<Utc>>,
}

/// Refuses when there were too many failures.
pub(super) async fn check(ctx: &Ctx, login: &str, ip: &str) -> Result<(), ApiError> {
    check_on(&ctx.db, ctx.clock.now(), login, ip).await
}

/// The same through the caller's connection.
pub(super) async fn check_on(db: &impl ConnectionTrait, now: DateTime<Utc>, login: &str, ip: &str) -> Result<(), ApiError> {
    let [account, address] = subjects(login, ip);
    let sql = "SELECT max(last_at) AS until FROM sign_in_failures
               WHERE last_at > $1 AND ((subject = $2 AND failures >= $3) OR (subject = $4 AND failures >= $5))";
    let values = [(now - WINDOW).into(), account.into(), PER_ACCOUNT.into(), address.into(), PER_ADDRESS.into()];
    let wait: Option<Wait> = one(db, sql, values).await?;
    match wait.and_then(|wait| wait.until) {
        Some(last) => {
            let seconds = (last + WINDOW - now).num_seconds().max(1).unsigned_abs();
            Err(ApiError::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, seconds))
        }
        None => Ok(()),
    }
}

/// Counts a failure.
pub(super) async fn failed(ctx: &Ctx, login: &str, ip: &str) -> Result<(), ApiError> {
    failed_on(&ctx.db, ctx.clock.now(), login, ip).await.map(drop)
}

#[derive(FromQueryResult)]
struct Count {
    subject: String,
    failures: i32,
}

/// The same through the caller's connection. Whether it was the one after which the account must wait.
pub(super) async fn failed_on(db: &impl ConnectionTrait, now: DateTime<Utc>, login: &str, ip: &str) -> Result<bool, ApiError> {
    let sql = "INSERT INTO sign_in_failures AS f (subject, failures, first_at, last_at)
               SELECT subject, 1, $2, $2 FROM unnest($1::text[]) subject ORDER BY subject
               ON CONFLICT (subject) DO UPDATE SET
                   failures = CASE WHEN f.last_at <= $3 THEN 1 ELSE f.failures + 1 END,
                   first_at = CASE WHEN f.last_at <= $3 THEN $2 ELSE f.first_at END, last_at = $2
               RETURNING subject, failures";
    let subjects = subjects(login, ip);
    let values = [subjects.to_vec().into(), now.into(), (now - WINDOW).into()];
    let counts: Vec<Count> = all(db, sql, values).await?;
    let [account, _] = &subjects;
    Ok(counts.iter().any(|count| count.subject == *account && count.failures == PER_ACCOUNT))
}

/// Forgets the account's failures.
pub(super) async fn succeeded(ctx: &Ctx, login: &str, _ip: &str) -> Result<(), ApiError> {
    succeeded_on(&ctx.db, login).await
}

/// The same through the caller's connection.
pub(super) async fn succeeded_on(db: &impl ConnectionTrait, login: &str) -> Result<(), ApiError> {
    let [account, _] = subjects(login, "");
    execute(db, "DELETE FROM sign_in_failures WHERE subject = $1", [account.into()]).await?;
    Ok(())
}

/// How often `subject` may ask within `SPAN`.
pub(super) struct Limit {
    pub subject: String,
    pub most: i32,
}

/// The time in which requests are counted.
const SPAN: TimeDelta = TimeDelta::hours(1);

#[derive(FromQueryResult)]
struct Asked {
    requests: i32,
    since: DateTime<Utc>,
}

/// Counts a request under each of the limits, and refuses it at the first that is used up: those after it never hear of it. So
/// what a stranger cannot choose at will comes first.
pub(super) async fn allow(ctx: &Ctx, limits: &[Limit]) -> Result<(), ApiError> {
    for limit in limits {
        count(ctx, limit).await?;
    }
    Ok(())
}

async fn count(ctx: &Ctx, limit: &Limit) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let sql = "INSERT INTO request_counts AS r (subject, requests, since) VALUES ($1, 1, $2)
               ON CONFLICT (subject) DO UPDATE SET
                   requests = CASE WHEN r.since <= $3 THEN 1 ELSE r.requests + 1 END,
                   since = CASE WHEN r.since <= $3 THEN $2 ELSE r.since END
               RETURNING requests, since";
    let asked: Option<Asked> = one(&ctx.db, sql, [limit.subject.as_str().into(), now.into(), (now - SPAN).into()]).await?;
    match asked.filter(|asked| asked.requests > limit.most) {
        Some(asked) => {
            let seconds = (asked.since + SPAN - now).num_seconds().max(1).unsigned_abs();
            Err(ApiError::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, seconds))
        }
        None => Ok(()),
    }
}
