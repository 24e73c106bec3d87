//! A PostgreSQL server of one's own, run from the binaries installed on this machine.
//!
//! Used where no `DATABASE_URL` is given, and by the test run. The server listens on loopback and on
//! a Unix socket, asks for a password that only its owner can read, and never runs as root.
//!
//! Several processes may use one data directory: whoever comes first starts the server, whoever
//! leaves last stops it, and a server left behind by a killed process is taken over.

mod account;
mod binaries;
mod cluster;
mod error;
mod install;
mod lock;
mod program;
mod server;

pub use binaries::{Binaries, Client};
pub use error::Error;
pub use install::install_command;
pub use server::{Server, discard, start, start_replica};

use std::path::PathBuf;

/// What kind of server is wanted, and where.
#[derive(Debug, Clone)]
pub struct Config {
    /// Directory for the cluster, its log, port and password. Created when missing. A process
    /// running as root may be given another place, see [`Server::dir`].
    pub dir: PathBuf,
    /// Database to create when it is missing.
    pub database: String,
    /// Most connections the server accepts at once.
    pub max_connections: u16,
    /// `false` trades crash safety for speed: for tests, whose data nobody misses.
    pub durable: bool,
}

impl Config {
    /// A server that keeps its data, with the database `hurtrock`.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), database: "hurtrock".to_owned(), max_connections: 100, durable: true }
    }

    /// A fast server for one test run; a crash of the machine may corrupt it.
    pub fn throwaway(dir: impl Into<PathBuf>) -> Self {
        Self { max_connections: 400, durable: false, ..Self::new(dir) }
    }
}
