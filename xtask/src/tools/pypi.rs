//! Tools from PyPI, each in a virtual environment of its own.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use super::{
    install_once, on_path,
    system::{PYTHON, System},
};
use crate::{interrupt::Interrupt, paths, step};

/// Version of `schemathesis`, which makes up requests from the API document.
const SCHEMATHESIS: &str = "4.32.5";

/// The interpreter that has schemathesis; run it with `-m schemathesis.cli`.
///
/// # Errors
/// When it cannot be installed.
pub fn schemathesis(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    package("schemathesis", SCHEMATHESIS, system, interrupt)
}

/// The interpreter that has this version of a package. Its scripts name the place where it was installed, which
/// is another one: packages are run by the interpreter.
fn package(name: &str, version: &str, system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    let dir = paths::tools()?.join(format!("{name}-{version}"));
    if on_path("python3").is_none() {
        system.install(&PYTHON, interrupt)?;
    }
    install_once(&dir, interrupt, |unfinished| {
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv"]).arg(unfinished);
        step::run("Python environment", &format!("venv-{name}"), &mut venv, interrupt)?;
        let mut pip = Command::new(unfinished.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).arg(format!("{name}=={version}"));
        step::run(&format!("{name} {version}"), &format!("install-{name}"), &mut pip, interrupt)
    })?;
    Ok(dir.join("bin/python"))
}
