//! Copies pictures into a backup, and back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::FILES;
use super::manifest::{Manifest, Sum};
use crate::files::FileStore;

/// The backup before this one.
pub(super) struct Earlier {
    pub directory: PathBuf,
    pub manifest: Manifest,
}

impl Earlier {
    /// Links the picture of the earlier backup, unless it is not what was written then.
    fn link(&self, key: &str, to: &Path) -> Option<Sum> {
        let sum = self.manifest.files.get(key)?;
        let there = self.directory.join(FILES).join(key);
        let found = Sum::of_file(&there).ok()?;
        (found == *sum && std::fs::hard_link(&there, to).is_ok()).then_some(found)
    }
}

/// Copies what is not among `copied` yet into the backup in `directory`.
///
/// # Errors
/// When a picture cannot be read or written.
pub(super) async fn copy(
    store: &FileStore,
    directory: &Path,
    earlier: Option<&Earlier>,
    copied: &mut BTreeMap<String, Sum>,
) -> anyhow::Result<()> {
    for key in store.keys().await? {
        if copied.contains_key(&key) {
            continue;
        }
        let to = directory.join(FILES).join(&key);
        let failed = || format!("writing {}", to.display());
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).with_context(failed)?;
        }
        let sum = match earlier.and_then(|earlier| earlier.link(&key, &to)) {
            Some(sum) => sum,
            None => {
                // Nothing shows it any more since it was listed.
                let Some(bytes) = store.get(&key).await? else { continue };
                std::fs::write(&to, &bytes).with_context(failed)?;
                Sum::of(&bytes)
            }
        };
        copied.insert(key, sum);
    }
    Ok(())
}

/// Puts the pictures of a backup into the store, but for those that are there. What else the store holds stays.
///
/// # Errors
/// When a picture cannot be read or kept.
pub(super) async fn put_back(store: &FileStore, directory: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    for (key, sum) in &manifest.files {
        let there = store.get(key).await?;
        if there.is_some_and(|bytes| Sum::of(&bytes) == *sum) {
            continue;
        }
        let from = directory.join(FILES).join(key);
        let bytes = std::fs::read(&from).with_context(|| format!("reading {}", from.display()))?;
        store.put(key, bytes).await?;
    }
    Ok(())
}
