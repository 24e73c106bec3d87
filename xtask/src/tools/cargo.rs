//! Tools that are Rust programs, built by `cargo install` where they are missing.

use std::{env, ffi::OsString, fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use super::{exact_on_path, install_once};
use crate::{interrupt::Interrupt, paths, step};

/// Runs nothing of ours while it works, so speed of building beats speed of running: their own
/// release profiles (one unit, fat LTO) take three times as long.
const QUICK_BUILD: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "false"),
];

/// Variables of the outer build that must not reach the build of a tool.
const OUTER_BUILD: [&str; 5] =
    ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET", "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "RUSTC_WRAPPER"];

struct CargoTool {
    package: &'static str,
    program: &'static str,
    /// Name in the cache.
    name: &'static str,
    version: String,
    features: &'static [&'static str],
}

/// Directory of trunk, the bundler.
///
/// # Errors
/// When it cannot be installed.
pub fn trunk(interrupt: &Interrupt) -> Result<PathBuf> {
    CargoTool { package: "trunk", program: "trunk", name: "trunk", version: "0.21.14".to_owned(), features: &[] }
        .find_or_install(interrupt)
}

/// Directory of the `wasm-bindgen` program, in the version of the library in `Cargo.lock`: the two
/// only work together.
///
/// # Errors
/// When it cannot be installed, or `Cargo.lock` does not name the library.
pub fn wasm_bindgen(interrupt: &Interrupt) -> Result<PathBuf> {
    CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        name: "wasm-bindgen",
        version: locked_version("wasm-bindgen")?,
        features: &[],
    }
    .find_or_install(interrupt)
}

/// Directory of `wasm-split-cli`, which cuts a WASM program into parts.
///
/// # Errors
/// When it cannot be installed.
pub fn wasm_split(interrupt: &Interrupt) -> Result<PathBuf> {
    CargoTool {
        package: "wasm_split_cli_support",
        program: "wasm-split-cli",
        name: "wasm-split-cli",
        version: "0.2.4".to_owned(),
        features: &["--features=build-binary"],
    }
    .find_or_install(interrupt)
}

/// Directory of `cargo-nextest`, the test runner.
///
/// # Errors
/// When it cannot be installed.
pub fn nextest(interrupt: &Interrupt) -> Result<PathBuf> {
    CargoTool {
        package: "cargo-nextest",
        program: "cargo-nextest",
        name: "cargo-nextest",
        version: "0.9.143".to_owned(),
        features: &["--no-default-features", "--features=default-no-update"],
    }
    .find_or_install(interrupt)
}

/// Directory of `cargo-deny`, the audit of dependencies.
///
/// # Errors
/// When it cannot be installed.
pub fn cargo_deny(interrupt: &Interrupt) -> Result<PathBuf> {
    CargoTool { package: "cargo-deny", program: "cargo-deny", name: "cargo-deny", version: "0.20.2".to_owned(), features: &[] }
        .find_or_install(interrupt)
}

/// Directory of `cargo-fuzz`, which builds and runs what is in `fuzz`.
///
/// # Errors
/// When it cannot be installed.
pub fn cargo_fuzz(interrupt: &Interrupt) -> Result<PathBuf> {
    CargoTool { package: "cargo-fuzz", program: "cargo-fuzz", name: "cargo-fuzz", version: "0.13.2".to_owned(), features: &[] }
        .find_or_install(interrupt)
}

impl CargoTool {
    fn find_or_install(&self, interrupt: &Interrupt) -> Result<PathBuf> {
        let dir = paths::tools()?.join(format!("{}-{}", self.name, self.version));
        let bin = dir.join("bin");
        if bin.join(self.program).is_file() {
            return Ok(bin);
        }
        if let Some(bin) = exact_on_path(self.program, &self.version) {
            return Ok(bin);
        }
        install_once(&dir, interrupt, |unfinished| {
            // Kept outside, so that an interrupted build goes on where it was.
            let objects = dir.with_added_extension("build");
            let mut command = Command::new(cargo());
            command
                .args(["install", "--locked", self.package, "--version"])
                .arg(format!("={}", self.version))
                .args(self.features)
                .arg("--root")
                .arg(unfinished)
                .arg("--target-dir")
                .arg(&objects)
                // Away from the project's own cargo configuration.
                .current_dir(paths::tools()?)
                .envs(QUICK_BUILD);
            for variable in OUTER_BUILD {
                command.env_remove(variable);
            }
            step::run(&format!("{} {}", self.name, self.version), &format!("install-{}", self.name), &mut command, interrupt)?;
            fs::remove_dir_all(&objects).with_context(|| format!("removing {}", objects.display()))
        })?;
        Ok(bin)
    }
}

/// The cargo that runs us.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("reading Cargo.lock")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock does not name {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn version_comes_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.126"));
        assert_eq!(version_in(lock, "trunk"), None);
    }
}
