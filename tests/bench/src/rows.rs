//! The rows of the report, one after the other.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use hyper::{Method, StatusCode};

use tokio::process::Command;
use tokio::sync::Notify;

use crate::buyers::{self, Buyers};
use crate::database::Database;
use crate::load::{self, Connection, Outcome, Pace, Visitor, ask};
use crate::report::{Figures, Report};
use crate::server::Server;
use crate::visitors::{First, Guest, Ordering, Random, Returning, Round, Rushing, Same, Varied};
use crate::{Options, chat, floor, machine, statements};

/// Reads that the server has at hand after the first time.
const READS: [(&str, &str); 4] = [
    ("list", "/api/v1/products"),
    ("search", "/api/v1/products?q=ibanez%20mahoni"),
    ("suggest", "/api/v1/search/suggestions?q=iba"),
    ("product", "/api/v1/products/produk-7"),
];

/// Orders a second that are prepared for, so that buyers do not run out before the time is over.
const MOST_ORDERS: f64 = 1_200.0;

/// The same for `pgbench`.
const MOST_ORDERS_OF_PGBENCH: f64 = 4_000.0;

/// Buyers at once, and the pieces there are for them.
const RUSH: (usize, usize) = (300, 100);

/// Orders of the year that figures are read of.
const YEAR: i64 = 100_000;

/// The chat is measured at least so long: its messages are few.
const SHORTEST_CHAT: Duration = Duration::from_secs(10);

/// How often the start is timed.
const STARTS: usize = 5;

/// Longest wait for the jobs of a row.
const LONGEST_SETTLING: Duration = Duration::from_secs(60);

/// Prices that uncached lists are asked for from.
pub const PRICES: (i64, i64) = (150_000, 8_000_000);

struct Bench<'a> {
    options: &'a Options,
    database: Arc<Database>,
    shop: Server,
    report: Report,
    /// All that were made so far.
    buyers: Option<Buyers>,
}

/// Measures all that is asked for, and writes the report.
pub async fn run(options: &Options) -> Result<()> {
    fs::create_dir_all(&options.out)?;
    let log = options.out.join("server.log");
    // Of the last run.
    drop(fs::remove_file(&log));
    let files = options.out.join("files");
    fs::create_dir_all(&files)?;
    migrate(options).await?;
    say(&format!("making {} products", options.products));
    let database = Arc::new(Database::fill(&options.database_url, options.products).await?);

    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let shop = Server::shop(&options.server, &options.database_url, &files, &log).await?;
        starts.push(shop.ready_after);
        shop.stop().await?;
    }
    starts.sort();
    let shop = Server::shop(&options.server, &options.database_url, &files, &log).await?;
    let mut report = Report::new(options);
    report.ready = starts.get(STARTS / 2).copied().unwrap_or_default();
    report.memory_at_rest = machine::memory(shop.pid());
    report.bundles = bundles(options)?;

    let mut bench = Bench { options, database, shop, report, buyers: None };
    bench.cached_reads().await?;
    bench.uncached_reads().await?;
    bench.add_to_cart().await?;
    bench.people().await?;
    bench.chat().await?;
    bench.floors(&files).await?;
    // Last: what comes after a year of orders would be measured beside it.
    bench.figures_of_a_year().await?;
    bench.report.memory_peak = machine::peak_memory(bench.shop.pid());
    bench.shop.stop().await?;
    bench.report.write(&options.out)
}

/// Says what is going on.
fn say(text: &str) {
    eprintln!("  {text}");
}

async fn migrate(options: &Options) -> Result<()> {
    let mut command = Command::new(&options.server);
    command.arg("migrate").env("DATABASE_URL", &options.database_url).env("HURTROCK_ENVIRONMENT", "demo");
    let out = command.output().await?;
    anyhow::ensure!(out.status.success(), "migrating failed: {}", String::from_utf8_lossy(&out.stderr));
    Ok(())
}

/// The WASM of each bundle, in bytes: raw, and as brotli where a release build is there.
fn bundles(options: &Options) -> Result<Vec<(String, u64, Option<u64>)>> {
    let mut found = Vec::new();
    for app in ["shop", "admin"] {
        let Ok(entries) = fs::read_dir(options.web_dir.join(app)) else { continue };
        for entry in entries {
            let path: PathBuf = entry?.path();
            if path.extension().is_some_and(|ending| ending == "wasm") {
                let length = |path: &PathBuf| fs::metadata(path).map(|metadata| metadata.len());
                found.push((app.to_owned(), length(&path)?, length(&path.with_added_extension("br")).ok()));
            }
        }
    }
    Ok(found)
}

impl Bench<'_> {
    /// Measures one row at every number of connections.
    async fn row<V: Visitor + 'static>(
        &mut self,
        name: &str,
        (port, pid): (u16, u32),
        visitors: impl Fn(usize) -> Vec<V>,
    ) -> Result<()> {
        if self.options.wants(name) {
            for &connections in &self.options.connections {
                self.figure(name, connections, (port, pid), visitors(connections)).await?;
            }
        }
        Ok(())
    }

    async fn figure<V: Visitor + 'static>(
        &mut self,
        name: &str,
        connections: usize,
        (port, pid): (u16, u32),
        visitors: Vec<V>,
    ) -> Result<()> {
        let mut used = Vec::new();
        let postmaster = self.database.postmaster;
        let mark = || used.push((machine::cpu(pid), machine::cpu_of_family(postmaster)));
        let outcome = load::run(port, visitors, self.options.pace(), mark).await?;
        let (server, database) = match used.as_slice() {
            [before, after] => (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1)),
            _ => Default::default(),
        };
        let figures = figures(&outcome, server, database);
        say(&format!("{name:<28} {connections:>3}  {figures}"));
        if let Some(error) = &outcome.first_error {
            say(&format!("  {} errors, the first: {error}", outcome.errors));
        }
        self.report.add(name, connections, figures);
        Ok(())
    }

    fn at_shop(&self) -> (u16, u32) {
        (self.shop.port, self.shop.pid())
    }

    /// Each cached read, and the bare handler with the very same bytes right after it.
    async fn cached_reads(&mut self) -> Result<()> {
        let dir = self.options.out.join("bare");
        fs::create_dir_all(&dir)?;
        let mut connection = Connection::open(self.shop.port).await?;
        for (name, path) in READS {
            fs::write(dir.join(name), connection.done(ask(Method::GET, path, &[], "")).await?)?;
            let brotli = [("accept-encoding", "br")];
            fs::write(dir.join(format!("{name}-br")), connection.done(ask(Method::GET, path, &brotli, "")).await?)?;
        }
        let bare = Server::bare(&dir, "/list", &self.options.out.join("bare.log")).await?;
        let at_bare = (bare.port, bare.pid());
        for (name, path) in READS {
            let read = ask(Method::GET, path, &[], "");
            self.row(&format!("{name}, cached"), self.at_shop(), |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
            let read = ask(Method::GET, &format!("/{name}"), &[], "");
            self.row(&format!("{name}, bare handler"), at_bare, |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        }
        let read = ask(Method::GET, "/api/v1/products", &[("accept-encoding", "br")], "");
        self.row("list, cached, brotli", self.at_shop(), |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        let read = ask(Method::GET, "/list-br", &[], "");
        self.row("list, bare handler, brotli", at_bare, |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        bare.stop().await?;

        let tag = etag(self.shop.port, "/api/v1/products").await?;
        let read = ask(Method::GET, "/api/v1/products", &[("if-none-match", &tag)], "");
        self.row("list, unchanged (304)", self.at_shop(), |n| vec![Same(read.clone(), StatusCode::NOT_MODIFIED); n]).await
    }

    /// Reads that nobody asked for before.
    async fn uncached_reads(&mut self) -> Result<()> {
        let random = Random::new();
        for (name, start) in [
            ("list, uncached", "/api/v1/products?min_price="),
            ("search, uncached", "/api/v1/products?q=ibanez%20mahoni&min_price="),
        ] {
            self.row(name, self.at_shop(), |n| (0..n).map(|_| Varied { start, random: random.clone() }).collect()).await?;
        }

        let most = usize::try_from(self.database.products.min(20_000))?;
        let words = ["ibanez", "gitar", "model", "rg", "metal", "produk", "bas", "maple"];
        let suggestions = (1..=most).flat_map(|n| words.map(|word| format!("/api/v1/search/suggestions?q={word}%20{n}")));
        let products = (1..=most).map(|n| format!("/api/v1/products/produk-{n}"));
        for (name, paths) in [("suggest, uncached", suggestions.collect::<Vec<_>>()), ("product, uncached", products.collect())] {
            let round = Arc::new(Round { paths, next: AtomicUsize::new(0), over: Notify::new() });
            let forgetful = tokio::spawn(forget_each_round(Arc::clone(&self.database), Arc::clone(&round)));
            self.row(name, self.at_shop(), |n| (0..n).map(|_| First(Arc::clone(&round))).collect()).await?;
            forgetful.abort();
        }
        Ok(())
    }

    /// Guests who fill a cart with three things, then are gone.
    async fn add_to_cart(&mut self) -> Result<()> {
        let (random, products) = (Random::new(), self.database.products);
        let guest = |_| Guest { random: random.clone(), products, token: None, lines: 0 };
        self.row("add to cart", self.at_shop(), |n| (0..n).map(guest).collect()).await
    }

    /// Signing in, and ordering: every order by another buyer with a cart of their own.
    async fn people(&mut self) -> Result<()> {
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
    async fn chat(&mut self) -> Result<()> {
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
        self.database.script(include_str!("../sql/rush.sql"), &figures).await?;
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

    /// What the back office reads of a year of orders.
    async fn figures_of_a_year(&mut self) -> Result<()> {
        let day = |number: i64| format!("{}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100);
        let number = "SELECT to_char(shop_day(now()) - 364, 'YYYYMMDD')::bigint AS n";
        let from = day(self.database.number(number).await?);
        let until = day(self.database.number(&number.replace("364", "0")).await?);
        let paths = [
            ("dashboard, a year behind it", "/api/v1/admin/dashboard".to_owned()),
            ("analytics, 30 days", "/api/v1/admin/analytics".to_owned()),
            ("analytics, a year", format!("/api/v1/admin/analytics?from={from}&until={until}")),
            ("products' figures, a year", format!("/api/v1/admin/analytics/products?from={from}&until={until}")),
        ];
        if !paths.iter().any(|(name, _)| self.options.wants(name)) {
            return Ok(());
        }
        say(&format!("making a year of {YEAR} orders"));
        let figures = [(":orders", YEAR), (":products", self.database.products)];
        self.database.script(include_str!("../sql/year.sql"), &figures).await?;
        self.database.run("SELECT fold_figures(400)").await?;
        self.database.run("VACUUM ANALYZE").await?;
        // Today is being sold: it is reckoned from its orders.
        self.database.run("INSERT INTO figure_marks (day) VALUES (shop_day(now()))").await?;
        let bearer = buyers::administrator(self.shop.port, &self.database).await?;
        for (name, path) in paths {
            let read = ask(Method::GET, &path, &[("authorization", &bearer)], "");
            self.row(name, self.at_shop(), |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        }
        Ok(())
    }

    /// Buyers with a full cart for `place.sql`.
    async fn buyers_of_pgbench(&self) -> Result<()> {
        let made = self
            .database
            .number("SELECT count(*) AS n FROM carts WHERE id BETWEEN bench_id('9004', 0) AND bench_id('9004', 1::bigint << 40)")
            .await?;
        #[expect(clippy::cast_possible_truncation, reason = "some ten thousands")]
        let more = (MOST_ORDERS_OF_PGBENCH * self.options.seconds.ceil()) as i64;
        self.database.add_buyers(made, made + more - 1).await?;
        self.database.run(&format!("SELECT setval('bench_orders', {})", made.max(1))).await
    }

    /// The same statements by `pgbench`.
    async fn floors(&mut self, files: &std::path::Path) -> Result<()> {
        if !["list", "search", "product", "place order"].iter().any(|row| self.options.wants(&format!("{row}, pgbench"))) {
            return Ok(());
        }
        let caught = statements::catch(self.options, files).await?;
        for script in floor::scripts(self.options, &caught)? {
            if self.options.wants(&script.name) {
                for connections in self.options.connections.clone() {
                    if script.name.starts_with("place order") {
                        self.buyers_of_pgbench().await?;
                    }
                    let figures = floor::run(self.options, &script, connections).await?;
                    say(&format!("{:<28} {connections:>3}  {figures}", script.name));
                    self.report.add(&script.name, connections, figures);
                }
            }
        }
        Ok(())
    }
}

fn figures(outcome: &Outcome, server: Duration, database: Duration) -> Figures {
    let millis = |quantile| Duration::from_micros(outcome.latency.value_at_quantile(quantile)).as_secs_f64() * 1000.0;
    #[expect(clippy::cast_precision_loss, reason = "counts of a few millions")]
    let answers = outcome.answers.max(1) as f64;
    Figures {
        per_second: answers / outcome.elapsed.as_secs_f64().max(0.001),
        p50: Some(millis(0.50)),
        p95: Some(millis(0.95)),
        p99: Some(millis(0.99)),
        mean: None,
        errors: outcome.errors,
        server_micros: Some(server.as_secs_f64() * 1e6 / answers),
        database_micros: Some(database.as_secs_f64() * 1e6 / answers),
    }
}

async fn etag(port: u16, path: &str) -> Result<String> {
    let answer = Connection::open(port).await?.answer(ask(Method::GET, path, &[], "")).await?;
    let tag = answer.headers().get("etag").context("no entity tag")?;
    Ok(tag.to_str()?.to_owned())
}

/// Has the server forget all it knows each time that everything was asked for once.
async fn forget_each_round(database: Arc<Database>, round: Arc<Round>) {
    loop {
        round.over.notified().await;
        if database.run("NOTIFY hurtrock, 'everything'").await.is_err() {
            return;
        }
    }
}
