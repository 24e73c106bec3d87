//! The rows of the report, one after the other.

mod floors;
mod people;
mod reads;
mod year;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::process::Command;

use crate::buyers::Buyers;
use crate::database::Database;
use crate::load::{self, Outcome, Visitor};
use crate::report::{Figures, Report};
use crate::server::Server;
use crate::{Options, machine};

/// How often the start is timed.
const STARTS: usize = 5;

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
    bench.note_memory("what comes after the rows");
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

/// The WASM that each bundle begins with, in bytes: raw, and as brotli where a release build is there. The shop's other parts
/// are fetched when somebody comes to what they are for.
fn bundles(options: &Options) -> Result<Vec<(String, u64, Option<u64>)>> {
    let mut found = Vec::new();
    for app in ["shop", "admin"] {
        let Ok(entries) = fs::read_dir(options.web_dir.join(app)) else { continue };
        for entry in entries {
            let path: PathBuf = entry?.path();
            if path.to_string_lossy().ends_with("_bg.wasm") {
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
        say(&format!("{name:<28} {connections:>3}  {figures}; {} MB", machine::memory(self.shop.pid()) / 1_000_000));
        if let Some(error) = &outcome.first_error {
            say(&format!("  {} errors, the first: {error}", outcome.errors));
        }
        self.report.add(name, connections, figures);
        self.note_memory(&format!("{name}, {connections} connections"));
        Ok(())
    }

    /// The most memory that the server had so far, and what it was reached in.
    fn note_memory(&mut self, row: &str) {
        let peak = machine::peak_memory(self.shop.pid());
        if peak > self.report.memory_peak {
            self.report.memory_peak = peak;
            self.report.memory_peak_in = row.to_owned();
        }
    }

    fn at_shop(&self) -> (u16, u32) {
        (self.shop.port, self.shop.pid())
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
        refused: outcome.refused,
        server_micros: Some(server.as_secs_f64() * 1e6 / answers),
        database_micros: Some(database.as_secs_f64() * 1e6 / answers),
    }
}
