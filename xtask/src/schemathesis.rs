//! `cargo xtask schemathesis`: the live server against its own document, with requests that are made up from it.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::{
    demo::{self, Demo},
    interrupt::Interrupt,
    paths, postgres, step,
    tools::{self, system::System},
};

/// Operations that are not asked, and why not. Everything else is, by everybody, with all checks.
const LEFT_OUT: [(&str, &str); 4] = [
    ("update_maintenance", "closes the shop, and all that follows would meet a closed door"),
    ("update_security_settings", "demands second factors that the callers do not have, and nobody could sign in any more"),
    ("test_email_settings", "waits for mail servers that are made up"),
    ("test_webhook", "sends to addresses that are made up"),
];

/// Who asks. In the order of what they can break, so that each finds a shop worth asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Caller {
    Guest,
    Buyer,
    Key,
    Staff,
    Admin,
}

impl Caller {
    const fn name(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Buyer => "buyer",
            Self::Key => "key",
            Self::Staff => "staff",
            Self::Admin => "admin",
        }
    }
}

#[derive(Debug, Args)]
pub struct Options {
    /// Examples for each operation, of each caller, in each phase that makes them up
    #[arg(long, default_value_t = 100)]
    max_examples: u32,

    /// Only as these
    #[arg(long = "as", value_enum)]
    callers: Vec<Caller>,

    /// Makes the same requests again
    #[arg(long)]
    seed: Option<u128>,

    /// What schemathesis is told beyond that, after `--`
    #[arg(last = true)]
    more: Vec<String>,
}

/// Opens a shop that is thrown away, and asks it as each caller.
///
/// # Errors
/// When an answer was not as the document says, or what it takes cannot be had.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let system = System::detect();
    postgres::binaries(&system, interrupt)?;
    let python = tools::schemathesis(&system, interrupt)?;
    let place = paths::data().join("schemathesis");
    demo::build(interrupt)?;
    let mut demo = Demo::prepare_throwaway(place.clone(), interrupt)?;
    let outcome = demo.serve().and_then(|()| ask_as_each(options, &python, &demo.url(), &place, interrupt));
    let watched = demo.check();
    demo.stop()?;
    outcome.and(watched)
}

fn ask_as_each(options: &Options, python: &Path, shop: &str, place: &Path, interrupt: &Interrupt) -> Result<()> {
    for (operation, why) in LEFT_OUT {
        step::say(&format!("{operation} is left out: it {why}"));
    }
    let callers = if options.callers.is_empty() { Caller::value_variants() } else { options.callers.as_slice() };
    let mut failed = Vec::new();
    for caller in callers {
        let name = caller.name();
        let reports = place.join(name);
        fs::create_dir_all(&reports).with_context(|| format!("making {}", reports.display()))?;
        let mut command = command(options, python, shop, &reports);
        command.env("SCHEMATHESIS_CALLER", name).current_dir(place);
        if let Err(error) = step::run_openly(&format!("schemathesis as {name}"), &mut command, interrupt) {
            interrupt.check()?;
            step::warn(&format!("{error:#}"));
            failed.push(name);
        }
    }
    step::say(&format!("reports are in {}", place.display()));
    for caller in callers {
        let name = caller.name();
        step::say(&format!("{name:<6} {}", if failed.contains(&name) { "FAILED" } else { "passed" }));
    }
    if !failed.is_empty() {
        bail!("the server is not as its document says, for {}", failed.join(", "));
    }
    Ok(())
}

/// One run.
fn command(options: &Options, python: &Path, shop: &str, reports: &Path) -> Command {
    let sources = paths::root().join("tests/schemathesis");
    let mut command = Command::new(python);
    command
        .env("SCHEMATHESIS_HOOKS", sources.join("callers.py"))
        .env("SCHEMATHESIS_SHOP", shop)
        .args(["-m", "schemathesis.cli", "--config-file"])
        .arg(sources.join("schemathesis.toml"))
        .args(["run", &format!("{shop}/api/openapi.json"), "--url", &format!("{shop}/api/v1")])
        // How fast requests are made up says nothing of the server.
        .args(["--checks", "all", "--continue-on-failure", "--request-timeout", "30", "--suppress-health-check", "too_slow"])
        .args(["--max-examples", &options.max_examples.to_string()])
        .args(["--report", "junit", "--report-dir"])
        .arg(reports);
    for (operation, _) in LEFT_OUT {
        command.args(["--exclude-operation-id", operation]);
    }
    if let Some(seed) = options.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    command.args(&options.more);
    command
}
