//! The compiler for WASM: that of rustup or the system where the target is installed or can be
//! had, else Debian's `rustc-web`, which builds the standard library from its sources.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    interrupt::Interrupt,
    paths,
    process::Process,
    step,
    tools::{
        self,
        system::{RUST_FOR_WASM, System},
    },
};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// How long rustup may take for the target (20 MB) before we look elsewhere.
const RUSTUP_TIMEOUT: Duration = Duration::from_secs(120);

/// Where Debian's `rustc-web` keeps the standard library.
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

/// A compiler that can build for WASM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compiler {
    /// The one in use, with the target installed.
    InUse,
    /// Debian's, beside the one in use.
    Debian { linker: PathBuf },
}

/// Finds or installs a compiler. `HURTROCK_WASM=debian` skips rustup, to try that path.
///
/// # Errors
/// When there is none and none can be installed.
pub fn compiler(system: &System, interrupt: &Interrupt) -> Result<Compiler> {
    let only_debian = env::var("HURTROCK_WASM").is_ok_and(|wanted| wanted == "debian");
    if !only_debian {
        if has_target() {
            return Ok(Compiler::InUse);
        }
        if let Some(debian) = debian() {
            return Ok(debian);
        }
        if tools::on_path("rustup").is_some() && add_target(interrupt)? {
            return Ok(Compiler::InUse);
        }
    }
    if let Some(debian) = debian() {
        return Ok(debian);
    }
    system.install(&RUST_FOR_WASM, interrupt)?;
    if !only_debian && has_target() {
        return Ok(Compiler::InUse);
    }
    debian().with_context(|| format!("no compiler for {TARGET}: run `rustup target add {TARGET}` and try again"))
}

impl Compiler {
    /// The cargo that drives this compiler.
    pub fn cargo(&self) -> OsString {
        match self {
            Self::InUse => tools::cargo(),
            Self::Debian { .. } => "/usr/bin/cargo".into(),
        }
    }

    /// Prepares a command (cargo, or a program that calls cargo) to build for WASM, with these
    /// directories of tools on its PATH.
    ///
    /// # Errors
    /// When a directory has a colon in its name.
    pub fn prepare(&self, command: &mut Command, tools: &[PathBuf]) -> Result<()> {
        let mut dirs = tools.to_vec();
        command.env("CARGO_TARGET_DIR", paths::target().join("web"));
        if let Self::Debian { linker } = self {
            dirs.push(PathBuf::from("/usr/bin"));
            command
                .env("CARGO", self.cargo())
                .env("RUSTC", "/usr/bin/rustc")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                // The sources fit this compiler exactly, so what is unstable elsewhere is safe here.
                .env("RUSTC_BOOTSTRAP", "1")
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("RUSTDOC");
        }
        command.env("PATH", tools::path_with(&dirs)?);
        Ok(())
    }

    /// A name for messages and fingerprints.
    pub fn describe(&self) -> String {
        match self {
            Self::InUse => rustc(&["--version"]).unwrap_or_default(),
            Self::Debian { .. } => {
                let version = tools::version_of(Path::new("/usr/bin/rustc"));
                format!("{} (rustc-web)", version.unwrap_or_default())
            }
        }
    }
}

fn has_target() -> bool {
    sysroot().is_some_and(|root| {
        let libraries = root.join("lib/rustlib").join(TARGET).join("lib");
        fs::read_dir(libraries).is_ok_and(|mut files| {
            files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
        })
    })
}

/// Asks rustup for the target; `false` when it cannot be had.
fn add_target(interrupt: &Interrupt) -> Result<bool> {
    let step = step::Step::begin("WASM target");
    let log = fs::File::create(step::log_path("rustup")?)?;
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]).stdout(log.try_clone()?).stderr(log);
    let mut rustup = Process::spawn("rustup", &mut command)?;
    let begun = Instant::now();
    while begun.elapsed() < RUSTUP_TIMEOUT {
        if let Some(status) = rustup.ended()? {
            let added = status.success() && has_target();
            step.done(if added { "from rustup" } else { "not to be had from rustup" });
            return Ok(added);
        }
        interrupt.sleep(Duration::from_millis(100))?;
    }
    rustup.stop();
    step.done("rustup did not answer");
    Ok(false)
}

/// Debian's compiler, when all of it is here and it is no older than the project asks.
fn debian() -> Option<Compiler> {
    let complete = ["/usr/bin/rustc", "/usr/bin/cargo", DEBIAN_SOURCES].iter().all(|path| Path::new(path).exists());
    if !complete || !recent_enough(&tools::version_of(Path::new("/usr/bin/rustc"))?) {
        return None;
    }
    Some(Compiler::Debian { linker: linker()? })
}

/// `rustc 1.96.0 (…)` against `rust-version` of the workspace.
fn recent_enough(said: &str) -> bool {
    let numbers = |version: &str| -> Option<(u32, u32)> {
        let mut parts = version.split('.').map_while(|part| part.parse().ok());
        Some((parts.next()?, parts.next()?))
    };
    let wanted = numbers(concat!(env!("CARGO_PKG_RUST_VERSION"), ".0"));
    said.split_whitespace().nth(1).and_then(numbers) >= wanted
}

/// A linker for WASM: the one every Rust toolchain brings, or LLVM's.
fn linker() -> Option<PathBuf> {
    let ours = sysroot()?.join("lib/rustlib");
    let bundled = fs::read_dir(ours).ok()?.flatten().map(|entry| entry.path().join("bin/rust-lld")).find(|path| path.is_file());
    bundled.or_else(|| tools::on_path("rust-lld")).or_else(|| tools::on_path("wasm-ld"))
}

fn sysroot() -> Option<PathBuf> {
    rustc(&["--print", "sysroot"]).map(PathBuf::from)
}

/// What the compiler in use says. It is asked in the clone, where a toolchain file would count.
fn rustc(arguments: &[&str]) -> Option<String> {
    let out = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(arguments)
        .current_dir(paths::root())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Fails unless none of these packages is in the web build: they belong to the server.
///
/// # Errors
/// When one of them is, with the way it came in.
pub fn refuse_packages(packages: &[&str]) -> Result<()> {
    for package in packages {
        let out = Command::new(tools::cargo())
            .args(["tree", "--package", "web", "--target", TARGET, "--edges", "normal", "--invert", package])
            .current_dir(paths::root())
            .stdin(Stdio::null())
            .output()
            .context("running cargo tree")?;
        let found = String::from_utf8_lossy(&out.stdout);
        if out.status.success() && !found.trim().is_empty() {
            bail!("the web build has {package} in it, which belongs to the server:\n{found}");
        }
    }
    Ok(())
}
