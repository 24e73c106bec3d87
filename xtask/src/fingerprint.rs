//! Whether sources changed since a result was made from them.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result};

use crate::{paths, sizes};

/// Results among the sources, most of them directories.
const RESULTS: [&str; 5] = ["dist", "joined", "target", "node_modules", sizes::FILE];

/// All files below these paths of the clone, sorted.
///
/// # Errors
/// When a directory cannot be read.
pub fn files(sources: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for source in sources {
        collect(&paths::root().join(source), &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// A number that changes with the content or the names of these sources, and with `settings`.
///
/// # Errors
/// When a file cannot be read.
pub fn of(sources: &[&str], settings: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    settings.hash(&mut hasher);
    for file in files(sources)? {
        file.strip_prefix(paths::root()).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file).with_context(|| format!("reading {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The files with the times of their last change: cheap enough to ask several times a second.
///
/// # Errors
/// When a directory cannot be read.
pub fn times(sources: &[&str]) -> Result<BTreeMap<PathBuf, SystemTime>> {
    let time = |file: PathBuf| {
        // A file that is gone by now will be missing from the next list.
        let time = fs::metadata(&file).and_then(|metadata| metadata.modified());
        (file, time.unwrap_or(SystemTime::UNIX_EPOCH))
    };
    Ok(files(sources)?.into_iter().map(time).collect())
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') && !RESULTS.contains(&name.as_ref()) {
            collect(&entry.path(), found)?;
        }
    }
    Ok(())
}
