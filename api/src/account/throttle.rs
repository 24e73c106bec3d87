//! Slows down guessing, per account and per address (OWASP ASVS 2.2.1), and making accounts and asking for emails.
//!
//! A guess is counted before anybody looks whether it is right: of many that come at once, no more are looked at
//! than may be wrong. A right one takes that back. Who must wait waits no longer for asking again.

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::UserId;
use shared::problem::ErrorCode;

use super::tokens::hash_secret;
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, network};

/// Wrong passwords for one account before it must wait.
const PER_ACCOUNT: i32 = 10;
/// Wrong passwords from one address before it must wait; many people may share one.
const PER_ADDRESS: i32 = 100;
/// So long after the first of them they are forgotten.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What is guessed at.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    /// Somebody's password, by whichever of their names they sign in.
    Password(UserId),
    /// The password of nobody: it is no account's login. Nobody who waits is told that.
    Nobody(&'a str),
    /// The codes of somebody's second factor.
    Code(UserId),
}

impl Target<'_> {
    fn subject(self) -> String {
        match self {
            Self::Password(user) => format!("user:{user}"),
            // What was typed is not kept: some type their password there.
            Self::Nobody(login) => format!("login:{}", hex::encode(hash_secret(&login.trim().to_lowercase()))),
            Self::Code(user) => format!("code:{user}"),
        }
    }
}

/// A guess that was counted, as if it were wrong.
pub(super) struct Guess {
    account: String,
    address: String,
    /// After it the account must wait.
    pub last: bool,
}

#[derive(FromQueryResult)]
struct Count {
    subject: String,
    failures: i32,
}

#[derive(FromQueryResult)]
struct Since {
    since: Option<DateTime<Utc>>,
}

/// Counts a guess that is about to be looked at.
///
/// # Errors
/// 429 when there were too many: then the transaction is to be rolled back, so that it counts nowhere.
pub(super) async fn count(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    target: Target<'_>,
    ip: &str,
) -> Result<Guess, ApiError> {
    let (account, address) = (target.subject(), format!("address:{}", network(ip)));
    // A row that is full stays as it is, and is not returned.
    let sql = "INSERT INTO sign_in_failures AS f (subject, failures, first_at, last_at)
               SELECT subject, 1, $3, $3 FROM unnest(ARRAY[$1, $2]::text[]) subject ORDER BY subject
               ON CONFLICT (subject) DO UPDATE SET
                   failures = CASE WHEN f.first_at <= $4 THEN 1 ELSE f.failures + 1 END,
                   first_at = CASE WHEN f.first_at <= $4 THEN $3 ELSE f.first_at END, last_at = $3
               WHERE f.first_at <= $4 OR f.failures < CASE WHEN f.subject = $1 THEN $5::int ELSE $6::int END
               RETURNING subject, failures";
    let values = [
        account.as_str().into(),
        address.as_str().into(),
        now.into(),
        (now - WINDOW).into(),
        PER_ACCOUNT.into(),
        PER_ADDRESS.into(),
    ];
    let counted: Vec<Count> = all(tx, sql, values).await?;
    let of = |subject: &str| counted.iter().find(|count| count.subject == subject).map(|count| count.failures);
    let full: Vec<String> = [&account, &address].into_iter().filter(|subject| of(subject).is_none()).cloned().collect();
    if full.is_empty() {
        let last = of(&account) == Some(PER_ACCOUNT);
        return Ok(Guess { account, address, last });
    }
    let sql = "SELECT max(first_at) AS since FROM sign_in_failures WHERE subject = ANY ($1)";
    let since = one::<Since>(tx, sql, [full.into()]).await?.and_then(|row| row.since).unwrap_or(now);
    Err(wait_until(since + WINDOW, now))
}

/// 429, with the seconds that are left.
fn wait_until(until: DateTime<Utc>, now: DateTime<Utc>) -> ApiError {
    let seconds = (until - now).num_seconds().max(1).unsigned_abs();
    ApiError::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, seconds)
}

impl Guess {
    /// It was right: what was guessed before is forgotten.
    pub async fn was_right(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        forget_subject(db, &self.account).await?;
        lower(db, &self.address).await
    }

    /// Nobody looked.
    async fn was_not_looked_at(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        lower(db, &self.account).await?;
        lower(db, &self.address).await
    }
}

async fn forget_subject(db: &impl ConnectionTrait, subject: &str) -> Result<(), DbErr> {
    execute(db, "DELETE FROM sign_in_failures WHERE subject = $1", [subject.into()]).await.map(drop)
}

/// One less.
async fn lower(db: &impl ConnectionTrait, subject: &str) -> Result<(), DbErr> {
    let sql = "WITH gone AS (DELETE FROM sign_in_failures WHERE subject = $1 AND failures = 1)
               UPDATE sign_in_failures SET failures = failures - 1 WHERE subject = $1 AND failures > 1";
    execute(db, sql, [subject.into()]).await.map(drop)
}

/// Whether the password is the one that was hashed; without a hash it takes as long and is false.
///
/// # Errors
/// 429 after too many wrong ones; 503 when too many wait for an answer.
pub(super) async fn verify(
    ctx: &Ctx,
    target: Target<'_>,
    ip: &str,
    password: String,
    hash: Option<String>,
) -> Result<bool, ApiError> {
    let tx = ctx.begin().await?;
    let guess = count(&tx, ctx.clock.now(), target, ip).await?;
    tx.commit().await?;
    match ctx.passwords.verify(password, hash).await {
        Ok(right) => {
            if right {
                guess.was_right(&ctx.db).await?;
            }
            Ok(right)
        }
        Err(error) => {
            guess.was_not_looked_at(&ctx.db).await?;
            Err(error)
        }
    }
}

/// Forgets what was guessed of somebody's password.
pub(super) async fn forgive(db: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    forget_subject(db, &Target::Password(user).subject()).await
}

/// Forgets everything that is counted under somebody's id and address.
pub(super) async fn forget_person(tx: &impl ConnectionTrait, user: UserId, email: &str) -> Result<(), DbErr> {
    let guessed: Vec<String> = [Target::Password(user), Target::Nobody(email), Target::Code(user)].map(Target::subject).into();
    execute(tx, "DELETE FROM sign_in_failures WHERE subject = ANY ($1)", [guessed.into()]).await?;
    let asked = vec![reset_subject(email), verification_subject(user)];
    execute(tx, "DELETE FROM request_counts WHERE subject = ANY ($1)", [asked.into()]).await.map(drop)
}

/// What links to set a new password are counted under, per address of email.
pub(super) fn reset_subject(email: &str) -> String {
    format!("reset_email:{}", email.trim().to_lowercase())
}

/// What links to confirm an address are counted under.
pub(super) fn verification_subject(user: UserId) -> String {
    format!("verify_email:{user}")
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
        count_request(ctx, limit).await?;
    }
    Ok(())
}

async fn count_request(ctx: &Ctx, limit: &Limit) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let sql = "INSERT INTO request_counts AS r (subject, requests, since) VALUES ($1, 1, $2)
               ON CONFLICT (subject) DO UPDATE SET
                   requests = CASE WHEN r.since <= $3 THEN 1 ELSE r.requests + 1 END,
                   since = CASE WHEN r.since <= $3 THEN $2 ELSE r.since END
               RETURNING requests, since";
    let asked: Option<Asked> = one(&ctx.db, sql, [limit.subject.as_str().into(), now.into(), (now - SPAN).into()]).await?;
    match asked.filter(|asked| asked.requests > limit.most) {
        Some(asked) => Err(wait_until(asked.since + SPAN, now)),
        None => Ok(()),
    }
}

/// Takes a request back that [`allow`] counted: it does not matter.
pub(super) async fn take_back(ctx: &Ctx, subject: &str) -> Result<(), DbErr> {
    let sql = "UPDATE request_counts SET requests = requests - 1 WHERE subject = $1 AND requests > 0";
    execute(&ctx.db, sql, [subject.into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_not_kept() {
        let subject = Target::Nobody(" Gitar Merah ").subject();
        assert!(!subject.to_lowercase().contains("gitar"));
        assert_eq!(subject, Target::Nobody("gitar merah").subject());
    }
}
