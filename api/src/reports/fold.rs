//! Adds up the days that changed.

use chrono::Days;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::jobs::Job;

/// Days of a transaction: a month takes about half a second in a busy shop.
const AT_ONCE: i32 = 31;

/// Adds up the days that changed since the last time, and forgets who came on days that are over.
///
/// Figures are true without it: days that are marked are reckoned from the orders. It is what makes them fast.
#[derive(Debug, Serialize, Deserialize)]
pub struct FoldFigures {}

impl Job for FoldFigures {
    const KIND: &'static str = "reports:fold_figures";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        #[derive(FromQueryResult)]
        struct Folded {
            days: i32,
        }
        while one::<Folded>(&ctx.db, "SELECT fold_figures($1) AS days", [AT_ONCE.into()])
            .await?
            .is_some_and(|row| row.days == AT_ONCE)
        {}
        // Yesterday's are kept: what came at midnight is written a few seconds later.
        let yesterday = shop_day(ctx.clock.now()) - Days::new(1);
        execute(&ctx.db, "DELETE FROM visitors_seen WHERE day < $1", [yesterday.into()]).await?;
        execute(&ctx.db, "DELETE FROM visit_salts WHERE day < $1", [yesterday.into()]).await?;
        Ok(())
    }
}
