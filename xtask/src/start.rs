//! `cargo xtask start`: the shop on this machine, from nothing to an open door.

use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;

use crate::{
    demo::{self, Demo},
    interrupt::Interrupt,
    postgres, step, web,
};

/// Between two looks at the database.
const DATABASE_INTERVAL: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
pub struct Options {
    /// Port of the shop; the next free one from 8080 on when not given
    #[arg(long)]
    port: Option<u16>,

    /// Build the web app as small as for production, which takes minutes
    #[arg(long)]
    release: bool,
}

/// Builds, starts and serves until it is told to stop.
///
/// # Errors
/// When a step fails, or a service ends by itself.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let begun = Instant::now();
    // Builds take minutes: what is missing is told, or installed, before.
    postgres::ready_for_demo(interrupt)?;
    web::build(&web::Options { release: options.release, ..web::Options::default() }, interrupt)?;
    demo::build(interrupt)?;
    let mut demo = Demo::prepare(options.port, interrupt)?;
    demo.serve()?;
    demo.announce();
    step::say(&format!("open after {}", step::seconds(begun.elapsed())));
    let result = watch_over(&mut demo, interrupt);
    demo.stop()?;
    result
}

/// Waits for somebody to stop us or a service to end.
fn watch_over(demo: &mut Demo<'_>, interrupt: &Interrupt) -> Result<()> {
    let mut looked = Instant::now();
    while interrupt.sleep(Duration::from_millis(250)).is_ok() {
        demo.check()?;
        if looked.elapsed() > DATABASE_INTERVAL {
            demo.check_database()?;
            looked = Instant::now();
        }
    }
    Ok(())
}
