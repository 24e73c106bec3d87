//! Child processes, each the head of a process group of its own, so that stopping one stops all it
//! started and a Ctrl-C in the terminal reaches us alone.

use std::{
    env,
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use crate::interrupt::Interrupt;

/// How long a process may take to finish what it is doing when asked to stop; the server gives its
/// requests 20 seconds.
const GRACE: Duration = Duration::from_secs(25);

/// A running child. Dropping it stops it.
#[derive(Debug)]
pub struct Process {
    pub name: String,
    child: Child,
    /// Its number may belong to another process by now.
    gone: bool,
}

impl Process {
    /// Starts the command without standard input.
    ///
    /// # Errors
    /// When the program cannot be run.
    pub fn spawn(name: impl Into<String>, command: &mut Command) -> Result<Self> {
        forget_outer_package(command);
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("running {}", command.get_program().to_string_lossy()))?;
        Ok(Self { name: name.into(), child, gone: false })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How it ended, when it has.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        let status = self.child.try_wait()?;
        self.gone |= status.is_some();
        Ok(status)
    }

    /// Waits for the end; stops the process when somebody asks us to stop.
    ///
    /// # Errors
    /// When interrupted, or when the system does not tell.
    pub fn wait(&mut self, interrupt: &Interrupt) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if interrupt.raised() {
                self.stop();
            }
            interrupt.sleep(Duration::from_millis(50))?;
        }
    }

    /// Asks the process to stop, and ends it when it does not.
    pub fn stop(&mut self) {
        if self.gone || !matches!(self.ended(), Ok(None)) {
            return;
        }
        self.signal(Signal::SIGTERM);
        let end = Instant::now() + GRACE;
        while matches!(self.ended(), Ok(None)) {
            if Instant::now() >= end {
                self.signal(Signal::SIGKILL);
                drop(self.child.wait());
                self.gone = true;
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn signal(&self, signal: Signal) {
        if let Ok(id) = i32::try_from(self.child.id()) {
            // The group is gone: nothing to stop.
            let _gone = killpg(Pid::from_raw(id), signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What a command prints, without space around.
///
/// # Errors
/// When the command fails, or prints something that is no text.
pub fn text_of(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("running {name}"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout).with_context(|| format!("{name} wrote something that is no text"))?.trim().to_owned())
}

/// Takes away what `cargo run` says about the package `xtask`: build scripts that look at such
/// variables (that of `ring` does) would run again, and compile half the server with them, whenever
/// cargo is called by turns from here and by hand.
fn forget_outer_package(command: &mut Command) {
    const PREFIXES: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if PREFIXES.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.env_remove("CARGO_PRIMARY_PACKAGE");
}
