//! PostgreSQL for the demo and for the tests: installed where it is missing, then run privately. The demo takes the
//! database that `DATABASE_URL` names instead, where it names one.

use std::{env, fs, path::PathBuf, process::Command};

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

/// Where a demo keeps its data.
pub enum Database {
    /// On a server of this clone.
    Own(Server),
    /// The same, and gone with the demo.
    Throwaway(Server),
    /// What `DATABASE_URL` names. It is somebody's: nobody here stops or removes it.
    Given(String),
}

impl Database {
    /// The database's URL.
    pub fn url(&self) -> String {
        match self {
            Self::Own(server) | Self::Throwaway(server) => server.url(),
            Self::Given(url) => url.clone(),
        }
    }

    /// The server that is run for it.
    pub fn server(&self) -> Option<&Server> {
        match self {
            Self::Own(server) | Self::Throwaway(server) => Some(server),
            Self::Given(_) => None,
        }
    }

    /// Stops what is run for it.
    ///
    /// # Errors
    /// When PostgreSQL does not stop.
    pub fn stop(self) -> Result<()> {
        match self {
            Self::Own(server) => server.stop()?,
            Self::Throwaway(server) => server.destroy()?,
            Self::Given(_) => {}
        }
        Ok(())
    }
}

/// What `DATABASE_URL` names; empty is nothing.
pub fn given() -> Option<String> {
    env::var("DATABASE_URL").ok().filter(|url| !url.trim().is_empty())
}

/// Finds or installs what the demo's database takes: nothing, where one is given.
///
/// # Errors
/// As [`binaries`].
pub fn ready_for_demo(interrupt: &Interrupt) -> Result<()> {
    if given().is_none() {
        binaries(&System::detect(), interrupt)?;
    }
    Ok(())
}

/// The database that keeps the demo's data: the given one, or that of a server that is started for it.
///
/// # Errors
/// When PostgreSQL is missing and cannot be installed, or does not start.
pub fn demo(system: &System, interrupt: &Interrupt) -> Result<Database> {
    if let Some(url) = given() {
        step::say("the database is the one that DATABASE_URL names");
        return Ok(Database::Given(url));
    }
    start(system, &Config::new(paths::data().join("postgres")), interrupt).map(Database::Own)
}

/// Where the demo keeps what belongs to its database: pictures, and what the payment sandbox knows. Every database has a
/// place of its own, for a picture that one shows no more is removed, whatever another one shows.
pub fn place() -> PathBuf {
    given().map_or_else(paths::data, |url| paths::data().join("databases").join(name_of(&url)))
}

/// A name for a directory by what a URL names, without user, password and parameters: `localhost-5432-shop`.
fn name_of(url: &str) -> String {
    let (_, rest) = url.trim().split_once("://").unwrap_or(("", url.trim()));
    let rest = rest.split('?').next().unwrap_or_default();
    let (_, named) = rest.rsplit_once('@').unwrap_or(("", rest));
    let name: String = named.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    name.trim_matches('-').to_owned()
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

/// Runs `psql` on the demo's database, whose server is started for it where it is ours and no demo runs.
///
/// # Errors
/// When the server does not start or `psql` fails.
pub fn psql(arguments: &[String], interrupt: &Interrupt) -> Result<()> {
    let database = demo(&System::detect(), interrupt)?;
    let program = database.server().map_or_else(|| PathBuf::from("psql"), |server| server.binaries().program("psql"));
    // In our own process group, for it reads from the terminal.
    let status = Command::new(program).arg(database.url()).args(arguments).status().context("running psql")?;
    database.stop()?;
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

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_database_is_named_without_its_password() {
        assert_eq!(name_of("postgres://sari:rahasia@localhost:5432/shop?sslmode=disable"), "localhost-5432-shop");
        assert_eq!(name_of("postgresql:///shop?host=/run/postgresql"), "shop");
        assert_eq!(name_of("postgres://sari@db.example/shop"), "db-example-shop");
    }
}
