//! The project's commands. `cargo xtask --help` lists them.

mod bench;
mod boot;
mod check;
mod compress;
mod cut;
mod demo;
mod dev;
mod fingerprint;
mod fuzz;
mod http;
mod imports;
mod interrupt;
mod lighthouse;
mod package;
mod paths;
mod postgres;
mod process;
mod released;
mod schemathesis;
mod secrets;
mod shots;
mod sizes;
mod soak;
mod start;
mod step;
mod styles;
mod test;
mod tools;
mod wasm;
mod web;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::interrupt::Interrupt;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's commands", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Open the shop on this machine, with a demo catalogue and a payment sandbox
    Start(start::Options),
    /// The same while working on it: rebuilds and reloads what changes
    Dev(dev::Options),
    /// Run every test, with a PostgreSQL and a browser of its own
    Test(test::Options),
    /// Measure how fast the shop is, beside a bare handler and PostgreSQL alone
    Bench(bench::Options),
    /// Mixed traffic on two processes, each of which and PostgreSQL are stopped in the middle: nothing may get lost
    Soak(soak::Options),
    /// Throw odd bytes at everything that reads what strangers send
    Fuzz(fuzz::Options),
    /// Formatting, lints, dependencies, and whether the API document is current
    Check,
    /// Checks, release build of the web app, tests: what a change must pass
    Ci,
    /// Write the API documents in openapi/ anew
    Openapi,
    /// Build the shop and the back office into web/dist
    Web(web::Options),
    /// Build the Debian package of the shop into target/package
    Package(package::Options),
    /// Boot a Debian in a directory, install the package there as README.md says, and try it; only root may
    Boot,
    /// Take pictures of every page, and say what moves, fails or cannot be reached by all
    Shots(shots::Options),
    /// Have Lighthouse load the shop as released on the phone it imagines, and say how that went
    Lighthouse(lighthouse::Options),
    /// Ask the server everything its document allows and forbids, as every kind of caller
    Schemathesis(schemathesis::Options),
    /// Open the demo's database with psql, which gets what follows
    Psql {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Find or install everything the other commands need
    Tools,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli.task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<()> {
    let interrupt = Interrupt::install()?;
    match task {
        Task::Start(options) => start::run(options, &interrupt),
        Task::Dev(options) => dev::run(options, &interrupt),
        Task::Test(options) => test::run(options, &interrupt),
        Task::Bench(options) => bench::run(options, &interrupt),
        Task::Soak(options) => soak::run(options, &interrupt),
        Task::Fuzz(options) => fuzz::run(options, &interrupt),
        Task::Check => check::run(&interrupt),
        Task::Ci => check::ci(&interrupt),
        Task::Openapi => check::write_openapi(&interrupt),
        Task::Web(options) => web::run(options, &interrupt),
        Task::Package(options) => package::run(options, &interrupt),
        Task::Boot => boot::run(&interrupt),
        Task::Shots(options) => shots::run(options, &interrupt),
        Task::Lighthouse(options) => lighthouse::run(options, &interrupt),
        Task::Schemathesis(options) => schemathesis::run(options, &interrupt),
        Task::Psql { arguments } => postgres::psql(arguments, &interrupt),
        Task::Tools => tools::install_all(&interrupt),
    }
}
