//! Packages of the system: PostgreSQL, Chromium, Node.js, Python, NATS, PgBouncer, nginx, systemd-nspawn, and Debian's compiler for WASM.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use super::on_path;
use crate::{interrupt::Interrupt, step};

/// What one thing is called by each package manager.
pub struct Packages {
    /// What a reader calls it.
    pub name: &'static str,
    pub apt: &'static [&'static str],
    pub dnf: &'static [&'static str],
    pub pacman: &'static [&'static str],
    pub apk: &'static [&'static str],
}

pub const POSTGRESQL: Packages = Packages {
    name: "PostgreSQL",
    apt: &["postgresql"],
    dnf: &["postgresql-server", "postgresql-contrib"],
    pacman: &["postgresql"],
    apk: &["postgresql", "postgresql-contrib"],
};

pub const CHROMIUM: Packages = Packages {
    name: "Chromium",
    apt: &["chromium", "chromium-driver"],
    dnf: &["chromium", "chromedriver"],
    pacman: &["chromium"],
    apk: &["chromium", "chromium-chromedriver"],
};

pub const NODE: Packages = Packages {
    name: "Node.js",
    apt: &["nodejs", "npm"],
    dnf: &["nodejs", "npm"],
    pacman: &["nodejs", "npm"],
    apk: &["nodejs", "npm"],
};

pub const PYTHON: Packages =
    Packages { name: "Python", apt: &["python3", "python3-venv"], dnf: &["python3"], pacman: &["python"], apk: &["python3"] };

/// What the tests of several machines run: a server of NATS, and a pooler.
pub const NATS: Packages =
    Packages { name: "NATS", apt: &["nats-server"], dnf: &["nats-server"], pacman: &["nats-server"], apk: &["nats-server"] };

pub const PGBOUNCER: Packages =
    Packages { name: "PgBouncer", apt: &["pgbouncer"], dnf: &["pgbouncer"], pacman: &["pgbouncer"], apk: &["pgbouncer"] };

/// What stands in front of the processes.
pub const NGINX: Packages = Packages { name: "nginx", apt: &["nginx"], dnf: &["nginx"], pacman: &["nginx"], apk: &["nginx"] };

/// What makes a Debian in a directory, and what boots it there.
pub const DEBOOTSTRAP: Packages = Packages {
    name: "debootstrap",
    apt: &["debootstrap"],
    dnf: &["debootstrap"],
    pacman: &["debootstrap"],
    apk: &["debootstrap"],
};

pub const NSPAWN: Packages = Packages {
    name: "systemd-nspawn",
    apt: &["systemd-container"],
    dnf: &["systemd-container"],
    pacman: &["systemd"],
    apk: &["systemd"],
};

pub const CPP: Packages = Packages { name: "a C++ compiler", apt: &["g++"], dnf: &["gcc-c++"], pacman: &["gcc"], apk: &["g++"] };

/// Debian's compiler for WASM with the sources of the standard library, kept current for its
/// browsers. Nothing like it elsewhere: there the target comes from rustup or the system's Rust.
pub const RUST_FOR_WASM: Packages = Packages {
    name: "Rust for WASM",
    apt: &["rustc-web", "cargo-web", "rust-web-src"],
    dnf: &["rust-std-static-wasm32-unknown-unknown"],
    pacman: &["rust-wasm"],
    apk: &["rust-wasm"],
};

/// A package manager, and how it installs without asking.
struct Manager {
    program: &'static str,
    names: fn(&Packages) -> &'static [&'static str],
    install: &'static [&'static str],
    refresh: Option<&'static [&'static str]>,
}

const MANAGERS: [Manager; 4] = [
    Manager {
        program: "apt-get",
        names: |packages| packages.apt,
        install: &["install", "--yes", "--no-install-recommends"],
        refresh: Some(&["update"]),
    },
    Manager { program: "dnf", names: |packages| packages.dnf, install: &["install", "--assumeyes"], refresh: None },
    Manager {
        program: "pacman",
        names: |packages| packages.pacman,
        install: &["-S", "--noconfirm", "--needed"],
        refresh: Some(&["-Sy"]),
    },
    Manager { program: "apk", names: |packages| packages.apk, install: &["add"], refresh: Some(&["update"]) },
];

/// The system's package manager, and whether we may use it.
pub struct System {
    manager: Option<&'static Manager>,
    may_install: bool,
    sudo: bool,
}

impl System {
    /// Looks at what is there: root may install, and so may who needs no password for `sudo`.
    pub fn detect() -> Self {
        let manager = MANAGERS.iter().find(|manager| on_path(manager.program).is_some());
        let root = output("id", &["-u"]).as_deref() == Some("0");
        let sudo = !root && quiet("sudo", &["-n", "true"]);
        Self { manager, may_install: root || sudo, sudo }
    }

    /// Installs what is missing.
    ///
    /// # Errors
    /// When we may not (the error holds the line to run), or when it fails.
    pub fn install(&self, packages: &Packages, interrupt: &Interrupt) -> Result<()> {
        let what = packages.name;
        let Some(manager) = self.manager else {
            bail!("{what} is missing, and no package manager is known here; install it and run this again");
        };
        let packages = (manager.names)(packages);
        if !self.may_install {
            bail!(
                "{what} is missing. Install it and run this again:\n\n    sudo {} {} {}\n",
                manager.program,
                manager.install.join(" "),
                packages.join(" ")
            );
        }
        let log = format!("install-{}", what.to_lowercase().replace(' ', "-"));
        let install = || self.command(manager, manager.install, packages);
        // A fresh image has no package lists, and an old one has stale ones.
        let Some(refresh) = manager.refresh else {
            return step::run(what, &log, &mut install(), interrupt);
        };
        step::run("package lists", "install-lists", &mut self.command(manager, refresh, &[]), interrupt).or_else(|error| {
            interrupt.check()?;
            step::warn(&format!("{error}; trying with the lists that are here"));
            Ok::<_, anyhow::Error>(())
        })?;
        step::run(what, &log, &mut install(), interrupt)
    }

    fn command(&self, manager: &Manager, action: &[&str], packages: &[&str]) -> Command {
        let mut command = if self.sudo {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", manager.program]);
            sudo
        } else {
            let mut plain = Command::new(manager.program);
            plain.env("DEBIAN_FRONTEND", "noninteractive");
            plain
        };
        command.args(action).args(packages);
        command
    }
}

/// Chromium and its driver.
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium with its driver, or installs them.
///
/// # Errors
/// When they cannot be installed.
pub fn browser(system: &System, interrupt: &Interrupt) -> Result<Browser> {
    let find = || {
        let chrome = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path)?;
        Some(Browser { chrome, driver: on_path("chromedriver")? })
    };
    if let Some(browser) = find() {
        return Ok(browser);
    }
    system.install(&CHROMIUM, interrupt)?;
    find().context("Chromium was installed, but is not on the PATH")
}

/// Finds a server's program, or installs it. Servers lie where only root looks by itself.
///
/// # Errors
/// When it cannot be installed.
pub fn server(program: &str, packages: &Packages, system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    let find = || {
        let elsewhere = ["/usr/sbin", "/usr/local/sbin"].into_iter().map(|dir| Path::new(dir).join(program));
        on_path(program).or_else(|| elsewhere.into_iter().find(|file| file.is_file()))
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    system.install(packages, interrupt)?;
    find().with_context(|| format!("{} was installed, but {program} is nowhere", packages.name))
}

fn quiet(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let out = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}
