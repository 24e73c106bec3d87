//! `cargo xtask fuzz`: odd bytes for everything that reads what strangers send.
//!
//! Runs on stable Rust: what libFuzzer needs of the compiler is there, and only has to be asked for.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{
    interrupt::Interrupt,
    paths, step,
    tools::{
        self,
        system::{self, System},
    },
};

/// What `fuzz/Cargo.toml` lists.
const TARGETS: [&str; 7] = ["import", "notification", "paper", "picture", "search", "socket", "upload"];

/// An input that takes longer is a fault, in seconds.
const LONGEST: u32 = 60;
/// More memory than that is a fault, in megabytes: the largest picture that is taken in takes a tenth of it.
const MOST_MEMORY: u32 = 4_096;
/// The longest input, in bytes.
const MOST_BYTES: u32 = 64 << 10;

#[derive(Debug, Args)]
pub struct Options {
    /// Only these targets: import, notification, paper, picture, search, socket, upload
    targets: Vec<String>,

    /// Seconds for each of them
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

/// Runs each target for a while, beginning with its seeds and what earlier runs found.
///
/// # Errors
/// When an input makes one of them panic, hang or eat memory, or what is needed cannot be had.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let known = |target: &String| TARGETS.contains(&target.as_str());
    ensure!(options.targets.iter().all(known), "the targets are {}", TARGETS.join(", "));
    let wanted = |target: &&str| options.targets.is_empty() || options.targets.iter().any(|asked| asked == target);
    let targets: Vec<&str> = TARGETS.into_iter().filter(wanted).collect();

    if tools::on_path("c++").is_none() {
        System::detect().install(&system::CPP, interrupt)?;
    }
    let fuzzing = Fuzzing { bin: tools::cargo_fuzz(interrupt)?, sanitizer: sanitizer() };
    let dir = paths::root().join("fuzz");
    // The shop's own versions: a second list of them to keep would go its own way.
    fs::copy(paths::root().join("Cargo.lock"), dir.join("Cargo.lock")).context("copying Cargo.lock")?;
    step::run("what is to be fuzzed", "fuzz-build", &mut fuzzing.command("build")?, interrupt)?;

    for target in &targets {
        let found = paths::data().join("fuzz").join(target);
        fs::create_dir_all(&found).with_context(|| format!("making {}", found.display()))?;
        let mut command = fuzzing.command("run")?;
        command
            .arg(target)
            // What is new goes into the first.
            .arg(&found)
            .arg(dir.join("seeds").join(target))
            .arg("--")
            .arg(format!("-max_total_time={}", options.seconds))
            .arg(format!("-timeout={LONGEST}"))
            .arg(format!("-rss_limit_mb={MOST_MEMORY}"))
            .arg(format!("-max_len={MOST_BYTES}"))
            .arg("-print_final_stats=1");
        step::run(&format!("fuzz {target}"), &format!("fuzz-{target}"), &mut command, interrupt)?;
    }
    step::say(&format!("{} s each without a crash: {} (sanitizer: {})", options.seconds, targets.join(", "), fuzzing.sanitizer));
    Ok(())
}

/// How cargo-fuzz is called.
struct Fuzzing {
    bin: PathBuf,
    sanitizer: &'static str,
}

impl Fuzzing {
    fn command(&self, task: &str) -> Result<Command> {
        let mut command = Command::new(tools::cargo());
        command
            .args(["fuzz", task, "--sanitizer", self.sanitizer, "--strip-dead-code", "--target-dir"])
            .arg(paths::target().join("fuzz"))
            .env("PATH", tools::path_with(std::slice::from_ref(&self.bin))?)
            .env("RUSTC_BOOTSTRAP", "1")
            .current_dir(paths::root());
        Ok(command)
    }
}

/// The sanitizer for addresses, where this compiler comes with its library.
fn sanitizer() -> &'static str {
    let asked = Command::new("rustc").args(["--print", "target-libdir"]).output();
    let dir = asked.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default();
    let mut files = fs::read_dir(Path::new(&dir)).into_iter().flatten().flatten();
    let has_library = files.any(|file| file.file_name().to_string_lossy().contains("rt.asan"));
    if has_library { "address" } else { "none" }
}
