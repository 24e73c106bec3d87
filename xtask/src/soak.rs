//! `cargo xtask soak`: mixed traffic on two processes, each of which and PostgreSQL are stopped in the middle.

use std::{fs, process::Command};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{interrupt::Interrupt, paths, postgres, released, step, tools::system::System};

/// With less, what is stopped has no time to come back before the next thing is.
const SHORTEST: f64 = 2.0;

#[derive(Debug, Args)]
pub struct Options {
    /// Minutes of traffic; memory is judged where a process lives for three of them at least
    #[arg(long, default_value_t = 20.0)]
    minutes: f64,
}

/// Builds as released, soaks, prints the report, and leaves nothing running.
///
/// # Errors
/// When a step fails, or anything was lost, doubled or answered as it should not be.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    ensure!(options.minutes >= SHORTEST, "a soak takes {SHORTEST} minutes at least");
    let system = System::detect();
    postgres::binaries(&system, interrupt)?;
    released::build(&["hurtrock", "soak"], interrupt)?;

    let out = paths::data().join("soak");
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("removing {}", out.display()))?;
    }
    fs::create_dir_all(&out).with_context(|| format!("making {}", out.display()))?;

    let server = postgres::for_soak(&system, interrupt)?;
    let mut command = Command::new(paths::released("soak"));
    command
        .arg("--postgres-dir")
        .arg(server.dir())
        .args(["--postgres-connections", &postgres::SOAK_CONNECTIONS.to_string()])
        .arg("--server")
        .arg(paths::released("hurtrock"))
        .arg("--out")
        .arg(&out)
        .args(["--minutes", &options.minutes.to_string()])
        .current_dir(paths::root());
    let outcome = step::run_openly("soak", &mut command, interrupt);
    let stopped = server.destroy();
    step::say(&format!("the report and the logs are in {}", out.display()));
    outcome?;
    stopped?;
    Ok(())
}
