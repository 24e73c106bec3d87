//! `cargo xtask dev`: the shop while it is being worked on. A change on the server side compiles and
//! restarts the server; a change in the web app compiles the bundles it touches, and open pages
//! reload themselves.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    demo::{self, Demo},
    fingerprint,
    interrupt::Interrupt,
    paths, postgres, step,
    web::{self, APPS, App, Builder},
};

const SERVER: [&str; 5] = ["api", "migration", "shared", "tests/sandbox", "Cargo.lock"];
const WEB: [&str; 4] = ["web", "shared", "Cargo.lock", "Trunk.toml"];

/// Between two looks at the sources: a few hundred files, asked for their times alone, which also
/// works where the system cannot tell of changes (network and container mounts).
const INTERVAL: Duration = Duration::from_millis(400);

/// Asks the server for the number of the build and reloads the page when it is another.
const RELOAD_SCRIPT: &str = "\
const build = () => fetch(new URL('dev-build.txt', import.meta.url), { cache: 'no-store' })
  .then((answer) => (answer.ok ? answer.text() : null), () => null);
const first = await build();
setInterval(async () => {
  const now = await build();
  if (first && now && now !== first) location.reload();
}, 1000);
";

#[derive(Debug, Args)]
pub struct Options {
    /// Port of the shop; the next free one from 8080 on when not given
    #[arg(long)]
    port: Option<u16>,
}

/// Serves and rebuilds until it is told to stop.
///
/// # Errors
/// When the first build or start fails. Later faults are shown, and the next change is awaited.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    postgres::ready_for_demo(interrupt)?;
    let builder = Builder::new(web::Options::default(), interrupt)?;
    rebuild_web(&builder, &APPS)?;
    demo::build(interrupt)?;
    let mut demo = Demo::prepare(options.port, interrupt)?;
    demo.serve()?;
    demo.announce();
    step::say("watching the sources");
    let result = watch(&mut demo, &builder, interrupt);
    demo.stop()?;
    result
}

fn watch(demo: &mut Demo<'_>, builder: &Builder<'_>, interrupt: &Interrupt) -> Result<()> {
    let mut server = Sources::read(&SERVER)?;
    let mut web = Sources::read(&WEB)?;
    while interrupt.sleep(INTERVAL).is_ok() {
        let news = [server.look()?, web.look()?];
        if news == [false, false] {
            continue;
        }
        let begun = Instant::now();
        match catch_up(demo, builder, &mut server, &mut web, interrupt) {
            Ok(()) => {
                let time = step::seconds(begun.elapsed());
                step::say(&format!("up to date after {time}"));
            }
            Err(_) if interrupt.raised() => break,
            Err(error) => step::warn(&format!("{error:#}; waiting for the next change")),
        }
    }
    Ok(())
}

/// Builds and restarts what changed since it last worked.
fn catch_up(
    demo: &mut Demo<'_>,
    builder: &Builder<'_>,
    server: &mut Sources,
    web: &mut Sources,
    interrupt: &Interrupt,
) -> Result<()> {
    if !server.changed.is_empty() {
        demo::build(interrupt)?;
        demo.migrate()?;
        demo.serve()?;
        server.changed.clear();
    }
    if !web.changed.is_empty() {
        rebuild_web(builder, touched(&web.changed))?;
        // It keeps the bundles in memory.
        demo.start_server()?;
        web.changed.clear();
    }
    Ok(())
}

/// The bundles that changed files belong to.
fn touched(changed: &BTreeSet<PathBuf>) -> &'static [App] {
    let all_below = |dir: &str| {
        let dir = paths::root().join("web/src").join(dir);
        changed.iter().all(|file| file.starts_with(&dir))
    };
    let [shop, admin] = &APPS;
    match (all_below(shop.name), all_below(admin.name)) {
        (true, _) => std::slice::from_ref(shop),
        (_, true) => std::slice::from_ref(admin),
        _ => &APPS,
    }
}

fn rebuild_web(builder: &Builder<'_>, apps: &[App]) -> Result<()> {
    // These bundles reload themselves, so no other command may take them for its own.
    drop(fs::remove_file(web::mark()));
    builder.compile(apps)?;
    for app in apps {
        builder.bundle(app)?;
        add_reload(&web::dist(app), app.public_url)?;
    }
    Ok(())
}

fn add_reload(dir: &Path, public_url: &str) -> Result<()> {
    let page = dir.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
    let script = format!("<script type=\"module\" src=\"{public_url}dev-reload.js\"></script></head>");
    fs::write(&page, html.replacen("</head>", &script, 1))?;
    fs::write(dir.join("dev-reload.js"), RELOAD_SCRIPT)?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    fs::write(dir.join("dev-build.txt"), now.as_millis().to_string())?;
    Ok(())
}

/// Files, the times of their last change, and those whose change has not been dealt with.
struct Sources {
    roots: &'static [&'static str],
    files: BTreeMap<PathBuf, SystemTime>,
    changed: BTreeSet<PathBuf>,
}

impl Sources {
    fn read(roots: &'static [&'static str]) -> Result<Self> {
        Ok(Self { roots, files: fingerprint::times(roots)?, changed: BTreeSet::new() })
    }

    /// Notes what changed, came or went since the last look; is there any?
    fn look(&mut self) -> Result<bool> {
        let before = std::mem::replace(&mut self.files, fingerprint::times(self.roots)?);
        let now = &self.files;
        let differ = now.iter().filter(|(path, time)| before.get(*path) != Some(time));
        let gone = before.iter().filter(|(path, _)| !now.contains_key(*path));
        let paths: Vec<PathBuf> = differ.chain(gone).map(|(path, _)| path.clone()).collect();
        let any = !paths.is_empty();
        self.changed.extend(paths);
        Ok(any)
    }
}
