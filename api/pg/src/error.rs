//! Everything that keeps the server from running, in words a reader can act on.

use std::{io, path::PathBuf};

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No server binaries on this machine.
    #[error("PostgreSQL is not installed. Install it with: {install}")]
    Missing {
        /// One line for this machine's package manager.
        install: String,
    },

    /// The data directory was made by a major version that is not installed.
    #[error(
        "{} was made by PostgreSQL {made_by}, but only {} is installed: install PostgreSQL {made_by}, or move the directory away",
        dir.display(),
        installed.join(", ")
    )]
    OtherVersion {
        /// The cluster.
        dir: PathBuf,
        /// Major version that made it.
        made_by: String,
        /// Major versions found.
        installed: Vec<String>,
    },

    /// The contrib modules (`pg_trgm`, `unaccent`) are a separate package that is missing.
    #[error("PostgreSQL lacks the extension {extension}. Install its contrib package: {install}")]
    MissingExtension {
        /// The extension that was looked for.
        extension: &'static str,
        /// One line for this machine's package manager.
        install: String,
    },

    /// Started as root, and there is no account to run the server as.
    #[error("PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor `nobody`")]
    NoAccount,

    /// The data directory belongs to somebody else.
    #[error("{} belongs to another user: run as that user, or move the directory away", dir.display())]
    NotOurs {
        /// The directory in question.
        dir: PathBuf,
    },

    /// A program of PostgreSQL failed.
    #[error("{program} failed: {output}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// The end of what it wrote, and of the server log where that says more.
        output: String,
    },

    /// The file system refused something.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Names what was tried when the system refuses it.
pub(crate) trait Trying<T> {
    fn trying(self, what: impl FnOnce() -> String) -> Result<T, Error>;
}

impl<T> Trying<T> for io::Result<T> {
    fn trying(self, what: impl FnOnce() -> String) -> Result<T, Error> {
        self.map_err(|source| Error::Io { what: what(), source })
    }
}
