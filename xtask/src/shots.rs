//! `cargo xtask shots`: pictures of every page, with what moved, what failed and what axe found.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{
    demo::{self, Demo},
    http,
    interrupt::Interrupt,
    paths, step,
    tools::{
        self,
        system::{self, System},
    },
    web,
};

/// Where a demo usually is.
const PORT: u16 = 8080;

#[derive(Debug, Args)]
pub struct Options {
    /// Only pages whose name contains one of these: `home`, `checkout`, `admin`, …
    pages: Vec<String>,

    /// Only this theme: `dark` or `light`
    #[arg(long)]
    theme: Vec<String>,

    /// Only this language: `id` or `en`
    #[arg(long)]
    language: Vec<String>,

    /// Only this width of the screen
    #[arg(long)]
    width: Vec<u32>,

    /// Check accessibility by axe-core as well
    #[arg(long)]
    axe: bool,

    /// Walk through each page by the Tab key as well
    #[arg(long)]
    keys: bool,

    /// A shop that runs already; otherwise the one on port 8080, or one that is started for it
    #[arg(long)]
    url: Option<String>,
}

/// Takes the pictures.
///
/// # Errors
/// When something seen is not in order, or what it takes cannot be had.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let browser = system::browser(&System::detect(), interrupt)?;
    let mut build = Command::new(tools::cargo());
    build.args(["build", "--package", "tests", "--bin", "shots"]).current_dir(paths::root());
    step::run("camera", "shots-build", &mut build, interrupt)?;

    let out = paths::data().join("shots");
    let mut command = Command::new(paths::built("shots"));
    command
        .env("HURTROCK_TEST_CHROME", browser.chrome)
        .env("HURTROCK_TEST_CHROMEDRIVER", browser.driver)
        .current_dir(paths::root())
        .arg("--out")
        .arg(&out);
    if options.axe {
        command.arg("--axe").arg(tools::axe(&System::detect(), interrupt)?);
    }
    if options.keys {
        command.arg("--keys");
    }
    let width: Vec<String> = options.width.iter().map(ToString::to_string).collect();
    let chosen =
        [("--page", &options.pages), ("--theme", &options.theme), ("--language", &options.language), ("--width", &width)];
    for (flag, values) in chosen {
        for value in values {
            command.args([flag, value]);
        }
    }

    if let Some(url) = options.url.clone().or_else(running) {
        return step::run_openly("shots", command.args(["--url", &url]), interrupt);
    }
    web::build_to_look_at(interrupt)?;
    demo::build(interrupt)?;
    let mut demo = Demo::prepare(None, interrupt)?;
    demo.serve()?;
    let outcome = step::run_openly("shots", command.args(["--url", &demo.url()]), interrupt);
    demo.stop()?;
    outcome
}

/// The demo that runs already.
fn running() -> Option<String> {
    (http::status(PORT, "/readyz") == Some(200)).then(|| format!("http://localhost:{PORT}"))
}
