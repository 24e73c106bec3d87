//! The directory that holds the backups, each in one of its own.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::keep::Keep;
use super::manifest::Manifest;
use super::pictures::Earlier;

/// What a backup is called.
const NAME: &str = "hurtrock-%Y%m%dT%H%M%SZ";

/// Locked by whoever takes a backup.
const LOCK: &str = ".hurtrock.lock";

/// How a backup is called that is not finished: this, a name, a dash, and what nobody else has.
const UNFINISHED: &str = ".";

/// Keeps others from taking a backup into the directory until it is dropped, and so until the process ends.
///
/// # Errors
/// When somebody takes one, or the directory cannot be written.
pub(super) fn alone(directory: &Path) -> anyhow::Result<File> {
    let path = directory.join(LOCK);
    let failed = || format!("locking {}", path.display());
    let file = File::options().create(true).append(true).open(&path).with_context(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!("another backup is being taken into {}", directory.display()),
        Err(TryLockError::Error(error)) => Err(error).with_context(failed),
    }
}

/// How the directory of a backup begins that is not finished.
pub(super) fn unfinished(name: &str) -> String {
    format!("{UNFINISHED}{name}-")
}

/// Removes what is left of backups that were killed. To be called by who is [`alone`]: then there is no other.
pub(super) fn sweep(directory: &Path) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let begun = name.to_str().and_then(|name| name.strip_prefix(UNFINISHED)?.rsplit_once('-'));
        let is_one = begun.is_some_and(|(name, _)| NaiveDateTime::parse_from_str(name, NAME).is_ok());
        if !is_one || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let path = entry.path();
        match std::fs::remove_dir_all(&path) {
            Ok(()) => tracing::info!(path = %path.display(), "removed what a backup left that was killed"),
            Err(error) => tracing::warn!(path = %path.display(), %error, "what a backup left that was killed does not go"),
        }
    }
}

/// What the backup of that time is called.
pub(super) fn name(at: DateTime<Utc>) -> String {
    at.format(NAME).to_string()
}

/// The backups in `directory` with their times, the newest last. What is called otherwise is none.
fn backups(directory: &Path) -> std::io::Result<Vec<(DateTime<Utc>, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        let at = name.to_str().and_then(|name| NaiveDateTime::parse_from_str(name, NAME).ok());
        if let Some(at) = at {
            found.push((at.and_utc(), entry.path()));
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The newest backup in `directory` that can be read.
pub(super) fn newest(directory: &Path) -> Option<Earlier> {
    let all = backups(directory).ok()?;
    all.into_iter().rev().find_map(|(_, directory)| {
        let manifest = Manifest::read(&directory).ok()?;
        Some(Earlier { directory, manifest })
    })
}

/// Removes the backups in `directory` that need not stay, and gives their paths. What is no backup is never touched.
///
/// # Errors
/// When the directory cannot be read or a backup does not go.
pub fn prune(directory: &Path, keep: Keep) -> anyhow::Result<Vec<PathBuf>> {
    let all = backups(directory).with_context(|| format!("reading {}", directory.display()))?;
    let times: Vec<DateTime<Utc>> = all.iter().map(|(at, _)| *at).collect();
    let staying = keep.staying(&times);
    let mut removed = Vec::new();
    for (at, path) in all {
        if !staying.contains(&at) {
            std::fs::remove_dir_all(&path).with_context(|| format!("removing {}", path.display()))?;
            removed.push(path);
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_need_not_stay_goes_and_nothing_else() {
        let place = tempfile::tempdir().expect("a directory");
        let make = |name: &str| std::fs::create_dir(place.path().join(name)).expect("made");
        let there = |name: &str| place.path().join(name).exists();
        let names =
            ["hurtrock-20261128T010000Z", "hurtrock-20261128T020000Z", "hurtrock-20261129T010000Z", "hurtrock-notes", "photos"];
        names.into_iter().for_each(make);
        let removed = prune(place.path(), "30,12".parse().expect("a rule")).expect("pruned");
        assert_eq!(removed, [place.path().join(names[0])]);
        assert!(!there(names[0]) && names.iter().skip(1).all(|name| there(name)));
    }

    #[test]
    fn what_was_killed_goes_and_nothing_else() {
        let place = tempfile::tempdir().expect("a directory");
        let _alone = alone(place.path()).expect("the lock");
        assert!(alone(place.path()).is_err(), "one at a time");
        let half = format!("{}aB3xyZ", unfinished("hurtrock-20261128T010000Z"));
        let names = [half.as_str(), "hurtrock-20261128T010000Z", ".hurtrock-notes", ".config-20261128T010000Z-x", ".cache"];
        for name in names {
            std::fs::create_dir_all(place.path().join(name).join("files")).expect("made");
        }
        sweep(place.path());
        let left: Vec<bool> = names.iter().map(|name| place.path().join(name).exists()).collect();
        assert_eq!(left, [false, true, true, true, true]);
    }

    #[test]
    fn a_name_is_a_time() {
        let at: DateTime<Utc> = "2026-11-29T01:02:03.5Z".parse().expect("a time");
        assert_eq!(name(at), "hurtrock-20261129T010203Z");
    }
}
