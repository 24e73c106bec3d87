//! Views, cart additions and searches: counted in memory, written every few seconds.
//!
//! A request never waits for a count. What a killed process had not written yet is lost, at most
//! a few seconds of it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, Value};
use shared::ids::{ProductId, VariantId};

use crate::clock;
use crate::context::Ctx;
use crate::db;

/// How often counts are written.
const EVERY: Duration = Duration::from_secs(5);
/// Things and searches beyond these are not counted until the next write: what memory they may
/// take is bounded, whoever sends what.
const MAX_IDS: usize = 50_000;
const MAX_SEARCHES: usize = 5_000;

/// A search to be logged.
#[derive(Debug)]
struct Search {
    text: String,
    results: i32,
    corrected_to: Option<String>,
    at: DateTime<Utc>,
}

/// How often something happened to a thing on a day.
type Tally<Id> = HashMap<(Id, NaiveDate), i64>;

#[derive(Debug, Default)]
struct Pending {
    views: Tally<ProductId>,
    cart_adds: Tally<VariantId>,
    searches: Vec<Search>,
}

/// Counts that are still to be written.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pending: Mutex<Pending>,
}

/// Adds `count`, unless that would take more memory than is allowed.
fn add<Id: Hash + Eq>(tally: &mut Tally<Id>, key: (Id, NaiveDate), count: i64) {
    if tally.len() < MAX_IDS || tally.contains_key(&key) {
        *tally.entry(key).or_insert(0) += count;
    }
}

impl Counters {
    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs a search.
    pub(super) fn searched(&self, text: String, results: i64, corrected_to: Option<String>, at: DateTime<Utc>) {
        let results = i32::try_from(results).unwrap_or(i32::MAX);
        self.log(Search { text, results, corrected_to, at });
    }

    fn log(&self, search: Search) {
        let mut pending = self.pending();
        if pending.searches.len() < MAX_SEARCHES {
            pending.searches.push(search);
        }
    }
}

/// Counts a view of a product's page.
pub(super) fn count_view(ctx: &Ctx, product: ProductId) {
    let day = clock::shop_day(ctx.clock.now());
    add(&mut ctx.caches.catalog.counters.pending().views, (product, day), 1);
}

/// Counts that a variant was put into a cart.
pub fn count_cart_add(ctx: &Ctx, variant: VariantId) {
    let day = clock::shop_day(ctx.clock.now());
    add(&mut ctx.caches.catalog.counters.pending().cart_adds, (variant, day), 1);
}

/// Writes what was counted since the last time. For shutdown and tests; [`run_counters`] does it
/// every few seconds. What cannot be written is kept for the next time.
pub async fn flush_counters(ctx: &Ctx) {
    let counters = &ctx.caches.catalog.counters;
    let Pending { views, cart_adds, searches } = std::mem::take(&mut *counters.pending());
    if let Err(error) = write_tallies(ctx, &views, &cart_adds).await {
        tracing::warn!(%error, "views could not be written; trying again");
        let mut pending = counters.pending();
        views.into_iter().for_each(|(key, count)| add(&mut pending.views, key, count));
        cart_adds.into_iter().for_each(|(key, count)| add(&mut pending.cart_adds, key, count));
    }
    if let Err(error) = write_searches(ctx, &searches).await {
        tracing::warn!(%error, "searches could not be logged; trying again");
        searches.into_iter().for_each(|search| counters.log(search));
    }
}

/// Writes the counts every few seconds, for as long as the process lives.
pub async fn run_counters(ctx: Ctx) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        flush_counters(&ctx).await;
    }
}

/// Ids that name nothing are dropped here; the order of the keys keeps two processes from waiting
/// for each other.
const WRITE_TALLIES: &str = "INSERT INTO product_views AS v (product_id, day, views, cart_adds)
    SELECT id, day, sum(views)::bigint, sum(cart_adds)::bigint FROM (
        SELECT p.id, given.day, given.count AS views, 0 AS cart_adds
        FROM unnest($1::uuid[], $2::date[], $3::bigint[]) AS given (id, day, count) JOIN products p ON p.id = given.id
        UNION ALL
        SELECT v.product_id, given.day, 0, given.count
        FROM unnest($4::uuid[], $5::date[], $6::bigint[]) AS given (id, day, count) JOIN variants v ON v.id = given.id) counted
    GROUP BY id, day ORDER BY id, day
    ON CONFLICT (product_id, day) DO UPDATE SET views = v.views + EXCLUDED.views, cart_adds = v.cart_adds + EXCLUDED.cart_adds";

async fn write_tallies(ctx: &Ctx, views: &Tally<ProductId>, cart_adds: &Tally<VariantId>) -> Result<(), DbErr> {
    if views.is_empty() && cart_adds.is_empty() {
        return Ok(());
    }
    let [product, viewed, view_counts] = columns(views, |id| id.0);
    let [variant, added, add_counts] = columns(cart_adds, |id| id.0);
    db::execute(&ctx.db, WRITE_TALLIES, [product, viewed, view_counts, variant, added, add_counts]).await.map(drop)
}

/// Ids, days and counts, each as an array.
fn columns<Id: Copy>(tally: &Tally<Id>, uuid: impl Fn(Id) -> uuid::Uuid) -> [Value; 3] {
    let ids: Vec<uuid::Uuid> = tally.keys().map(|&(id, _)| uuid(id)).collect();
    let days: Vec<NaiveDate> = tally.keys().map(|&(_, day)| day).collect();
    let counts: Vec<i64> = tally.values().copied().collect();
    [ids.into(), days.into(), counts.into()]
}

const WRITE_SEARCHES: &str = "INSERT INTO search_log (query, results, corrected_to, created_at)
    SELECT query, results, NULLIF(corrected_to, ''), created_at
    FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[]) AS given (query, results, corrected_to, created_at)";

async fn write_searches(ctx: &Ctx, searches: &[Search]) -> Result<(), DbErr> {
    if searches.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = searches.iter().map(|search| search.text.clone()).collect();
    let results: Vec<i32> = searches.iter().map(|search| search.results).collect();
    let corrected: Vec<String> = searches.iter().map(|search| search.corrected_to.clone().unwrap_or_default()).collect();
    let times: Vec<DateTime<Utc>> = searches.iter().map(|search| search.at).collect();
    db::execute(&ctx.db, WRITE_SEARCHES, [texts.into(), results.into(), corrected.into(), times.into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_and_memory_is_bounded() {
        let (mut tally, day, product) = (Tally::default(), NaiveDate::default(), ProductId::generate());
        for _ in 0..3 {
            add(&mut tally, (product, day), 1);
        }
        for _ in 0..MAX_IDS + 10 {
            add(&mut tally, (ProductId::generate(), day), 1);
        }
        add(&mut tally, (product, day), 1);
        assert_eq!((tally.get(&(product, day)), tally.len()), (Some(&4), MAX_IDS));

        let counters = Counters::default();
        for _ in 0..MAX_SEARCHES + 10 {
            counters.searched("x".into(), 0, None, DateTime::default());
        }
        assert_eq!(counters.pending().searches.len(), MAX_SEARCHES);
    }
}
