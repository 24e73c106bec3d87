//! Forgets answers and events of the past.

use chrono::TimeDelta;
use sea_orm::Value;
use serde::{Deserialize, Serialize};

use crate::context::Ctx;
use crate::db::execute;
use crate::jobs::Job;

/// How long the answers to an `Idempotency-Key` of a program are kept …
const ANSWERS: TimeDelta = TimeDelta::hours(24);
/// … and those to people, whose browser may sleep over the weekend.
const ANSWERS_TO_PEOPLE: TimeDelta = TimeDelta::days(30);
/// What the work of a program's request claimed for itself, after the edge had claimed the same name, is gone a little before
/// that: kept longer, it would let a request whose name is free again do nothing.
const CLAIMS_INSIDE: TimeDelta = TimeDelta::minutes(24 * 60 - 10);
/// How long it can be read what webhooks were told.
const EVENTS: TimeDelta = TimeDelta::days(30);
/// Rows of a statement.
const BATCH: i64 = 2_000;

/// Deletes kept answers and events whose time is over, once an hour.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetIntegrations {}

impl Job for ForgetIntegrations {
    const KIND: &'static str = "integrations:forget";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let now = ctx.clock.now();
        let answers = "DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
                           SELECT ctid FROM idempotency_keys
                           WHERE created_at < CASE WHEN caller LIKE 'key:%' THEN $1::timestamptz
                                                   WHEN caller LIKE 'user:%/key:%' THEN $2::timestamptz
                                                   ELSE $3::timestamptz END LIMIT $4))";
        let before: [Value; 4] =
            [(now - ANSWERS).into(), (now - CLAIMS_INSIDE).into(), (now - ANSWERS_TO_PEOPLE).into(), BATCH.into()];
        while execute(&ctx.db, answers, before.clone()).await? > 0 {}
        // What still waits is not over, however old it is.
        let events = "DELETE FROM webhook_events WHERE id IN (
                          SELECT id FROM webhook_events e WHERE e.occurred_at < $1
                              AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id AND d.status = 'waiting') LIMIT $2)";
        while execute(&ctx.db, events, [(now - EVENTS).into(), BATCH.into()]).await? > 0 {}
        Ok(())
    }
}
