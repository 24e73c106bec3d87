//! What is in a backup, written beside it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::state::State;
use super::{DUMP, FILES};

/// The manifest's file.
const NAME: &str = "backup.json";
/// Counts the changes of how a backup is laid out.
const FORMAT: u32 = 1;

/// Size and checksum of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sum {
    bytes: u64,
    sha256: String,
}

impl Sum {
    /// Of bytes at hand.
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX), sha256: hex::encode(Sha256::digest(bytes)) }
    }

    /// Of a file, however large.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(path: &Path) -> std::io::Result<Self> {
        let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
        let (mut hash, mut bytes, mut part) = (Sha256::new(), 0_u64, vec![0_u8; 1 << 16]);
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                return Ok(Self { bytes, sha256: hex::encode(hash.finalize()) });
            }
            hash.update(part.get(..read).unwrap_or_default());
            bytes += u64::try_from(read).unwrap_or_default();
        }
    }
}

/// What the database was like in the snapshot that was dumped.
#[derive(Debug)]
pub(super) struct Dumped {
    /// The major version of the server.
    pub postgres: u32,
    /// The major version of `pg_dump`.
    pub dumped_by: u32,
    /// By which secret key the secrets are sealed.
    pub sealed_by: Option<String>,
    /// What was in it.
    pub state: State,
}

/// What is in a backup, and what the shop was like when it was taken.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// The version of the program that took it.
    program: String,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// The major version of the server it was taken from.
    pub postgres: u32,
    /// The major version of the `pg_dump` that wrote it.
    pub dumped_by: u32,
    /// By which secret key the secrets in it are sealed; nothing where that was not noted, or by an older program.
    #[serde(default)]
    pub sealed_by: Option<String>,
    /// What the database held.
    pub state: State,
    /// The dump.
    pub database: Sum,
    /// Every picture by its key.
    pub files: BTreeMap<String, Sum>,
}

impl Manifest {
    /// That of a backup made by this program.
    pub fn new(taken_at: DateTime<Utc>, dumped: Dumped, database: Sum, files: BTreeMap<String, Sum>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let Dumped { postgres, dumped_by, sealed_by, state } = dumped;
        Self { format: FORMAT, program, taken_at, postgres, dumped_by, sealed_by, state, database, files }
    }

    /// Reads the manifest of the backup in `directory`.
    ///
    /// # Errors
    /// When there is none, or one of another time.
    pub fn read(directory: &Path) -> anyhow::Result<Self> {
        let path = directory.join(NAME);
        let text = std::fs::read(&path).with_context(|| format!("{} is no backup: reading {NAME}", directory.display()))?;
        let manifest: Self = serde_json::from_slice(&text).with_context(|| format!("reading {}", path.display()))?;
        ensure!(manifest.format == FORMAT, "{} is of format {}; this program reads {FORMAT}", path.display(), manifest.format);
        Ok(manifest)
    }

    /// Writes it into `directory`, and waits for the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, directory: &Path) -> anyhow::Result<()> {
        let path = directory.join(NAME);
        std::fs::write(&path, serde_json::to_string_pretty(self)? + "\n")
            .and_then(|()| File::open(&path)?.sync_all())
            .with_context(|| format!("writing {}", path.display()))
    }

    /// Whether everything that was written is there unchanged.
    ///
    /// # Errors
    /// What is not, the first ten of it.
    pub fn check(&self, directory: &Path) -> anyhow::Result<()> {
        let files = directory.join(FILES);
        let dump = std::iter::once((directory.join(DUMP), &self.database));
        let all = dump.chain(self.files.iter().map(|(key, sum)| (files.join(key), sum)));
        let mut faults = Vec::new();
        for (path, sum) in all {
            match Sum::of_file(&path) {
                Ok(found) if found == *sum => {}
                Ok(_) => faults.push(format!("{} is not what was written: its checksum differs", path.display())),
                Err(error) => faults.push(format!("{}: {error}", path.display())),
            }
        }
        let count = faults.len();
        faults.truncate(10);
        ensure!(count == 0, "the backup is damaged, {count} file(s):\n  {}", faults.join("\n  "));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sums_up_to_its_bytes() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        let bytes = vec![7_u8; 200_000];
        std::fs::write(&path, &bytes).expect("written");
        assert_eq!(Sum::of_file(&path).ok(), Some(Sum::of(&bytes)));
        assert_ne!(Sum::of(&bytes), Sum::of(b""));
    }
}
