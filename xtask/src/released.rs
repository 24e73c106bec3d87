//! The programs as they run for customers, and what puts load on them.

use std::process::Command;

use anyhow::Result;

use crate::{interrupt::Interrupt, paths, step, tools};

/// All of them, always together: built in another company, a library may get other features, and the server is compiled anew.
const PACKAGES: [&str; 4] = ["api", "bench", "sandbox", "soak"];

/// Compiles them; [`paths::released`] tells where they are.
///
/// # Errors
/// When the compiler finds fault.
pub fn build(interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(["build", "--release", "--bins"]).current_dir(paths::root());
    for package in PACKAGES {
        command.args(["--package", package]);
    }
    step::run("programs as released", "released-build", &mut command, interrupt)
}
