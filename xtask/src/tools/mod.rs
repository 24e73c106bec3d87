//! The programs the project needs beyond Rust: found on this machine in exactly the right version,
//! or installed into a per-user cache that later clones reuse.

mod cargo;
pub mod debian;
mod npm;
mod pypi;
pub mod system;

use std::{
    env,
    ffi::OsString,
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::{interrupt::Interrupt, paths, postgres, step, wasm};

pub use cargo::{cargo, cargo_deny, cargo_fuzz, nextest, trunk, wasm_bindgen, wasm_split};
pub use npm::{axe, esbuild, lighthouse, node, wasm_opt};
pub use pypi::schemathesis;

/// Finds or installs everything, and says what is used.
///
/// # Errors
/// When something is missing that cannot be installed.
pub fn install_all(interrupt: &Interrupt) -> Result<()> {
    let system = system::System::detect();
    let compiler = wasm::compiler(&system, interrupt)?;
    step::say(&format!("WASM compiler   {}", compiler.describe()));
    step::say(&format!("trunk           {}", trunk(interrupt)?.display()));
    step::say(&format!("wasm-bindgen    {}", wasm_bindgen(interrupt)?.display()));
    step::say(&format!("wasm-opt        {}", wasm_opt(&system, interrupt)?.display()));
    step::say(&format!("wasm-split-cli  {}", wasm_split(interrupt)?.display()));
    step::say(&format!("esbuild         {}", esbuild(&system, interrupt)?.display()));
    step::say(&format!("PostgreSQL      {}", postgres::binaries(&system, interrupt)?.dir.display()));
    let browser = system::browser(&system, interrupt)?;
    step::say(&format!("Chromium        {}", browser.chrome.display()));
    step::say(&format!("Node.js         {}", node(&system, interrupt)?.display()));
    let nats = system::server("nats-server", &system::NATS, &system, interrupt)?;
    step::say(&format!("NATS            {}", nats.display()));
    let pgbouncer = system::server("pgbouncer", &system::PGBOUNCER, &system, interrupt)?;
    step::say(&format!("PgBouncer       {}", pgbouncer.display()));
    let nginx = system::server("nginx", &system::NGINX, &system, interrupt)?;
    step::say(&format!("nginx           {}", nginx.display()));
    step::say(&format!("cargo-nextest   {}", nextest(interrupt)?.display()));
    step::say(&format!("cargo-deny      {}", cargo_deny(interrupt)?.display()));
    step::say(&format!("cargo-fuzz      {}", cargo_fuzz(interrupt)?.display()));
    Ok(())
}

/// A `PATH` with these directories first.
///
/// # Errors
/// When a directory has a colon in its name.
pub fn path_with(dirs: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = dirs.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(all).context("a directory of the PATH has a colon in its name")
}

/// The first program of that name on the PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// What a program says to `--version`, when it runs.
pub fn version_of(program: &Path) -> Option<String> {
    let out = Command::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// The directory of a program on the PATH that is of exactly this version.
fn exact_on_path(program: &str, version: &str) -> Option<PathBuf> {
    let file = on_path(program)?;
    let said = version_of(&file)?;
    said.split_whitespace().any(|word| word == version).then(|| file.parent().map(Path::to_owned))?
}

/// Makes `dir` of the cache by `install`, which is given a place beside it: a directory under its
/// own name is always whole. Two clones that need the same tool wait for each other.
fn install_once(dir: &Path, interrupt: &Interrupt, install: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let parent = paths::tools()?;
    fs::create_dir_all(&parent).with_context(|| format!("making {}", parent.display()))?;
    let _one_at_a_time = lock(&dir.with_added_extension("lock"), interrupt)?;
    if dir.is_dir() {
        return Ok(());
    }
    let unfinished = dir.with_added_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).with_context(|| format!("removing {}", unfinished.display()))?;
    }
    install(&unfinished)?;
    fs::rename(&unfinished, dir).with_context(|| format!("renaming {}", unfinished.display()))
}

/// Waits for a lock that goes when this process does.
///
/// # Errors
/// When interrupted, or when the file cannot be made.
pub fn lock(path: &Path, interrupt: &Interrupt) -> Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .with_context(|| format!("opening {}", path.display()))?;
    while file.try_lock().is_err() {
        interrupt.sleep(std::time::Duration::from_millis(200))?;
    }
    Ok(file)
}
