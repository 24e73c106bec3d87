//! The stylesheet of a bundle: one file for one request, joined from the many it is written in.

use std::fs;

use anyhow::{Context, Result};

use crate::paths;

/// Writes `web/styles/joined/<app>.css`: the order of the layers, the kit, and the app's own files.
///
/// # Errors
/// When a file cannot be read or written.
pub fn join(app: &str) -> Result<()> {
    let styles = paths::root().join("web/styles");
    let mut parts = vec![styles.join("layers.css")];
    for dir in ["kit", app] {
        let dir = styles.join(dir);
        let mut files = Vec::new();
        for entry in fs::read_dir(&dir).into_iter().flatten() {
            let file = entry.with_context(|| format!("reading {}", dir.display()))?.path();
            if file.extension().is_some_and(|kind| kind == "css") {
                files.push(file);
            }
        }
        files.sort();
        parts.append(&mut files);
    }
    let mut joined = String::new();
    for part in parts {
        joined.push_str(&fs::read_to_string(&part).with_context(|| format!("reading {}", part.display()))?);
    }
    let out = styles.join("joined");
    fs::create_dir_all(&out).with_context(|| format!("making {}", out.display()))?;
    let out = out.join(format!("{app}.css"));
    // Left alone when nothing changed, so that a watcher does not run in circles.
    if fs::read_to_string(&out).is_ok_and(|old| old == joined) {
        return Ok(());
    }
    fs::write(&out, joined).with_context(|| format!("writing {}", out.display()))
}
