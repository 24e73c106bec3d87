//! `cargo xtask package`: the shop as a Debian package, and whether it is whole.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{demo, interrupt::Interrupt, paths, process::text_of, released, step, web};

#[cfg(test)]
mod secrets;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Files of the sources and where they are installed.
const FILES: [(&str, &str); 15] = [
    ("ops/deb/hurtrock@.service", "usr/lib/systemd/system/hurtrock@.service"),
    ("ops/deb/hurtrock-backup.service", "usr/lib/systemd/system/hurtrock-backup.service"),
    ("ops/deb/hurtrock-backup.timer", "usr/lib/systemd/system/hurtrock-backup.timer"),
    ("ops/deb/hurtrock.toml", "etc/hurtrock/hurtrock.toml"),
    ("ops/deb/secrets.env", "usr/share/hurtrock/secrets.env"),
    ("ops/deb/hurtrock-run", "usr/sbin/hurtrock-run"),
    ("ops/deb/hurtrock-restart", "usr/sbin/hurtrock-restart"),
    ("ops/deb/postinst", "DEBIAN/postinst"),
    ("ops/deb/prerm", "DEBIAN/prerm"),
    ("ops/deb/postrm", "DEBIAN/postrm"),
    ("ops/nginx/hurtrock.conf", "usr/share/doc/hurtrock/nginx.conf"),
    ("ops/prometheus/prometheus.example.yml", "usr/share/doc/hurtrock/prometheus.example.yml"),
    ("ops/prometheus/hurtrock.rules.yml", "usr/share/doc/hurtrock/hurtrock.rules.yml"),
    ("ops/grafana/hurtrock.json", "usr/share/doc/hurtrock/grafana.json"),
    ("docs/running.md", "usr/share/doc/hurtrock/running.md"),
];

/// The reference of the settings, in the sources and installed.
const REFERENCE: (&str, &str) = ("docs/configuration.md", "usr/share/doc/hurtrock/configuration.md");

const COPYRIGHT: &str = "\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: hurtrock

Files: *
Copyright: the authors of Hurtrock
License: MIT
";

#[derive(Debug, Args)]
pub struct Options {
    /// Unpack the package and try what is in it
    #[arg(long)]
    check: bool,

    /// Package development builds, for a look at the package only
    #[arg(long)]
    dev: bool,
}

/// Builds the package.
///
/// # Errors
/// When a step fails, there is no dpkg, or what is in the package is not as it should be.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    ensure!(answers("dpkg-deb", "--version"), "dpkg-deb is not installed: a Debian package is built on Debian or Ubuntu");
    web::build(&web::Options { release: !options.dev, accept: false }, interrupt)?;
    let program = build(options.dev, interrupt)?;
    let package = pack(&program, interrupt)?;
    if options.check {
        check(&package, interrupt)?;
    }
    step::say(&format!("{}", package.display()));
    Ok(())
}

/// The program that is measured and soaked is the one that is packed.
fn build(dev: bool, interrupt: &Interrupt) -> Result<PathBuf> {
    if dev {
        demo::build(interrupt)?;
        return Ok(paths::built("hurtrock"));
    }
    released::build(&["hurtrock"], interrupt)?;
    Ok(paths::released("hurtrock"))
}

fn place() -> PathBuf {
    paths::target().join("package")
}

/// The package, built or not.
///
/// # Errors
/// When dpkg does not say what this machine is.
pub fn file() -> Result<PathBuf> {
    Ok(place().join(format!("hurtrock_{VERSION}_{}.deb", architecture()?)))
}

fn architecture() -> Result<String> {
    text_of(Command::new("dpkg").arg("--print-architecture"))
}

/// Puts everything where it belongs below a directory, and has dpkg pack it.
fn pack(program: &Path, interrupt: &Interrupt) -> Result<PathBuf> {
    let root = place().join("root");
    if root.exists() {
        fs::remove_dir_all(&root).with_context(|| format!("removing {}", root.display()))?;
    }
    for (from, to) in FILES.into_iter().chain([REFERENCE]) {
        copy(&paths::root().join(from), &root.join(to))?;
    }
    write(&root.join("usr/share/doc/hurtrock/copyright"), COPYRIGHT)?;
    let binary = root.join("usr/bin/hurtrock");
    fs::create_dir_all(root.join("usr/bin"))?;
    let bare = place().join("hurtrock");
    let mut strip = Command::new("strip");
    strip.arg("--strip-debug").arg("-o").arg(&bare).arg(program);
    step::run("program without debug information", "package-strip", &mut strip, interrupt)?;
    let mut bundle = Command::new(&bare);
    bundle.arg("bundle").arg(paths::web_dist()).arg(&binary);
    step::run("program with the web app inside", "package-bundle", &mut bundle, interrupt)?;

    let bytes = settle(&root, &root)?;
    write(&root.join("DEBIAN/conffiles"), "/etc/hurtrock/hurtrock.toml\n")?;
    write(&root.join("DEBIAN/control"), &control(&architecture()?, bytes / 1024)?)?;
    let package = file()?;
    let mut command = Command::new("dpkg-deb");
    command.args(["--root-owner-group", "--build"]).arg(&root).arg(&package);
    step::run("package", "package-deb", &mut command, interrupt)?;
    Ok(package)
}

fn control(architecture: &str, kibibytes: u64) -> Result<String> {
    // `glibc 2.36`: an older one lacks what the program was linked to.
    let libc = text_of(Command::new("getconf").arg("GNU_LIBC_VERSION"))?;
    let libc = libc.rsplit(' ').next().unwrap_or_default();
    Ok(format!(
        "Package: hurtrock\n\
         Version: {VERSION}\n\
         Architecture: {architecture}\n\
         Maintainer: Hurtrock Music Store <halo@hurtrock.example>\n\
         Installed-Size: {kibibytes}\n\
         Depends: libc6 (>= {libc}), libgcc-s1, adduser, ca-certificates, curl, tzdata, util-linux\n\
         Recommends: postgresql (>= 15), postgresql-client (>= 15), nginx\n\
         Section: web\n\
         Priority: optional\n\
         Homepage: https://hurtrock.example\n\
         Description: online shop for musical instruments\n \
         The server of the Hurtrock Music Store with the shop and the back office. It needs\n \
         PostgreSQL 15 or newer, and a proxy with TLS in front.\n"
    ))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("copying {}", from.display())).map(drop)
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))?;
    set_mode(path, 0o644)
}

fn set_mode(path: &Path, mode: u32) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).with_context(|| format!("permissions of {}", path.display()))
}

/// Gives directories and files the modes they are installed with, whatever the umask is here. How many bytes they are.
fn settle(root: &Path, directory: &Path) -> Result<u64> {
    set_mode(directory, 0o755)?;
    let mut bytes = 0;
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            bytes += settle(root, &path)?;
            continue;
        }
        let below = |place: &str| path.starts_with(root.join(place));
        let runs = below("usr/bin") || below("usr/sbin") || below("DEBIAN");
        set_mode(&path, if runs { 0o755 } else { 0o644 })?;
        bytes += entry.metadata()?.len();
    }
    Ok(bytes)
}

/// Unpacks the package and tries what is in it.
fn check(package: &Path, interrupt: &Interrupt) -> Result<()> {
    let unpacked = place().join("unpacked");
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked).with_context(|| format!("removing {}", unpacked.display()))?;
    }
    let mut command = Command::new("dpkg-deb");
    command.arg("--raw-extract").arg(package).arg(&unpacked);
    step::run("unpacking the package", "package-unpack", &mut command, interrupt)?;

    let step = step::Step::begin("what is in the package");
    let program = unpacked.join("usr/bin/hurtrock");
    let version = text_of(Command::new(&program).arg("--version"))?;
    ensure!(version == format!("hurtrock {VERSION}"), "the program says it is `{version}`");
    let reference = text_of(Command::new(&program).arg("config"))?;
    let packed = fs::read_to_string(unpacked.join(REFERENCE.1))?;
    ensure!(reference == packed.trim(), "{} is not what the program says", REFERENCE.1);
    configuration(&unpacked, &program)?;
    for script in ["DEBIAN/postinst", "DEBIAN/prerm", "DEBIAN/postrm", "usr/sbin/hurtrock-run", "usr/sbin/hurtrock-restart"] {
        text_of(Command::new("sh").arg("-n").arg(unpacked.join(script)))?;
    }
    step.done(&version);
    units(&unpacked, &program, interrupt)?;
    proxy(&unpacked, interrupt)
}

/// The settings that are installed can be read. There is no database here, which the doctor says after that.
fn configuration(unpacked: &Path, program: &Path) -> Result<()> {
    let mut command = Command::new(program);
    command
        .arg("--config")
        .arg(unpacked.join("etc/hurtrock/hurtrock.toml"))
        .args(["--set", &format!("files_dir={}", place().join("files").display()), "doctor"])
        .env_clear()
        .env("HURTROCK_SECRET_KEY", "0".repeat(64))
        .env("DATABASE_URL", "postgres://127.0.0.1:1/nowhere")
        .env("HURTROCK_SMTP_URL", "smtp://127.0.0.1:1")
        .stdin(Stdio::null());
    let output = command.output().context("running hurtrock doctor")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let first = said.lines().next().unwrap_or_default();
    ensure!(first.starts_with("ok") && first.contains("configuration"), "the settings that are installed have faults:\n{said}");
    let has_pages = said.lines().any(|line| line.starts_with("ok") && line.ends_with("inside the program"));
    ensure!(has_pages, "the web app is not inside the program:\n{said}");
    Ok(())
}

/// systemd understands its units, where it is installed. The program is looked for where it was unpacked.
fn units(unpacked: &Path, program: &Path, interrupt: &Interrupt) -> Result<()> {
    if !answers("systemd-analyze", "--version") {
        step::warn("NOT CHECKED: the units of systemd, which is not installed here");
        return Ok(());
    }
    let place = place().join("units");
    fs::create_dir_all(&place)?;
    let mut command = Command::new("systemd-analyze");
    command.arg("verify");
    for (unit, named) in [
        ("hurtrock@.service", "hurtrock@8080.service"),
        ("hurtrock-backup.service", "hurtrock-backup.service"),
        ("hurtrock-backup.timer", "hurtrock-backup.timer"),
    ] {
        let text = fs::read_to_string(unpacked.join("usr/lib/systemd/system").join(unit))?;
        let copy = place.join(named);
        fs::write(&copy, text.replace("/usr/bin/hurtrock", &program.display().to_string()))?;
        command.arg(copy);
    }
    step::run("units of systemd", "package-units", &mut command, interrupt)
}

/// nginx understands its file, where it is installed.
fn proxy(unpacked: &Path, interrupt: &Interrupt) -> Result<()> {
    if !answers("nginx", "-v") {
        step::warn("NOT CHECKED: the file for nginx, which is not installed here");
        return Ok(());
    }
    let place = place().join("nginx");
    fs::create_dir_all(&place)?;
    let text = fs::read_to_string(unpacked.join("usr/share/doc/hurtrock/nginx.conf"))?;
    fs::write(place.join("shop.conf"), anywhere(&text))?;
    // What it would keep elsewhere, where only root may write.
    let kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {name}; ")).concat();
    fs::write(place.join("nginx.conf"), format!("pid pid;\nevents {{}}\nhttp {{ access_log off; {kept}include shop.conf; }}\n"))?;
    let mut command = Command::new("nginx");
    command.args(["-t", "-c", "nginx.conf", "-p"]).arg(&place);
    step::run("nginx", "package-nginx", &mut command, interrupt)
}

/// The file without what only the server has: certificates, ports that are root's, and IPv6.
fn anywhere(text: &str) -> String {
    let kept = text.lines().filter(|line| !line.contains("ssl_certificate") && !line.contains("[::]"));
    let lines = kept.map(|line| match line.trim_start().strip_prefix("listen ") {
        Some(at) => format!("listen 127.0.0.1:10{}\n", at.replace(" ssl", "")),
        None => format!("{line}\n"),
    });
    lines.collect()
}

/// Whether a program is there, asked by the flag that has it tell its version.
fn answers(program: &str, flag: &str) -> bool {
    let asked = Command::new(program).arg(flag).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    /// Tells of the processes in `$ACTIVE` and `$FAILED`, of which `$DISABLED` is wanted no more. Whoever is `$BROKEN` does not
    /// come back.
    const SYSTEMCTL: &str = r#"#!/bin/sh
case "$*" in
list-units*--state=active*) for unit in $ACTIVE; do echo "$unit loaded active running Hurtrock"; done ;;
list-units*--state=activating,failed*) for unit in $FAILED; do echo "$unit loaded failed failed Hurtrock"; done ;;
is-enabled*) [ "$3" != "$DISABLED" ] ;;
*)
    echo "$*" >> "$DONE"
    [ "$2" != "$BROKEN" ]
    ;;
esac
"#;
    const HURTROCK_RUN: &str = r#"#!/bin/sh
echo "$*" >> "$DONE"
[ "$1" != "$BROKEN" ]
"#;
    const FIRST: &str = "hurtrock@8080.service";
    const SECOND: &str = "hurtrock@8081.service";

    /// What systemd and the program say.
    #[derive(Default)]
    struct World<'a> {
        active: &'a [&'a str],
        failed: &'a [&'a str],
        disabled: &'a str,
        broken: &'a str,
    }

    /// What `hurtrock-restart` does with systemd and the program played by others: whether it ends well, and what it has done.
    fn restart(name: &str, world: &World) -> (bool, Vec<String>) {
        let place = env::temp_dir().join(format!("hurtrock-restart-{}-{name}", std::process::id()));
        let done = place.join("done");
        for (name, text) in [("systemctl", SYSTEMCTL), ("hurtrock-run", HURTROCK_RUN)] {
            write(&place.join(name), text).expect("written");
            set_mode(&place.join(name), 0o755).expect("runs");
        }
        let path = format!("{}:{}", place.display(), env::var("PATH").expect("a path"));
        let output = Command::new("sh")
            .arg(paths::root().join("ops/deb/hurtrock-restart"))
            .env("PATH", path)
            .env("ACTIVE", world.active.join(" "))
            .env("FAILED", world.failed.join(" "))
            .env("DISABLED", world.disabled)
            .env("BROKEN", world.broken)
            .env("DONE", &done)
            .output()
            .expect("a shell");
        let told = fs::read_to_string(&done).unwrap_or_default().lines().map(str::to_owned).collect();
        fs::remove_dir_all(&place).expect("removed");
        (output.status.success(), told)
    }

    #[test]
    fn processes_are_restarted_one_after_the_other_once_the_schema_is_there() {
        let (well, done) = restart("all", &World { active: &[FIRST, SECOND], ..World::default() });
        assert!(well);
        assert_eq!(done, ["migrate", "restart hurtrock@8080.service", "restart hurtrock@8081.service"]);
    }

    #[test]
    fn one_that_does_not_come_back_is_the_last_to_be_stopped() {
        let (well, done) = restart("broken", &World { active: &[FIRST, SECOND], broken: FIRST, ..World::default() });
        assert!(!well);
        assert_eq!(done, ["migrate", "restart hurtrock@8080.service"]);
    }

    #[test]
    fn who_serves_is_not_stopped_before_who_does_not_is_back() {
        let again = World { active: &[FIRST], failed: &[SECOND], ..World::default() };
        let (well, done) = restart("again", &again);
        assert!(well);
        assert_eq!(done, ["migrate", "restart hurtrock@8081.service", "restart hurtrock@8080.service"]);
        let (well, done) = restart("still", &World { broken: SECOND, ..again });
        assert!(!well);
        assert_eq!(done, ["migrate", "restart hurtrock@8081.service"]);
    }

    #[test]
    fn who_is_wanted_no_more_stays_away() {
        let (well, done) = restart("retired", &World { active: &[FIRST], failed: &[SECOND], disabled: SECOND, broken: SECOND });
        assert!(well);
        assert_eq!(done, ["migrate", "restart hurtrock@8080.service"]);
    }

    #[test]
    fn nobody_is_stopped_for_a_schema_that_fails() {
        let (well, done) = restart("schema", &World { active: &[FIRST, SECOND], broken: "migrate", ..World::default() });
        assert!(!well);
        assert_eq!(done, ["migrate"]);
    }

    #[test]
    fn where_nothing_runs_there_is_nothing_to_do() {
        let (well, done) = restart("nothing", &World::default());
        assert!(well && done.is_empty(), "{done:?}");
    }

    fn source(path: &str) -> String {
        fs::read_to_string(paths::root().join(path)).expect("a file of the sources")
    }

    #[test]
    fn prometheus_looks_where_the_units_have_their_figures() {
        let (unit, example) = (source("ops/deb/hurtrock@.service"), source("ops/prometheus/prometheus.example.yml"));
        let at = unit.split_whitespace().find_map(|word| word.strip_prefix("metrics_listen=")).expect("an address");
        let address = unit.lines().find_map(|line| line.strip_prefix("Environment=ADDRESS=")).expect("the usual one");
        let at = at.replace("${ADDRESS}", address);
        // The two processes that nginx knows.
        for port in ["8080", "8081"] {
            assert!(source("ops/nginx/hurtrock.conf").contains(&format!("server 127.0.0.1:{port} ")), "{port}");
            assert!(example.contains(&format!("\"{}\"", at.replace("%i", port))), "{port}:\n{example}");
        }
        // It names the rules, which are installed beside it.
        assert!(example.contains("rule_files: [hurtrock.rules.yml]"));
        assert!(FILES.iter().any(|(_, to)| *to == "usr/share/doc/hurtrock/hurtrock.rules.yml"));
    }
}
