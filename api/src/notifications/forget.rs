//! Forgets notifications of long ago.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::store;
use crate::context::Ctx;
use crate::jobs::Job;

/// How long notifications are kept: what they tell is in the orders and payments for good.
const KEPT: TimeDelta = TimeDelta::days(365);

/// Rows of a statement.
const BATCH: i64 = 5_000;

/// Deletes notifications older than a year, once a day.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetNotifications {}

impl Job for ForgetNotifications {
    const KIND: &'static str = "notifications:forget";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let before = ctx.clock.now() - KEPT;
        while store::forget(&ctx.db, before, BATCH).await? > 0 {}
        Ok(())
    }
}
