//! Tools from npm: wasm-opt, which the `binaryen` package carries ready to run, esbuild, axe-core and
//! Lighthouse.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result};

use super::{
    exact_on_path, install_once, on_path,
    system::{NODE, System},
};
use crate::{interrupt::Interrupt, paths, step};

/// Version of `binaryen`; its releases are the number before the first dot. `Trunk.toml` names it
/// too.
const BINARYEN: &str = "132.0.0";
/// Version of `esbuild`, which shrinks what binds a program to the browser.
const ESBUILD: &str = "0.25.12";
/// Version of `axe-core`, which checks the accessibility of pages.
const AXE: &str = "4.14.1";

/// Version of `lighthouse`, which loads pages as on a phone and judges them; the last that runs on Node.js 20.
const LIGHTHOUSE: &str = "12.8.2";

/// Directory of `wasm-opt`, which shrinks the release builds.
///
/// # Errors
/// When it cannot be installed.
pub fn wasm_opt(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    let release = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    if let Some(dir) = exact_on_path("wasm-opt", release) {
        return Ok(dir);
    }
    Ok(package("wasm-opt", "binaryen", BINARYEN, system, interrupt)?.join(".bin"))
}

/// Directory of `esbuild`. Its package brings the program for this machine as a package of its own, so that nothing has to be
/// run to install it.
///
/// # Errors
/// When it cannot be installed.
pub fn esbuild(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    if let Some(dir) = exact_on_path("esbuild", ESBUILD) {
        return Ok(dir);
    }
    Ok(package("esbuild", "esbuild", ESBUILD, system, interrupt)?.join(".bin"))
}

/// The file that is run in a page to check its accessibility.
///
/// # Errors
/// When it cannot be installed.
pub fn axe(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    Ok(package("axe", "axe-core", AXE, system, interrupt)?.join("axe-core/axe.min.js"))
}

/// The program that judges how a page loads.
///
/// # Errors
/// When it cannot be installed.
pub fn lighthouse(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    Ok(package("lighthouse", "lighthouse", LIGHTHOUSE, system, interrupt)?.join(".bin/lighthouse"))
}

/// Directory of `node` and `npm`.
///
/// # Errors
/// When they cannot be installed.
pub fn node(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    let find = || ["node", "npm"].map(on_path).into_iter().collect::<Option<Vec<_>>>()?.first()?.parent().map(PathBuf::from);
    if let Some(dir) = find() {
        return Ok(dir);
    }
    system.install(&NODE, interrupt)?;
    find().context("Node.js was installed, but is not on the PATH")
}

/// The `node_modules` that hold this version of a package.
fn package(title: &str, name: &str, version: &str, system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    let dir = paths::tools()?.join(format!("{name}-{version}"));
    node(system, interrupt)?;
    install_once(&dir, interrupt, |unfinished| {
        std::fs::create_dir_all(unfinished)?;
        let mut command = Command::new("npm");
        command
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
            .arg("--prefix")
            .arg(unfinished)
            .arg(format!("{name}@{version}"))
            .current_dir(unfinished);
        step::run(&format!("{title} {version}"), &format!("install-{title}"), &mut command, interrupt)
    })?;
    Ok(dir.join("node_modules"))
}
