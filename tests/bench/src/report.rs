//! The report, as Markdown and as JSON.

use std::fmt::{self, Display};
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::{Options, machine};

/// What one row measured at one number of connections.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Figures {
    /// Answers per second.
    pub per_second: f64,
    /// Half of the answers took at most so many milliseconds.
    pub p50: Option<f64>,
    /// 95 of 100 did.
    pub p95: Option<f64>,
    /// 99 of 100 did.
    pub p99: Option<f64>,
    /// Milliseconds on average, where that is all that is known.
    pub mean: Option<f64>,
    /// Answers that were not as expected.
    pub errors: u64,
    /// Those of them that said "not now": the load is more than the shop takes.
    pub refused: u64,
    /// Processor time per answer of the server, in microseconds.
    pub server_micros: Option<f64>,
    /// Processor time per answer of PostgreSQL, in microseconds.
    pub database_micros: Option<f64>,
}

impl Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:>9}/s", thousands(self.per_second))?;
        if let (Some(p50), Some(p95), Some(p99)) = (self.p50, self.p95, self.p99) {
            write!(out, "  p50 {p50:.2} p95 {p95:.2} p99 {p99:.2} ms")?;
        }
        if let (Some(server), Some(database)) = (self.server_micros, self.database_micros) {
            write!(out, "  {server:.0} + {database:.0} µs of processor")?;
        }
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    connections: usize,
    #[serde(flatten)]
    figures: Figures,
}

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    machine: String,
    /// Load of the machine just before.
    load_before: String,
    products: i64,
    seconds: f64,
    connections: Vec<usize>,
    rows: Vec<Row>,
    /// From the start of the process to its first answer.
    pub ready: Duration,
    /// Resident bytes after the start.
    pub memory_at_rest: u64,
    /// The most resident bytes.
    pub memory_peak: u64,
    /// The row in which it had them first.
    pub memory_peak_in: String,
    /// What no table holds.
    pub notes: Vec<String>,
    /// WASM by bundle: bytes, and bytes as brotli.
    pub bundles: Vec<(String, u64, Option<u64>)>,
}

impl Report {
    /// An empty one.
    pub fn new(options: &Options) -> Self {
        Self {
            machine: machine::describe(),
            load_before: machine::load(),
            products: options.products,
            seconds: options.seconds,
            connections: options.connections.clone(),
            rows: Vec::new(),
            ready: Duration::ZERO,
            memory_at_rest: 0,
            memory_peak: 0,
            memory_peak_in: String::new(),
            notes: Vec::new(),
            bundles: Vec::new(),
        }
    }

    /// Adds a figure.
    pub fn add(&mut self, name: &str, connections: usize, figures: Figures) {
        self.rows.push(Row { name: name.to_owned(), connections, figures });
    }

    /// Writes `report.md` and `report.json`.
    ///
    /// # Errors
    /// When they cannot be written, or when any answer was neither as expected nor a refusal because of the load.
    pub fn write(&self, out: &Path) -> Result<()> {
        fs::write(out.join("report.json"), serde_json::to_string_pretty(self)?)?;
        let markdown = self.to_string();
        fs::write(out.join("report.md"), &markdown)?;
        println!("{markdown}");
        let errors: u64 = self.rows.iter().map(|row| row.figures.errors - row.figures.refused).sum();
        if errors > 0 {
            bail!("{errors} answers were not as expected");
        }
        Ok(())
    }

    fn figures(&self, name: &str, connections: usize) -> Option<&Figures> {
        self.rows.iter().find(|row| row.name == name && row.connections == connections).map(|row| &row.figures)
    }

    /// How the row compares with the one it is measured beside.
    fn beside(&self, name: &str, connections: usize) -> Option<String> {
        let floor = match name.split_once(", ") {
            Some((what, "cached")) => format!("{what}, bare handler"),
            Some((what, "cached, brotli")) => format!("{what}, bare handler, brotli"),
            Some((what, "uncached")) => format!("{what}, pgbench"),
            None => format!("{name}, pgbench"),
            _ => return None,
        };
        let percent = self.figures(name, connections)?.per_second / self.figures(&floor, connections)?.per_second * 100.0;
        let (_, of) = floor.split_once(", ")?;
        Some(format!("{percent:.0} % of {}", of.trim_end_matches(", brotli")))
    }
}

impl Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{}. Server, PostgreSQL (durable) and the load share it. {} products, {} s a figure, load {} before.\n",
            self.machine,
            thousands(decimal(self.products)),
            self.seconds,
            self.load_before
        )?;
        let head: Vec<String> =
            self.connections.iter().map(|n| format!("{n} connection{}", if *n == 1 { "" } else { "s" })).collect();
        let beside_at = self.connections.iter().copied().find(|n| *n == 16).or(self.connections.last().copied()).unwrap_or(1);
        writeln!(out, "| requests per second (p50 / p95 / p99 ms) | {} | at {beside_at} |", head.join(" | "))?;
        writeln!(out, "| --- |{} --- |", " ---: |".repeat(head.len()))?;
        let mut seen: Vec<&str> = Vec::new();
        for row in &self.rows {
            if seen.contains(&row.name.as_str()) {
                continue;
            }
            seen.push(&row.name);
            let cells: Vec<String> =
                self.connections.iter().map(|n| self.figures(&row.name, *n).map_or(String::new(), cell)).collect();
            let mut notes: Vec<String> = self.beside(&row.name, beside_at).into_iter().collect();
            if let Some(figures) = self.figures(&row.name, beside_at)
                && let (Some(server), Some(database)) = (figures.server_micros, figures.database_micros)
            {
                notes.push(if database < 5.0 { format!("{server:.0} µs") } else { format!("{server:.0} + {database:.0} µs") });
            }
            writeln!(out, "| {} | {} | {} |", row.name, cells.join(" | "), notes.join("; "))?;
        }
        writeln!(
            out,
            "\nµs: processor time per answer, of the server (+ of PostgreSQL). `pgbench` runs the same statements without the server.\n"
        )?;
        for note in &self.notes {
            writeln!(out, "- {note}.")?;
        }
        writeln!(out, "- Ready {:.2} s after its start, with a migrated database.", self.ready.as_secs_f64())?;
        writeln!(
            out,
            "- Memory of the server: {} at rest, {} at most under all of this load ({}).",
            megabytes(self.memory_at_rest),
            megabytes(self.memory_peak),
            self.memory_peak_in
        )?;
        for (name, raw, brotli) in &self.bundles {
            let brotli =
                brotli.map_or(" (no release build here)".to_owned(), |bytes| format!(", {} as brotli", kilobytes(bytes)));
            writeln!(out, "- WASM that a first visit of the {name} fetches: {}{brotli}.", kilobytes(*raw))?;
        }
        Ok(())
    }
}

fn cell(figures: &Figures) -> String {
    let errors = match (figures.errors, figures.refused) {
        (0, _) => String::new(),
        (errors, refused) if errors == refused => format!(" **{refused} refused**"),
        (errors, _) => format!(" **{errors} errors**"),
    };
    let latency = match (figures.p50, figures.p95, figures.p99, figures.mean) {
        (Some(p50), Some(p95), Some(p99), _) => format!(" ({} / {} / {})", millis(p50), millis(p95), millis(p99)),
        (.., Some(mean)) => format!(" (mean {})", millis(mean)),
        _ => String::new(),
    };
    format!("{}{latency}{errors}", thousands(figures.per_second))
}

fn millis(value: f64) -> String {
    if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes, shown rounded")]
fn decimal(value: i64) -> f64 {
    value as f64
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", decimal(i64::try_from(bytes).unwrap_or(i64::MAX)) / 1e6)
}

fn kilobytes(bytes: u64) -> String {
    format!("{} kB", thousands((decimal(i64::try_from(bytes).unwrap_or(i64::MAX)) / 1e3).round()))
}

/// `12,345`, and `12.3` below a hundred.
fn thousands(value: f64) -> String {
    if value < 100.0 && value.fract() != 0.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
