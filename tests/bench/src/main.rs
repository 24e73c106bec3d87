//! What `cargo xtask bench` runs: load on a shop of its own, and the same work without the shop.
//!
//! Every figure comes from a closed loop over real sockets: each connection sends its next request
//! when the last was answered. The generator, the server and PostgreSQL share the machine, so reads
//! stand beside a bare poem handler that sends the same bytes, and statements beside `pgbench`. The
//! chat alone is an open loop: its messages are due at an even pace.

mod bare;
mod buyers;
mod chat;
mod database;
mod floor;
mod load;
mod machine;
mod report;
mod rows;
mod server;
mod statements;
mod visitors;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(name = "bench", about = "Load for the shop; run it by `cargo xtask bench`", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure
    Run(Options),
    /// Serve files as they are: the floor of what answering costs
    Bare {
        /// Files to serve, each at its name
        dir: PathBuf,
        /// Port on 127.0.0.1
        port: u16,
    },
}

/// What is measured, and how long.
#[derive(Debug, Args)]
pub struct Options {
    /// A PostgreSQL database of its own, empty
    #[arg(long)]
    database_url: String,
    /// The log of that PostgreSQL
    #[arg(long)]
    database_log: PathBuf,
    /// Directory of `pgbench`
    #[arg(long)]
    postgres_bin: PathBuf,
    /// The server's program
    #[arg(long)]
    server: PathBuf,
    /// The built web app, for its sizes
    #[arg(long)]
    web_dir: PathBuf,
    /// Where logs and the report go
    #[arg(long)]
    out: PathBuf,
    /// Products in the catalogue
    #[arg(long)]
    products: i64,
    /// Numbers of connections, in turn
    #[arg(long, value_delimiter = ',')]
    connections: Vec<usize>,
    /// Seconds that each figure is measured
    #[arg(long)]
    seconds: f64,
    /// Seconds of load before that
    #[arg(long)]
    warm_up: f64,
    /// Only rows whose name contains one of these
    rows: Vec<String>,
}

impl Options {
    /// Whether a row is asked for.
    fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|part| row.contains(part.as_str()))
    }

    fn pace(&self) -> load::Pace {
        load::Pace { warm_up: Duration::from_secs_f64(self.warm_up), measured: Duration::from_secs_f64(self.seconds) }
    }
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    match cli.command {
        // One thread is enough to ask, and leaves the rest of the machine to those who answer.
        Command::Run(options) => {
            tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(rows::run(&options))
        }
        Command::Bare { dir, port } => {
            tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(bare::serve(&dir, port))
        }
    }
}
