//! `cargo xtask boot`: a Debian in a directory, with systemd, where the package is installed and serves as README.md says.

mod machine;

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    interrupt::Interrupt,
    package,
    process::text_of,
    step,
    tools::{
        self,
        debian::{PROXIES, debian},
        system::{self, System},
    },
};
use machine::Machine;

/// What is done between switching on and off: steps for a shell, each below its title.
const FIRST: &str = include_str!("first.sh");
const SECOND: &str = include_str!("second.sh");

/// Where the machine finds the package.
const DELIVERED: &str = "/srv";

/// Makes the Debian, boots it twice, and leaves nothing of it running.
///
/// # Errors
/// When there is no package, the machine does not boot, or a step fails. What it said is shown, with the end of its journal.
pub fn run(interrupt: &Interrupt) -> Result<()> {
    let package = package::file()?;
    ensure!(package.is_file(), "{} is missing: `cargo xtask package` builds it", package.display());
    if text_of(Command::new("id").arg("-u"))? != "0" {
        // Built by cargo as somebody else, and run without it.
        bail!("only root may boot a system:\n\n    sudo {} boot\n", env::current_exe()?.display());
    }
    let system = System::detect();
    system::server("systemd-nspawn", &system::NSPAWN, &system, interrupt)?;
    let base = debian(&system, interrupt)?;
    let _one_at_a_time = tools::lock(&base.with_added_extension("boot"), interrupt)?;
    fetch(&base, &package, interrupt)?;

    let root = Root::copy(&base, interrupt)?;
    let mut machine = Machine::new(&root.0, &package)?;
    for steps in [FIRST, SECOND] {
        machine.boot(interrupt)?;
        for (title, script) in parts(steps) {
            machine.run(title, script, interrupt)?;
        }
        machine.off(interrupt)?;
    }
    Ok(())
}

/// Has apt fetch what the machine will install: that has no network, so that its ports are its own.
fn fetch(base: &Path, package: &Path, interrupt: &Interrupt) -> Result<()> {
    let mut command = machine::nspawn(base, package)?;
    command.args(["--resolv-conf=copy-host", "--pipe"]);
    for name in PROXIES {
        if let Some(value) = env::var_os(name) {
            let mut set = OsString::from(format!("--setenv={name}="));
            set.push(value);
            command.arg(set);
        }
    }
    let file = machine::name_of(package)?;
    command.args(["sh", "-euc", "apt-get update; apt-get autoclean; apt-get install --download-only \"$1\" postgresql", "sh"]);
    command.arg(format!("{DELIVERED}/{file}"));
    step::run("packages for it", "boot-fetch", &mut command, interrupt)
}

/// The directory that is booted, gone when this is dropped.
struct Root(PathBuf);

impl Root {
    fn copy(base: &Path, interrupt: &Interrupt) -> Result<Self> {
        let root = Self(base.with_added_extension("booted"));
        root.remove()?;
        let mut command = Command::new("cp");
        command.args(["--archive", "--reflink=auto"]).arg(base).arg(&root.0);
        step::run("copy of it", "boot-copy", &mut command, interrupt)?;
        for (file, text) in [("hostname", "toko\n"), ("hosts", "127.0.0.1 localhost toko toko.example\n::1 localhost\n")] {
            fs::write(root.0.join("etc").join(file), text).with_context(|| format!("writing /etc/{file}"))?;
        }
        Ok(root)
    }

    /// What is left of a run that was killed goes, too.
    fn remove(&self) -> Result<()> {
        if self.0.exists() {
            fs::remove_dir_all(&self.0).with_context(|| format!("removing {}", self.0.display()))?;
        }
        Ok(())
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        self.remove().unwrap_or_else(|error| step::warn(&format!("{error:#}")));
    }
}

/// Title and commands of each step.
fn parts(steps: &str) -> impl Iterator<Item = (&str, &str)> {
    steps.split("\n### ").skip(1).filter_map(|part| part.split_once('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn what_is_done_is_what_the_documents_say() {
        let documents = ["README.md", "docs/running.md"].map(|path| fs::read_to_string(paths::root().join(path)).expect("read"));
        let said: Vec<&str> = documents.iter().flat_map(|text| text.lines()).map(str::trim).collect();
        let package = format!("hurtrock_{}_amd64.deb", env!("CARGO_PKG_VERSION"));
        for (title, script) in parts(FIRST).chain(parts(SECOND)) {
            for line in script.lines().filter(|line| line.starts_with("sudo")) {
                assert!(said.contains(&line.replace("$package", &package).as_str()), "{title}: {line}");
            }
        }
        // All of README.md's way to a shop.
        let (_, run) = documents[0].split_once("\n## Run\n").expect("a part on running");
        let (run, _) = run.split_once("\n## ").expect("a part after it");
        let done: Vec<String> =
            parts(FIRST).flat_map(|(_, script)| script.lines()).map(|line| line.replace("$package", &package)).collect();
        for line in run.lines().map(str::trim).filter(|line| line.starts_with("sudo")) {
            assert!(done.iter().any(|done| done == line), "nobody tries: {line}");
        }
    }
}
