//! Empties what strangers fill, and what is over: nobody else does, and it would grow for ever.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::context::Ctx;
use crate::db::execute;
use crate::jobs::Job;
use crate::{cart, mail};

/// What is counted is counted for an hour at most, and a sign-in takes minutes.
const COUNTS: TimeDelta = TimeDelta::days(1);
/// Links that are over.
const LINKS: TimeDelta = TimeDelta::days(7);
/// Sessions that ended. For so long a device is known by them, and no email tells of it when it comes back.
const SESSIONS: TimeDelta = TimeDelta::days(180);
/// Rows of a statement.
const BATCH: i64 = 2_000;

/// What goes, once its time is so long over. Of everybody the last session stays: by it a sign-in from elsewhere is news, and
/// staff see when they were last there.
const OVER: &[(&str, TimeDelta)] = &[
    (
        "DELETE FROM sign_in_failures WHERE ctid = ANY (ARRAY(SELECT ctid FROM sign_in_failures WHERE last_at < $1 LIMIT $2))",
        COUNTS,
    ),
    ("DELETE FROM request_counts WHERE ctid = ANY (ARRAY(SELECT ctid FROM request_counts WHERE since < $1 LIMIT $2))", COUNTS),
    (
        "DELETE FROM sign_in_challenges WHERE ctid = ANY (ARRAY(SELECT ctid FROM sign_in_challenges WHERE expires_at < $1 LIMIT $2))",
        COUNTS,
    ),
    ("DELETE FROM user_tokens WHERE ctid = ANY (ARRAY(SELECT ctid FROM user_tokens WHERE expires_at < $1 LIMIT $2))", LINKS),
    (
        "DELETE FROM sessions WHERE ctid = ANY (ARRAY(
             SELECT s.ctid FROM sessions s WHERE LEAST(s.revoked_at, s.expires_at) < $1
                 AND EXISTS (SELECT FROM sessions later
                             WHERE later.user_id = s.user_id AND (later.last_seen_at, later.id) > (s.last_seen_at, s.id))
             LIMIT $2))",
        SESSIONS,
    ),
];

/// Forgets all that once a night, with carts that nobody comes back for and links in emails.
#[derive(Debug, Serialize, Deserialize)]
pub struct Forget {}

impl Job for Forget {
    const KIND: &'static str = "account:forget";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let now = ctx.clock.now();
        for (sql, age) in OVER {
            while execute(&ctx.db, sql, [(now - *age).into(), BATCH.into()]).await? > 0 {}
        }
        cart::forget_left(&ctx.db, now).await?;
        Ok(mail::forget_links(&ctx.db, now).await?)
    }
}
