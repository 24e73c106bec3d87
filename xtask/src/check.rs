//! `cargo xtask check`: everything that can be told without running the shop.

use std::{fs, process::Command, thread, time::Instant};

use anyhow::{Context, Result, bail};

use crate::{
    demo,
    interrupt::Interrupt,
    paths, postgres, step, test,
    tools::{self, system::System},
    wasm::{self, Compiler},
    web::{self, Builder},
};

/// Packages of the server that must never reach the browser.
const SERVER_ONLY: [&str; 4] = ["poem", "poem-openapi", "sea-orm", "tokio"];

/// The documents that clients are generated from: the file, and the server's command that prints it.
const DOCUMENTS: [(&str, &str); 2] = [("openapi/hurtrock.json", "openapi"), ("openapi/hurtrock-live.asyncapi.json", "asyncapi")];

/// Runs every check, the fastest first.
///
/// # Errors
/// When one of them finds fault.
pub fn run(interrupt: &Interrupt) -> Result<()> {
    at_once(interrupt)?;
    dependencies(interrupt)?;
    clippy(interrupt)?;
    web_clippy(web::Options::default(), interrupt)?;
    openapi_is_current(interrupt)
}

/// What takes seconds.
fn at_once(interrupt: &Interrupt) -> Result<()> {
    cargo("format", "fmt", &["fmt", "--all", "--check"], interrupt)?;
    web_tests()?;
    web_dependencies()
}

fn clippy(interrupt: &Interrupt) -> Result<()> {
    cargo("clippy", "clippy", &["clippy", "--all-targets", "--", "--deny", "warnings"], interrupt)
}

/// Writes the API documents anew.
///
/// # Errors
/// When the server does not build or the file cannot be written.
pub fn write_openapi(interrupt: &Interrupt) -> Result<()> {
    for (file, command) in DOCUMENTS {
        let path = paths::root().join(file);
        fs::write(&path, document(command, interrupt)?).with_context(|| format!("writing {}", path.display()))?;
        step::say(&format!("{file} is written"));
    }
    Ok(())
}

fn openapi_is_current(interrupt: &Interrupt) -> Result<()> {
    for (file, command) in DOCUMENTS {
        let served = document(command, interrupt)?;
        let committed = fs::read_to_string(paths::root().join(file)).unwrap_or_default();
        if served != committed {
            let at = served.lines().zip(committed.lines()).take_while(|(served, committed)| served == committed).count();
            bail!("{file} is not what the server serves, from line {} on; run `cargo xtask openapi`", at + 1);
        }
    }
    step::Step::begin("API documents").done("as served");
    Ok(())
}

/// A document as the server describes itself by one of its commands.
fn document(name: &str, interrupt: &Interrupt) -> Result<String> {
    demo::build(interrupt)?;
    let mut command = Command::new(paths::built("hurtrock"));
    command.arg(name).current_dir(paths::root());
    step::run_for_output("API document", name, &mut command, interrupt)
}

/// `web` is built for WASM only, so that its own unit tests would compile for nobody.
fn web_tests() -> Result<()> {
    let step = step::Step::begin("web without tests that never run");
    let mut dirs = vec![paths::root().join("web/src")];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("reading {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                dirs.push(path);
            } else if fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?.contains("#[cfg(test)]") {
                bail!("{} holds tests that are never run: what they test belongs into web/logic", path.display());
            }
        }
    }
    step.done("");
    Ok(())
}

fn web_dependencies() -> Result<()> {
    let step = step::Step::begin("web without server code");
    wasm::refuse_packages(&SERVER_ONLY)?;
    step.done("");
    Ok(())
}

/// Lints the web app for WASM, in the profile of that build; or natively where the compiler for WASM has no clippy.
fn web_clippy(options: web::Options, interrupt: &Interrupt) -> Result<()> {
    let builder = Builder::new(options, interrupt)?;
    let mut command = Command::new(tools::cargo());
    command.args(["clippy", "--package", "web"]);
    match builder.compiler() {
        Compiler::InUse => {
            builder.prepare(&mut command)?;
            command.args(["--target", wasm::TARGET, "--profile", builder.profile()]);
        }
        Compiler::Debian { .. } => {
            step::warn("no clippy for WASM here; the web app is linted as native code");
            command.current_dir(paths::root());
        }
    }
    command.args(["--", "--deny", "warnings"]);
    step::run("clippy of the web app", "clippy-web", &mut command, interrupt)
}

/// Licences, sources, duplicates, and known vulnerabilities where their list can be fetched.
fn dependencies(interrupt: &Interrupt) -> Result<()> {
    let deny = tools::cargo_deny(interrupt)?;
    let command = |arguments: &[&str]| -> Result<Command> {
        let mut command = Command::new(tools::cargo());
        command
            .arg("deny")
            .args(arguments)
            .env("PATH", tools::path_with(std::slice::from_ref(&deny))?)
            .current_dir(paths::root());
        Ok(command)
    };
    step::run("licences and sources", "deny", &mut command(&["check", "bans", "licenses", "sources"])?, interrupt)?;
    if step::run("list of vulnerabilities", "deny-fetch", &mut command(&["fetch", "db"])?, interrupt).is_err() {
        interrupt.check()?;
        step::warn("NOT CHECKED for known vulnerabilities: their list (rustsec.org) cannot be fetched from here");
        return Ok(());
    }
    let mut advisories = command(&["check", "--disable-fetch", "advisories"])?;
    step::run("known vulnerabilities", "deny-advisories", &mut advisories, interrupt)
}

fn cargo(title: &str, log: &str, arguments: &[&str], interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(arguments).current_dir(paths::root());
    step::run(title, log, &mut command, interrupt)
}

/// What `.ci/run` calls: the checks, the web app as released with its size, and every test on it.
///
/// # Errors
/// When a check or a test fails.
pub fn ci(interrupt: &Interrupt) -> Result<()> {
    let begun = Instant::now();
    let system = System::detect();
    postgres::binaries(&system, interrupt)?;
    at_once(interrupt)?;
    let web = web::Options { release: true, ..web::Options::default() };
    // Natively linted, the web app shares what is compiled with the server, and cargo lets only one in.
    let lints_with_server = matches!(wasm::compiler(&system, interrupt)?, Compiler::Debian { .. });
    // The web app is one crate, and compiling one is mostly the work of one core.
    side_by_side(
        interrupt,
        || {
            dependencies(interrupt)?;
            clippy(interrupt)?;
            if lints_with_server {
                web_clippy(web, interrupt)?;
            }
            openapi_is_current(interrupt)?;
            test::build(interrupt)
        },
        || {
            if !lints_with_server {
                web_clippy(web, interrupt)?;
            }
            web::run(&web, interrupt)
        },
    )?;
    test::run(&test::Options::all_on_release(), interrupt)?;
    step::say(&format!("all of it in {}", step::seconds(begun.elapsed())));
    Ok(())
}

/// Does two things at the same time. The fault of one ends the other.
fn side_by_side(
    interrupt: &Interrupt,
    here: impl FnOnce() -> Result<()>,
    there: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    let or_end_both = |outcome: Result<()>| {
        // Whoever is ended then says only that; what comes first is the reason.
        let first = !interrupt.raised();
        outcome.map_err(|error| {
            interrupt.raise();
            (first, error)
        })
    };
    let (here, there) = thread::scope(|scope| {
        let there = scope.spawn(|| or_end_both(there()));
        let here = or_end_both(here());
        (here, there.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    match (here, there) {
        (Ok(()), Ok(())) => Ok(()),
        (Err((_, error)), Ok(())) | (Ok(()), Err((_, error))) | (Err((true, error)), Err(_)) | (Err(_), Err((_, error))) => {
            Err(error)
        }
    }
}
