//! Where the server programs are: distributions keep them off the PATH.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Error, install::install_command};

/// Directories that hold `<version>/bin`, as packagers lay them out.
const VERSIONED: [(&str, &str); 6] = [
    ("/usr/lib/postgresql", "bin"), // Debian, Ubuntu, Alpine
    ("/usr", "bin"),                // /usr/pgsql-17/bin (PGDG on Fedora, RHEL)
    ("/opt/homebrew/opt", "bin"),   // postgresql@17
    ("/usr/local/opt", "bin"),      // the same on Intel Macs
    ("/Applications/Postgres.app/Contents/Versions", "bin"),
    ("/usr/libexec", "."), // /usr/libexec/postgresql17
];

/// Extensions the schema uses; on some systems they are a package of their own.
const EXTENSIONS: [&str; 2] = ["pg_trgm", "unaccent"];

/// The programs of one installed PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// Directory that holds them.
    pub dir: PathBuf,
    /// Major version, such as `15`.
    pub major: String,
}

impl Binaries {
    /// The newest installation on this machine.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none, [`Error::MissingExtension`] when it lacks the
    /// contrib modules.
    pub fn find() -> Result<Self, Error> {
        Self::find_for(None, Path::new(""))
    }

    /// The installation that can serve a cluster made by `major`, or the newest for a new one.
    pub(crate) fn find_for(major: Option<&str>, cluster: &Path) -> Result<Self, Error> {
        let mut all = installed();
        all.sort_by_key(|binaries| binaries.major.parse::<u32>().unwrap_or(0));
        let newest = all.last().cloned().ok_or_else(|| Error::Missing { install: install_command() })?;
        let found = match major {
            None => newest,
            Some(major) => all.iter().find(|binaries| binaries.major == major).cloned().ok_or_else(|| Error::OtherVersion {
                dir: cluster.to_owned(),
                made_by: major.to_owned(),
                installed: all.iter().map(|binaries| binaries.major.clone()).collect(),
            })?,
        };
        found.has_extensions()?;
        Ok(found)
    }

    /// Path of one of the programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Fails where the contrib modules are known to be missing; without `pg_config` nothing is
    /// known, and the first migration will tell.
    fn has_extensions(&self) -> Result<(), Error> {
        let Some(share) = output(&self.program("pg_config"), "--sharedir") else {
            return Ok(());
        };
        for extension in EXTENSIONS {
            let control = Path::new(&share).join("extension").join(format!("{extension}.control"));
            if !control.exists() {
                return Err(Error::MissingExtension { extension, install: install_command() });
            }
        }
        Ok(())
    }
}

/// One of the programs that talk to a server, such as `pg_dump`; they may be installed without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Where it is.
    pub program: PathBuf,
    /// Major version, such as `15`.
    pub major: u32,
}

impl Client {
    /// The oldest installed program of that name and at least that major version.
    pub fn find(name: &str, at_least: u32) -> Option<Self> {
        // The places of versions first: what is on the PATH may be a script that chooses one by itself.
        let programs = candidates().into_iter().rev().map(|dir| dir.join(name)).filter(|program| program.is_file());
        let clients = programs.filter_map(|program| {
            let major = output(&program, "--version").as_deref().and_then(major)?.parse().ok()?;
            Some(Self { program, major })
        });
        clients.filter(|client| client.major >= at_least).min_by_key(|client| client.major)
    }
}

/// Every installation, each once.
fn installed() -> Vec<Binaries> {
    let mut found: Vec<Binaries> = Vec::new();
    for dir in candidates() {
        let complete = ["postgres", "initdb", "pg_ctl", "psql"].iter().all(|name| dir.join(name).is_file());
        if !complete {
            continue;
        }
        let Some(major) = output(&dir.join("postgres"), "--version").as_deref().and_then(major) else {
            continue;
        };
        if !found.iter().any(|known| known.major == major) {
            found.push(Binaries { dir, major });
        }
    }
    found
}

fn candidates() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut dirs: Vec<PathBuf> = env::split_paths(&path).collect();
    for (parent, bin) in VERSIONED {
        let Ok(entries) = fs::read_dir(parent) else {
            continue;
        };
        dirs.extend(entries.flatten().map(|entry| entry.path().join(bin)));
    }
    dirs
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` → `15`.
fn major(version: &str) -> Option<String> {
    let number = version.split_whitespace().nth(2)?;
    let major: String = number.chars().take_while(char::is_ascii_digit).collect();
    (!major.is_empty()).then_some(major)
}

fn output(program: &Path, argument: &str) -> Option<String> {
    let out = Command::new(program).arg(argument).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn major_version_is_read_from_releases_and_betas() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)").as_deref(), Some("15"));
        assert_eq!(major("postgres (PostgreSQL) 18beta1").as_deref(), Some("18"));
        assert_eq!(major("something else"), None);
    }
}
