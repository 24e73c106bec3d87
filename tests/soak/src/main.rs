//! What `cargo xtask soak` runs: a shop of two processes under mixed traffic for a while, each of them and
//! the database stopped in the middle, and a report of whether anything was lost, doubled or kept growing.
//!
//! Nobody here is told of the trouble. Whoever gets no answer, or "not now", asks again at the next address
//! with the same idempotency key, as a good client does; at the end what was acknowledged is compared with
//! what is stored.

mod buyers;
mod chat;
mod check;
mod database;
mod memory;
mod report;
mod server;
mod shop;
mod sink;
mod staff;
mod tally;
mod trouble;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;

/// What is soaked, and for how long.
#[derive(Debug, Parser)]
#[command(name = "soak", about = "Mixed traffic with restarts; run it by `cargo xtask soak`")]
pub struct Options {
    /// The directory of a private PostgreSQL that runs, with an empty database
    #[arg(long)]
    postgres_dir: PathBuf,
    /// Most connections it was started with
    #[arg(long)]
    postgres_connections: u16,
    /// The server's program
    #[arg(long)]
    server: PathBuf,
    /// Where logs, files and the report go
    #[arg(long)]
    out: PathBuf,
    /// Minutes of traffic
    #[arg(long)]
    minutes: f64,
}

impl Options {
    /// How long there is traffic.
    fn length(&self) -> Duration {
        Duration::from_secs_f64(self.minutes * 60.0)
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("soak: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Tells whether all is well.
fn run(options: &Options) -> Result<bool> {
    // An error means that there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(trouble::soak(options))
}
