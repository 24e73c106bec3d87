//! The web app: two WASM programs, shop and back office, bundled by trunk into `web/dist`.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{
    compress::{self, Sizes},
    cut, fingerprint,
    interrupt::Interrupt,
    paths, sizes, step, styles,
    tools::{self, system::System},
    wasm::{self, Compiler},
};

/// What the bundles are made from.
const SOURCES: [&str; 7] =
    ["web", "shared", "Cargo.toml", "Cargo.lock", "Trunk.toml", "xtask/src/cut.rs", "xtask/src/imports.rs"];

/// A bundle and the path it is served at.
pub struct App {
    pub name: &'static str,
    pub public_url: &'static str,
    /// Whether a release is cut into parts.
    pub in_parts: bool,
}

/// Shoppers never download the back office, so it is a bundle of its own.
pub const APPS: [App; 2] =
    [App { name: "shop", public_url: "/", in_parts: true }, App { name: "admin", public_url: "/admin/", in_parts: false }];

#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Options {
    /// As small as it gets, with compressed copies; takes minutes
    #[arg(long)]
    pub release: bool,

    /// Take the sizes of a first visit as they are now for those that later ones are held against
    #[arg(long, requires = "release")]
    pub accept: bool,
}

/// Builds what changed of both bundles; of a release, checks that it has not grown.
///
/// # Errors
/// As [`build`], and when a first visit costs notably more than was accepted.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    build(options, interrupt)?;
    if options.release { sizes::check(options.accept) } else { Ok(()) }
}

/// Builds what changed of both bundles.
///
/// # Errors
/// When a tool is missing that cannot be installed, or the build fails.
pub fn build(options: &Options, interrupt: &Interrupt) -> Result<()> {
    let builder = Builder::new(*options, interrupt)?;
    let _one_at_a_time = tools::lock(&paths::data().join("web.lock"), interrupt)?;
    let fingerprint = builder.fingerprint()?;
    let mark = mark();
    let whole = APPS.iter().all(|app| dist(app).join("index.html").is_file());
    if whole && fs::read_to_string(&mark).is_ok_and(|last| last == fingerprint) {
        step::Step::begin("web app").done("unchanged");
    } else {
        // Without its mark, a build that is interrupted is not taken for a whole one.
        if mark.exists() {
            fs::remove_file(&mark).with_context(|| format!("removing {}", mark.display()))?;
        }
        builder.compile(&APPS)?;
        for app in &APPS {
            builder.bundle(app)?;
        }
        if options.release {
            compress()?;
        }
        fs::write(&mark, fingerprint).with_context(|| format!("writing {}", mark.display()))?;
    }
    if options.release {
        print_sizes()?;
    }
    Ok(())
}

/// Builds both bundles to look at: what lies there as released will do.
///
/// # Errors
/// As [`build`].
pub fn build_to_look_at(interrupt: &Interrupt) -> Result<()> {
    let compiler = wasm::compiler(&System::detect(), interrupt)?;
    let as_released = fingerprint::of(&SOURCES, &[profile(true), &compiler.describe()])?;
    if fs::read_to_string(mark()).is_ok_and(|last| last == as_released) {
        step::Step::begin("web app").done("as released");
        return Ok(());
    }
    build(&Options::default(), interrupt)
}

/// Everything a build needs, found once.
pub struct Builder<'a> {
    options: Options,
    compiler: Compiler,
    tools: Vec<PathBuf>,
    interrupt: &'a Interrupt,
}

impl<'a> Builder<'a> {
    /// # Errors
    /// When a tool is missing that cannot be installed.
    pub fn new(options: Options, interrupt: &'a Interrupt) -> Result<Self> {
        let system = System::detect();
        let compiler = wasm::compiler(&system, interrupt)?;
        let mut tools = vec![tools::trunk(interrupt)?, tools::wasm_bindgen(interrupt)?];
        if options.release {
            tools.push(tools::wasm_opt(&system, interrupt)?);
            tools.push(tools::wasm_split(interrupt)?);
            tools.push(tools::esbuild(&system, interrupt)?);
        }
        fs::create_dir_all(paths::data())?;
        Ok(Self { options, compiler, tools, interrupt })
    }

    /// Compiles the programs of these bundles together, which is faster than trunk's one by one;
    /// trunk then finds them made. Also fetches the dependencies, which trunk does not do offline.
    ///
    /// # Errors
    /// When the compiler finds fault.
    pub fn compile(&self, apps: &[App]) -> Result<()> {
        let mut command = Command::new(self.compiler.cargo());
        command.args(["build", "--package", "web", "--target", wasm::TARGET]).args(["--profile", self.profile()]);
        for app in apps {
            command.args(["--bin", app.name]);
        }
        self.prepare(&mut command)?;
        step::run("web app", "web", &mut command, self.interrupt)
    }

    /// Lets trunk make a bundle, and cuts that of a release into its parts.
    ///
    /// # Errors
    /// When trunk fails, or the cut.
    pub fn bundle(&self, app: &App) -> Result<()> {
        let page = paths::root().join(format!("web/{}.html", app.name));
        if !page.is_file() {
            bail!("{} is missing", page.display());
        }
        styles::join(app.name, self.options.release)?;
        let mut command = Command::new("trunk");
        command
            .args(["build", "--offline", "--skip-version-check"])
            .args(["--public-url", app.public_url])
            .args(["--cargo-profile", self.profile()])
            .arg("--dist")
            .arg(dist(app))
            .arg(&page);
        if self.options.release {
            command.arg("--release");
        }
        self.prepare(&mut command)?;
        step::run(&format!("bundle of {}", app.name), &format!("trunk-{}", app.name), &mut command, self.interrupt)?;
        if self.options.release && app.in_parts { cut::cut(app, self, self.interrupt) } else { Ok(()) }
    }

    /// The compiler in use.
    pub fn compiler(&self) -> &Compiler {
        &self.compiler
    }

    /// Prepares a command to build the web app.
    ///
    /// # Errors
    /// When a directory of tools has a colon in its name.
    pub fn prepare(&self, command: &mut Command) -> Result<()> {
        self.compiler.prepare(command, &self.tools)?;
        command
            .current_dir(paths::root())
            // View types erased: the compiler is done in a fraction of the time (Leptos book).
            .env("RUSTFLAGS", "--cfg erase_components")
            .env("NO_COLOR", "true");
        Ok(())
    }

    /// The cargo profile of this build.
    pub fn profile(&self) -> &'static str {
        profile(self.options.release)
    }

    fn fingerprint(&self) -> Result<String> {
        fingerprint::of(&SOURCES, &[self.profile(), &self.compiler.describe()])
    }
}

const fn profile(release: bool) -> &'static str {
    if release { "web" } else { "web-dev" }
}

/// The file that says what the bundles were made from; without it they are made anew.
pub fn mark() -> PathBuf {
    paths::web_dist().join(".fingerprint")
}

/// Where a bundle lies.
pub fn dist(app: &App) -> PathBuf {
    paths::web_dist().join(app.name)
}

fn compress() -> Result<()> {
    let step = step::Step::begin("compressed copies");
    let sizes = compress::compress_all(&paths::web_dist())?;
    step.done(&format!("{} files", sizes.len()));
    Ok(())
}

/// Prints what each bundle costs over the wire: a first visit, and below it every file.
fn print_sizes() -> Result<()> {
    for app in &APPS {
        let mut sizes = code(&dist(app))?;
        sizes.sort_by_key(|size| std::cmp::Reverse(size.raw));
        let page = dist(app).join("index.html");
        let page = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
        let page = sizes::without_parts(&page);
        let first = |size: &&Sizes| size.file.file_name().and_then(OsStr::to_str).is_some_and(|name| page.contains(name));
        let total = |of: fn(&Sizes) -> usize| sizes.iter().filter(first).map(of).sum::<usize>();
        step::say(&format!(
            "{:<8} {:>9} raw {:>9} brotli {:>9} gzip",
            app.name,
            kib(total(|size| size.raw)),
            kib(total(|size| size.brotli)),
            kib(total(|size| size.gzip)),
        ));
        for size in &sizes {
            eprintln!(
                "    {:<40} {:>9} {:>9}",
                size.file.file_name().unwrap_or_default().to_string_lossy(),
                kib(size.raw),
                kib(size.brotli)
            );
        }
    }
    Ok(())
}

/// The code of a bundle, as it lies there with its copies.
fn code(dir: &Path) -> Result<Vec<Sizes>> {
    let length = |path: &Path| -> Result<usize> {
        let metadata = fs::metadata(path).with_context(|| format!("reading {}", path.display()))?;
        Ok(usize::try_from(metadata.len())?)
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let file = entry?.path();
        if file.extension().is_some_and(|kind| kind == "wasm" || kind == "js" || kind == "css")
            && file.with_added_extension("br").is_file()
        {
            found.push(Sizes {
                raw: length(&file)?,
                brotli: length(&file.with_added_extension("br"))?,
                gzip: length(&file.with_added_extension("gz"))?,
                file,
            });
        }
    }
    Ok(found)
}

/// A size in words.
#[expect(clippy::cast_precision_loss, reason = "sizes of files, shown with one decimal")]
pub fn kib(bytes: usize) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}
