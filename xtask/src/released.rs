//! The programs as they run for customers, and what puts load on them.

use std::process::Command;

use anyhow::Result;

use crate::{interrupt::Interrupt, paths, step, tools};

/// Whose features the libraries are compiled with, whichever program is wanted: the server would be compiled once for each of
/// them, were they only with whom they are wanted with.
const TOGETHER: [&str; 4] = ["api", "bench", "sandbox", "soak"];

/// Compiles these programs; [`paths::released`] tells where they are.
///
/// # Errors
/// When the compiler finds fault.
pub fn build(programs: &[&str], interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(["build", "--release"]).current_dir(paths::root());
    for package in TOGETHER {
        command.args(["--package", package]);
    }
    for &program in programs {
        command.args(["--bin", program]);
    }
    step::run("programs as released", "released-build", &mut command, interrupt)
}
