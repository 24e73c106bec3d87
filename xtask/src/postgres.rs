//! PostgreSQL for the demo and for the tests: installed where it is missing, then run privately.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use private_pg::{Binaries, Config, Error, Server};

use crate::{
    interrupt::Interrupt,
    paths,
    step::{self, Step},
    tools::system::{POSTGRESQL, System},
};

/// The server's programs, installed where they are missing.
///
/// # Errors
/// When they cannot be installed.
pub fn binaries(system: &System, interrupt: &Interrupt) -> Result<Binaries> {
    match Binaries::find() {
        Err(Error::Missing { .. } | Error::MissingExtension { .. }) => {
            system.install(&POSTGRESQL, interrupt)?;
            Ok(Binaries::find()?)
        }
        found => Ok(found?),
    }
}

/// Starts the server that keeps the demo's data.
///
/// # Errors
/// When it is missing and cannot be installed, or does not start.
pub fn demo(system: &System, interrupt: &Interrupt) -> Result<Server> {
    start(system, &Config::new(paths::data().join("postgres")), interrupt)
}

/// Starts a fast server for one test run, and sweeps away those of runs that were killed.
///
/// # Errors
/// As [`demo`].
pub fn for_tests(system: &System, interrupt: &Interrupt) -> Result<Server> {
    once("test-postgres", Config::throwaway, system, interrupt)
}

/// Starts a server for one bench, as durable as any, and sweeps away those of runs that were killed.
///
/// # Errors
/// As [`demo`].
pub fn for_bench(system: &System, interrupt: &Interrupt) -> Result<Server> {
    once("bench-postgres", |dir| Config { max_connections: 200, ..Config::new(dir) }, system, interrupt)
}

/// Connections of the soak's server.
pub const SOAK_CONNECTIONS: u16 = 200;

/// Starts a server for one soak, as durable as any: it is stopped and started in the middle. Sweeps away those of
/// runs that were killed.
///
/// # Errors
/// As [`demo`].
pub fn for_soak(system: &System, interrupt: &Interrupt) -> Result<Server> {
    once("soak-postgres", |dir| Config { max_connections: SOAK_CONNECTIONS, ..Config::new(dir) }, system, interrupt)
}

/// A server of this process, in a directory of its own below `kind`.
fn once(kind: &str, config: impl Fn(PathBuf) -> Config, system: &System, interrupt: &Interrupt) -> Result<Server> {
    let parent = paths::data().join(kind);
    fs::create_dir_all(&parent).with_context(|| format!("making {}", parent.display()))?;
    for entry in fs::read_dir(&parent)?.flatten() {
        private_pg::discard(&config(entry.path())).unwrap_or_else(|error| step::warn(&error.to_string()));
    }
    start(system, &config(parent.join(std::process::id().to_string())), interrupt)
}

/// Runs `psql` on the demo's database, which is started for it where no demo runs.
///
/// # Errors
/// When the server does not start or `psql` fails.
pub fn psql(arguments: &[String], interrupt: &Interrupt) -> Result<()> {
    let server = demo(&System::detect(), interrupt)?;
    // In our own process group, for it reads from the terminal.
    let status =
        Command::new(server.binaries().program("psql")).arg(server.url()).args(arguments).status().context("running psql")?;
    server.stop()?;
    ensure!(status.success(), "psql ended ({status})");
    Ok(())
}

fn start(system: &System, config: &Config, interrupt: &Interrupt) -> Result<Server> {
    let binaries = binaries(system, interrupt)?;
    let step = Step::begin(format!("PostgreSQL {}", binaries.major));
    let server = private_pg::start(config)?;
    step.done(&format!("port {}", server.port()));
    if server.dir() != config.dir {
        step::say(&format!(
            "PostgreSQL does not run as root and cannot reach this clone; its data is in {}",
            server.dir().display()
        ));
    }
    interrupt.check()?;
    Ok(server)
}
