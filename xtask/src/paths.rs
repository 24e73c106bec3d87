//! Where things are: the clone, what it keeps beside the sources, and the cache shared by clones.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The root of the clone.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or(manifest.clone(), Path::to_owned)
}

/// What a run leaves behind: databases, files, logs. Git ignores it.
pub fn data() -> PathBuf {
    root().join(".data")
}

/// Logs of builds, installations and services.
pub fn logs() -> PathBuf {
    data().join("logs")
}

/// The web app as the server serves it.
pub fn web_dist() -> PathBuf {
    root().join("web/dist")
}

/// The target directory of native builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A program of the workspace, built with the dev profile.
pub fn built(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// A program of the workspace, built as released.
pub fn released(name: &str) -> PathBuf {
    target().join("release").join(name)
}

/// Tools shared by all clones of this user: `~/.cache/hurtrock/tools`, or below `XDG_CACHE_HOME`.
///
/// # Errors
/// When there is neither `XDG_CACHE_HOME` nor `HOME`.
pub fn tools() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute())
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME says where to keep tools")?;
    Ok(cache.join("hurtrock/tools"))
}
