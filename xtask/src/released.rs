//! The programs as they run for customers, and what puts load on them.

use std::process::Command;

use anyhow::Result;

use crate::{interrupt::Interrupt, paths, step, tools};

/// Compiles these packages; [`paths::released`] tells where their programs are.
///
/// The server is compiled once, whoever is with it: `api`, `bench`, `sandbox` and `soak` ask the same features of the libraries
/// that they share (`cargo tree --package … --edges features`). Where one asks more, it does so in the workspace's `Cargo.toml`.
///
/// # Errors
/// When the compiler finds fault.
pub fn build(packages: &[&str], interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(["build", "--release", "--bins"]).current_dir(paths::root());
    for &package in packages {
        command.args(["--package", package]);
    }
    step::run("programs as released", "released-build", &mut command, interrupt)
}
