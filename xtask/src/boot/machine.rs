//! A system that systemd boots in a directory, with no network but its own.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::DELIVERED;
use crate::{interrupt::Interrupt, process::Process, step};

/// What every step knows.
const WORDS: &str = include_str!("words.sh");

const BOOT: Duration = Duration::from_mins(2);

const OFF: Duration = Duration::from_mins(3);

/// The machine, switched on or off. Dropping it pulls the plug.
pub struct Machine<'a> {
    root: &'a Path,
    package: &'a Path,
    /// What the steps write.
    log: PathBuf,
    /// What its screen would show.
    console: PathBuf,
    on: Option<On>,
}

struct On {
    /// Ends when the machine is off.
    nspawn: Process,
    /// The machine's first process, as we see it.
    first: String,
}

impl<'a> Machine<'a> {
    /// One that is off.
    ///
    /// # Errors
    /// When its logs cannot be written.
    pub fn new(root: &'a Path, package: &'a Path) -> Result<Self> {
        let (log, console) = (step::log_path("boot")?, step::log_path("boot-console")?);
        for begun in [&log, &console] {
            File::create(begun).with_context(|| format!("writing {}", begun.display()))?;
        }
        Ok(Self { root, package, log, console, on: None })
    }

    /// Switches it on, and waits until all it starts has started.
    ///
    /// # Errors
    /// When that does not happen, or when interrupted.
    pub fn boot(&mut self, interrupt: &Interrupt) -> Result<()> {
        let step = step::Step::begin("boot");
        let mut command = nspawn(self.root, self.package)?;
        command.args(["--boot", "--private-network", "--resolv-conf=off", "--link-journal=no"]);
        command.stdout(end_of(&self.console)?).stderr(end_of(&self.console)?);
        let mut nspawn = Process::spawn("systemd-nspawn", &mut command)?;
        let end = Instant::now() + BOOT;
        loop {
            if let Some(first) = first(nspawn.id()) {
                let state = output(inside(&first).args(["systemctl", "is-system-running"]));
                // Degraded: something has failed. Whether it is ours, the steps tell.
                if state == "running" || state == "degraded" {
                    step.done(&state);
                    self.on = Some(On { nspawn, first });
                    return Ok(());
                }
            }
            if nspawn.ended()?.is_some() || Instant::now() > end {
                step.failed();
                step::show_end_of(&self.console);
                bail!("the machine did not boot");
            }
            interrupt.sleep(Duration::from_millis(200))?;
        }
    }

    /// Runs a step; what it says is told.
    ///
    /// # Errors
    /// When the step fails, or when interrupted.
    pub fn run(&self, title: &str, script: &str, interrupt: &Interrupt) -> Result<()> {
        let on = self.on.as_ref().context("the machine is off")?;
        let step = step::Step::begin(title);
        writeln!(end_of(&self.log)?, "\n### {title}")?;
        let begins = fs::metadata(&self.log)?.len();
        let mut command = inside(&on.first);
        command.args(["sh", "-c"]).arg(format!("{WORDS}\n{script}")).stdout(end_of(&self.log)?).stderr(end_of(&self.log)?);
        command.env("package", name_of(self.package)?);
        let status = Process::spawn(title, &mut command)?.wait(interrupt)?;
        if !status.success() {
            step.failed();
            step::show_end_of(&self.log);
            show_journal(on)?;
            bail!("{title} failed; all that was written is in {}", self.log.display());
        }
        step.done(&self.said_since(begins)?);
        Ok(())
    }

    /// Switches it off as its button does, and waits for that.
    ///
    /// # Errors
    /// When it stays on, or when interrupted.
    pub fn off(&mut self, interrupt: &Interrupt) -> Result<()> {
        let Some(mut on) = self.on.take() else { return Ok(()) };
        let step = step::Step::begin("off");
        output(inside(&on.first).args(["systemctl", "poweroff"]));
        let end = Instant::now() + OFF;
        while on.nspawn.ended()?.is_none() {
            if Instant::now() > end {
                step.failed();
                bail!("the machine did not go off");
            }
            interrupt.sleep(Duration::from_millis(100))?;
        }
        step.done("");
        Ok(())
    }

    /// What was said in the log from there on.
    fn said_since(&self, begins: u64) -> Result<String> {
        let log = fs::read(&self.log)?;
        let log = String::from_utf8_lossy(log.get(usize::try_from(begins)?..).unwrap_or_default()).into_owned();
        Ok(log.lines().filter_map(|line| line.strip_prefix("says: ")).collect::<Vec<_>>().join(", "))
    }
}

fn show_journal(on: &On) -> Result<()> {
    let path = step::log_path("boot-journal")?;
    fs::write(&path, output(inside(&on.first).args(["journalctl", "--no-pager", "--output=short-precise"])))?;
    eprintln!("    its journal:");
    step::show_end_of(&path);
    Ok(())
}

/// A file to be written on.
fn end_of(log: &Path) -> Result<File> {
    File::options().append(true).open(log).with_context(|| format!("writing {}", log.display()))
}

/// A command to run something in that directory; the package lies in [`DELIVERED`].
///
/// # Errors
/// When the package has no name.
pub fn nspawn(root: &Path, package: &Path) -> Result<Command> {
    let mut command = mortal("TERM", "systemd-nspawn");
    command.args(["--quiet", "--register=no", "--machine=hurtrock"]);
    // Where systemd is not the first process, nobody makes a unit of it.
    if !Path::new("/run/systemd/system").is_dir() {
        command.arg("--keep-unit");
    }
    command.arg("--directory").arg(root);
    command.arg(format!("--bind-ro={}:{DELIVERED}/{}", package.display(), name_of(package)?));
    Ok(command)
}

/// A command that gets a signal when we are gone, even when we are killed.
fn mortal(signal: &str, program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.arg(format!("--pdeathsig={signal}")).arg(program);
    command
}

/// The file's name.
///
/// # Errors
/// When it has none that is text.
pub fn name_of(package: &Path) -> Result<&str> {
    package.file_name().and_then(|name| name.to_str()).context("the package has no name")
}

/// systemd, which nspawn has started, by the number that it has here. Before, it is another process, not all of it in there.
fn first(nspawn: u32) -> Option<String> {
    let children = fs::read_to_string(format!("/proc/{nspawn}/task/{nspawn}/children")).ok()?;
    let mut children = children.split_whitespace();
    let first = children.find(|child| fs::read_to_string(format!("/proc/{child}/comm")).is_ok_and(|name| name == "systemd\n"))?;
    Some(first.to_owned())
}

/// A command to run something in a machine that is on, as its root.
fn inside(first: &str) -> Command {
    let mut command = mortal("KILL", "nsenter");
    command.args(["--target", first, "--all", "--"]);
    command.env_clear().envs([
        ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        ("HOME", "/root"),
        ("LANG", "C.UTF-8"),
    ]);
    command
}

/// What a command prints, whether it ends well or not.
fn output(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
