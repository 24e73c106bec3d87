//! Finds out what nobody told us: the provider is asked about everything that can still change.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use shared::orders::OrderStatus;
use shared::payments::{AttemptStatus, PaymentAsker, PaymentProvider};
use tokio::sync::Mutex;

use super::apply::Source;
use super::ask::{ask_and_apply, no_keys};
use super::close::close;
use super::open;
use super::rules::is_live;
use super::start::{self, Begun};
use super::store::{self, PaymentRow};
use crate::context::Ctx;
use crate::http::ApiError;
use crate::jobs::Job;
use crate::orders;

/// Attempts that one run asks about.
const BATCH: i32 = 60;
/// Questions under way at the same time.
const AT_ONCE: usize = 4;
/// A provider that fails this often in a run is left alone until the next one.
const PATIENCE: u32 = 3;

/// Asks about attempts that were not heard of for a while, finishes what was left half done, and
/// ends what is out of time. Two runs at the same time take different attempts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reconcile {}

impl Job for Reconcile {
    const KIND: &'static str = "payments:reconcile";
    // The next minute brings the next one.
    const MAX_ATTEMPTS: i16 = 1;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let now = ctx.clock.now();
        let mut due = store::claim_due(&ctx.db, now, BATCH).await?;
        due.extend(store::claim_refunding(&ctx.db, now, BATCH).await?);
        let failures: Mutex<HashMap<PaymentProvider, u32>> = Mutex::default();
        let ask = async |row: PaymentRow| {
            if failures.lock().await.get(&row.provider).is_some_and(|&times| times >= PATIENCE) {
                return;
            }
            // What went wrong is logged where it went wrong.
            if let Err(error) = reconcile(ctx, &row, now).await {
                tracing::warn!(payment.reference = %row.reference, %error, "a payment could not be reconciled");
                *failures.lock().await.entry(row.provider).or_default() += 1;
            }
        };
        futures_util::stream::iter(due).for_each_concurrent(AT_ONCE, ask).await;
        Ok(())
    }
}

async fn reconcile(ctx: &Ctx, row: &PaymentRow, now: DateTime<Utc>) -> Result<(), ApiError> {
    if is_live(row.status) && row.expires_at <= now {
        return close(ctx, row).await.map(drop);
    }
    if row.status == AttemptStatus::Creating {
        return finish(ctx, row, now).await;
    }
    ask_and_apply(ctx, row, Source::Query(PaymentAsker::Reconciler)).await.map(drop)
}

/// An attempt whose set-up was cut short: opened if its order still waits for it, else called off.
async fn finish(ctx: &Ctx, row: &PaymentRow, now: DateTime<Utc>) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    let order = orders::lock(&tx, row.order_id).await?;
    tx.commit().await?;
    let Some(order) = order.filter(|order| order.status == OrderStatus::Pending && now < order.pay_until) else {
        return close(ctx, row).await.map(drop);
    };
    let gateway = open::gateway(ctx, row.provider).await?.ok_or_else(no_keys)?;
    start::open(ctx, &*gateway, &order, row.clone(), Begun::Before).await.map(drop)
}
