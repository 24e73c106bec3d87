//! Loads the demo shop, once.

use std::time::Instant;

use anyhow::ensure;
use chrono::Days;
use demo::PastOrder;
use sea_orm::ConnectionTrait;

use super::history::Books;
use super::people::{self, ACCOUNTS, PASSWORD};
use super::pictures::{self, Pictures};
use super::{catalogue, chats, goods, history, load, opinions, restock, until};
use crate::clock::shop_day;
use crate::config::Environment;
use crate::context::Ctx;
use crate::store;

/// Makes the past what it is: the same on every machine, but for the day it ends.
const SEED: u64 = 1_984;
/// Orders of the past twelve months.
const ORDERS: usize = 420;
/// Two processes that seed take turns.
const LOCK: &str = "SELECT pg_advisory_xact_lock(4873111)";

/// Loads catalogue, pictures, people and a year of orders, and prints the accounts to sign in
/// with. What is there already is left alone: a seed that was interrupted is taken up where it
/// stopped, one that is whole costs one statement, and a shop that has people of its own gets none.
///
/// # Errors
/// Outside the demo environment; when the database or the file store fails.
pub async fn seed(ctx: &Ctx) -> anyhow::Result<()> {
    seed_with(ctx, Pictures::Whole).await
}

/// The same shop with pictures of the size of stamps, which are drawn in seconds: for tests that
/// need all of it, but not its looks.
///
/// # Errors
/// As [`seed`].
pub async fn seed_small(ctx: &Ctx) -> anyhow::Result<()> {
    seed_with(ctx, Pictures::Stamps).await
}

async fn seed_with(ctx: &Ctx, size: Pictures) -> anyhow::Result<()> {
    ensure!(ctx.config.environment == Environment::Demo, "the demo shop is for `environment = demo` only");
    if !people::are_there(&ctx.db).await? && !load_all(ctx, size).await? {
        say("there are people in this shop already: it is left as it is, without the demo");
        return Ok(());
    }
    for account in ACCOUNTS {
        println!("{:<15} {} / {PASSWORD}", role_in_words(account.role), account.email);
    }
    Ok(())
}

fn role_in_words(role: &str) -> &'static str {
    match role {
        "buyer" => "Buyer",
        "staff" => "Staff",
        _ => "Admin",
    }
}

/// Whether the demo shop is there then: it is not loaded beside people of somebody's shop. Its own come last.
async fn load_all(ctx: &Ctx, size: Pictures) -> anyhow::Result<bool> {
    // On a connection of its own, held until the end.
    let turn = ctx.begin().await?;
    turn.execute_unprepared(LOCK).await?;
    if people::are_there(&ctx.db).await? {
        return Ok(true);
    }
    if people::is_anybody_there(&ctx.db).await? {
        return Ok(false);
    }
    let now = ctx.clock.now();
    let wares = demo::catalogue();

    say(&format!("{} products, {} categories", wares.products.len(), wares.categories.len()));
    let tx = load::begin_bulk(&ctx.db).await?;
    catalogue::load(&tx, &wares, now).await?;
    tx.commit().await?;

    pictures::load(ctx, &wares, size).await?;

    let started = Instant::now();
    // Up to this very moment: the history of tomorrow's midnight, without what is still to come.
    let past = demo::history(SEED, shop_day(now) + Days::new(1), ORDERS);
    let past: Vec<PastOrder> = past.into_iter().filter_map(|order| until::rewound(order, now)).collect();
    let written = demo::reviews(&past);
    let hash = ctx.passwords.hash(PASSWORD.to_owned()).await?;
    let tax = store::load(&ctx.db).await?.tax();
    let tx = load::begin_bulk(&ctx.db).await?;
    let people = people::load(&tx, &past, &hash, now).await?;
    let goods = goods::by_sku(&tx).await?;
    let books = Books { people: &people, goods: &goods, tax, now };
    let item_ids = history::load(&tx, &books, &wares, &past).await?;
    opinions::reviews(&tx, &people, &goods, &item_ids, &written).await?;
    opinions::views(&tx, &wares, now).await?;
    opinions::visits(&tx, now).await?;
    crate::jobs::enqueue(&tx, &crate::reports::FoldFigures {}).await?;
    restock::load(&tx, people.packer.0, now).await?;
    chats::load(&tx, &people, &goods, now).await?;
    load::finish(&tx).await?;
    tx.commit().await?;
    say(&format!("{} orders, {} reviews in {:.1} s", past.len(), written.len(), started.elapsed().as_secs_f32()));
    turn.rollback().await?;
    Ok(true)
}

/// A line of progress.
pub fn say(line: &str) {
    eprintln!("{line}");
}
