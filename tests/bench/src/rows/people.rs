//! People: guests with a cart, buyers who sign in, order and write.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::{Bench, say};
use crate::buyers::{self, Buyers};
use crate::chat;
use crate::load::{self, Pace};
use crate::visitors::{Guest, Ordering, Random, Returning, Rushing};

/// Orders a second that are prepared for, so that buyers do not run out before the time is over.
const MOST_ORDERS: f64 = 1_200.0;

/// Buyers at once, and the pieces there are for them.
const RUSH: (usize, usize) = (300, 100);

/// The chat is measured at least so long: its messages are few.
const SHORTEST_CHAT: Duration = Duration::from_secs(10);

/// Longest wait for the jobs of a row.
const LONGEST_SETTLING: Duration = Duration::from_secs(60);

impl Bench<'_> {
    /// Guests who fill a cart with three things, then are gone.
    pub(super) async fn add_to_cart(&mut self) -> Result<()> {
        let (random, products) = (Random::new(), self.database.products);
        let guest = |_| Guest { random: random.clone(), products, token: None, lines: 0 };
        self.row("add to cart", self.at_shop(), |n| (0..n).map(guest).collect()).await
    }

    /// Signing in, and ordering: every order by another buyer with a cart of their own.
    pub(super) async fn people(&mut self) -> Result<()> {
        if !self.options.wants("sign-in") && !self.options.wants("place order") {
            return Ok(());
        }
        let port = self.shop.port;
        let mut buyers = self.take_buyers().await?;
        let known = buyers.make(port, &self.database, 500).await?.len();
        let next = Arc::new(AtomicUsize::new(0));
        self.row("sign-in", self.at_shop(), |n| (0..n).map(|_| Returning { known, next: Arc::clone(&next) }).collect()).await?;

        if self.options.wants("place order") {
            for connections in self.options.connections.clone() {
                let most = if connections == 1 { MOST_ORDERS / 3.0 } else { MOST_ORDERS };
                let most = most * (self.options.warm_up + self.options.seconds);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousands")]
                let ready = buyers.make(port, &self.database, most as usize).await?;
                let orders = Arc::new(Mutex::new(ready.iter().map(|buyer| buyers.order(buyer)).collect::<Vec<_>>()));
                let visitors = (0..connections).map(|_| Ordering(Arc::clone(&orders)));
                self.figure("place order", connections, self.at_shop(), visitors.collect()).await?;
                self.settle(connections).await?;
            }
            self.rush(&mut buyers).await?;
        }
        self.buyers = Some(buyers);
        Ok(())
    }

    /// The buyers, to be put back.
    async fn take_buyers(&mut self) -> Result<Buyers> {
        match self.buyers.take() {
            Some(buyers) => Ok(buyers),
            None => Buyers::open(self.shop.port).await,
        }
    }

    /// Many who have the chat open, and some who write.
    pub(super) async fn chat(&mut self) -> Result<()> {
        if !self.options.wants("chat") {
            return Ok(());
        }
        let mut buyers = self.take_buyers().await?;
        let people = buyers.make(self.shop.port, &self.database, chat::SOCKETS / 2).await?;
        self.buyers = Some(buyers);
        let measured = Duration::from_secs_f64(self.options.seconds).max(SHORTEST_CHAT);
        let outcome = chat::run(self.at_shop(), &people, measured).await?;
        for text in outcome.notes {
            say(&text);
            self.report.notes.push(text);
        }
        let first = outcome.first_error.unwrap_or_else(|| "a message was lost".to_owned());
        anyhow::ensure!(outcome.errors == 0, "the chat made {} errors, the first: {first}", outcome.errors);
        Ok(())
    }

    /// Many buyers at the same moment for fewer pieces of one article.
    async fn rush(&mut self, buyers: &mut Buyers) -> Result<()> {
        let port = self.shop.port;
        let crowd = buyers.make(port, &self.database, RUSH.0).await?;
        let (first, last) = (crowd.iter().map(|buyer| buyer.n).min(), crowd.iter().map(|buyer| buyer.n).max());
        let figures = [(":first", first), (":last", last), (":pieces", Some(RUSH.1))];
        let figures: Vec<(&str, i64)> =
            figures.into_iter().filter_map(|(name, figure)| Some((name, i64::try_from(figure?).ok()?))).collect();
        self.database.script(include_str!("../../sql/rush.sql"), &figures).await?;
        let mut visitors = Vec::new();
        for buyer in &crowd {
            visitors.push(Rushing(Some(buyers::order_now(port, buyer).await?)));
        }
        let pace = Pace { warm_up: Duration::ZERO, measured: Duration::from_secs(60) };
        let outcome = load::run(port, visitors, pace, || ()).await?;
        let sold = self
            .database
            .number("SELECT reserved - (SELECT held FROM bench_rush) AS n FROM stocks WHERE variant_id = bench_id('8004', 4)")
            .await?;
        // For what comes after.
        self.database
            .run("INSERT INTO stock_movements (id, variant_id, kind, quantity) VALUES (gen_random_uuid(), bench_id('8004', 4), 'receipt', 1000)")
            .await?;
        let text = format!(
            "{} buyers at once for {} pieces: {sold} sold, {} errors, all answered after {:.2} s",
            RUSH.0,
            RUSH.1,
            outcome.errors,
            outcome.elapsed.as_secs_f64()
        );
        say(&text);
        self.report.notes.push(text);
        anyhow::ensure!(usize::try_from(sold) == Ok(RUSH.1) && outcome.errors == 0, "the rush ended badly");
        Ok(())
    }

    /// Lets the jobs of the last row be done, so that they do not weigh on the next one.
    async fn settle(&mut self, connections: usize) -> Result<()> {
        let due = "SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE run_at <= now()";
        let left = self.database.number(due).await?;
        let begun = Instant::now();
        while self.database.number(due).await? > 0 && begun.elapsed() < LONGEST_SETTLING {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let seconds = begun.elapsed().as_secs_f64();
        let text =
            format!("{left} jobs (emails) were left when {connections} buyers stopped; they were done {seconds:.1} s later");
        say(&text);
        self.report.notes.push(text);
        self.database.run("DELETE FROM graphile_worker._private_jobs WHERE run_at <= now() AND locked_at IS NULL").await
    }
}
