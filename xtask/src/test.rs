//! `cargo xtask test`: every test, with a PostgreSQL, a web app and a browser of its own.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{
    interrupt::Interrupt,
    paths, postgres, step,
    tools::{
        self,
        system::{self, System},
    },
    web,
};

#[derive(Debug, Default, Args)]
pub struct Options {
    /// Run only tests whose name contains one of these
    filters: Vec<String>,

    /// Test the web app as built for production
    #[arg(long)]
    release_web: bool,

    /// Leave the browser journeys out
    #[arg(long)]
    no_browser: bool,

    /// What cargo-nextest is told beyond that, after `--`
    #[arg(last = true)]
    nextest: Vec<String>,
}

impl Options {
    /// Every test, on the web app as released.
    pub fn all_on_release() -> Self {
        Self { release_web: true, ..Self::default() }
    }
}

/// Runs the tests.
///
/// # Errors
/// When a test fails, or what the tests need cannot be had.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let system = System::detect();
    // Builds take minutes: what is missing is told, or installed, before.
    postgres::binaries(&system, interrupt)?;
    let nextest = tools::nextest(interrupt)?;
    // The providers' own libraries are run by it.
    tools::node(&system, interrupt)?;
    let mut command = Command::new(tools::cargo());
    command
        .args(["nextest", "run"])
        .args(&options.filters)
        .args(&options.nextest)
        .env("PATH", tools::path_with(&[nextest])?)
        .env("HURTROCK_TEST_NATS", system::server("nats-server", &system::NATS, &system, interrupt)?)
        .env("HURTROCK_TEST_PGBOUNCER", system::server("pgbouncer", &system::PGBOUNCER, &system, interrupt)?)
        .env("HURTROCK_TEST_NGINX", system::server("nginx", &system::NGINX, &system, interrupt)?)
        .env_remove("DATABASE_URL")
        .env_remove("NATS_URL")
        .current_dir(paths::root());
    if options.no_browser {
        command.args(["--filterset", "not binary_id(tests::browser)"]);
    } else {
        let browser = system::browser(&system, interrupt)?;
        let axe = tools::axe(&system, interrupt)?;
        web::build(&web::Options { release: options.release_web, ..web::Options::default() }, interrupt)?;
        command
            .env("HURTROCK_TEST_CHROME", browser.chrome)
            .env("HURTROCK_TEST_CHROMEDRIVER", browser.driver)
            .env("HURTROCK_TEST_AXE", axe)
            .env("HURTROCK_TEST_WEB_DIR", paths::web_dist());
    }
    build(interrupt)?;
    let postgres = postgres::for_tests(&system, interrupt)?;
    command
        .env("HURTROCK_TEST_POSTGRES", postgres.url_of("postgres"))
        .env("HURTROCK_TEST_SERVER", paths::built("hurtrock"))
        .env("HURTROCK_TEST_SANDBOX", paths::built("payment-sandbox"));
    let outcome = step::run_openly("tests", &mut command, interrupt);
    let stopped = postgres.destroy();
    outcome?;
    stopped?;
    if options.filters.is_empty() && options.nextest.is_empty() {
        doc_tests(interrupt)?;
    }
    Ok(())
}

/// Compiles the programs that some tests run, and the tests.
///
/// # Errors
/// When the compiler finds fault.
pub fn build(interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(["build", "--all-targets"]).current_dir(paths::root());
    step::run("tests and programs", "test-build", &mut command, interrupt)
}

/// The examples in the documentation, which nextest does not run.
fn doc_tests(interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(["test", "--doc", "--quiet"]).current_dir(paths::root());
    step::run("examples in the docs", "doc-tests", &mut command, interrupt)
}
