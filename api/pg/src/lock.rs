//! Locks that go when their process does.

use std::{
    fs::{File, OpenOptions},
    path::Path,
};

use crate::{Error, error::Trying};

/// Held while one process changes the state of the directory.
pub(crate) fn one_at_a_time(dir: &Path) -> Result<File, Error> {
    let file = lock_file(&dir.join("lock"))?;
    file.lock().trying(|| format!("locking {}", dir.display()))?;
    Ok(file)
}

pub(crate) fn lock_file(path: &Path) -> Result<File, Error> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path).trying(|| format!("opening {}", path.display()))
}
