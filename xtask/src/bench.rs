//! `cargo xtask bench`: how fast the shop is, beside a bare handler and PostgreSQL alone.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{interrupt::Interrupt, paths, postgres, released, step, tools::system::System};

/// Between these lines of the README stands the last report.
const README_MARKS: [&str; 2] = ["<!-- bench: from here -->", "<!-- bench: to here -->"];

#[derive(Debug, Args)]
pub struct Options {
    /// Only rows whose name contains one of these, such as `list` or `"place order"`
    rows: Vec<String>,

    /// A tenth of the time, for a look while working
    #[arg(long)]
    quick: bool,

    /// Products in the catalogue; a million takes a while to make
    #[arg(long, default_value_t = 1_000)]
    products: u32,

    /// Numbers of connections, in turn
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64])]
    connections: Vec<u16>,

    /// Seconds that each figure is measured
    #[arg(long)]
    seconds: Option<f64>,

    /// Put the report into the README
    #[arg(long)]
    readme: bool,
}

/// Builds as released, measures, and leaves nothing running.
///
/// # Errors
/// When a step fails, or an answer under load was not as expected.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let system = System::detect();
    postgres::binaries(&system, interrupt)?;
    released::build(&["hurtrock", "bench"], interrupt)?;
    let postgres = postgres::for_bench(&system, interrupt)?;
    let outcome = measure(options, &postgres, interrupt);
    let stopped = postgres.destroy();
    outcome?;
    stopped?;
    if options.readme {
        write_readme()?;
    }
    Ok(())
}

fn out() -> std::path::PathBuf {
    paths::data().join("bench")
}

fn measure(options: &Options, postgres: &private_pg::Server, interrupt: &Interrupt) -> Result<()> {
    let seconds = options.seconds.unwrap_or(if options.quick { 0.6 } else { 5.0 });
    let connections: Vec<String> = options.connections.iter().map(u16::to_string).collect();
    let pgbench = postgres.binaries().program("pgbench");
    let mut command = Command::new(paths::released("bench"));
    command
        .arg("run")
        .args(["--database-url", &postgres.url()])
        .arg("--database-log")
        .arg(postgres.log())
        .arg("--postgres-bin")
        .arg(pgbench.parent().context("pgbench is nowhere")?)
        .arg("--server")
        .arg(paths::released("hurtrock"))
        .arg("--web-dir")
        .arg(paths::web_dist())
        .arg("--out")
        .arg(out())
        .args(["--products", &options.products.to_string()])
        .args(["--connections", &connections.join(",")])
        .args(["--seconds", &seconds.to_string()])
        .args(["--warm-up", &(seconds / 4.0).to_string()])
        .args(&options.rows)
        .current_dir(paths::root());
    step::run_openly("bench", &mut command, interrupt)?;
    step::say(&format!("the report is in {}", out().display()));
    Ok(())
}

fn write_readme() -> Result<()> {
    let path = paths::root().join("README.md");
    let readme = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let report = fs::read_to_string(out().join("report.md"))?;
    let [from, to] = README_MARKS;
    let (Some((before, _)), Some((_, after))) = (readme.split_once(from), readme.split_once(to)) else {
        bail!("README.md has no place for the report ({from})");
    };
    fs::write(&path, format!("{before}{from}\n{}\n{to}{after}", report.trim())).context("writing README.md")?;
    step::say("the report is in README.md");
    Ok(())
}
