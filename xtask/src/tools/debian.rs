//! A Debian in a directory: the release that runs here, from where apt has it here.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{
    install_once,
    system::{DEBOOTSTRAP, System, server},
};
use crate::{interrupt::Interrupt, paths, process::text_of, step};

/// What a server has beyond the least: systemd, the tools of an administrator, and somebody who takes emails in. A number
/// of its own in the name of the directory, to be raised with this list.
const INCLUDED: (u8, &str) = (1, "systemd-sysv,dbus,ca-certificates,sudo,openssl,exim4-daemon-light");

/// Settings of apt that say how its sources are reached.
const REACHED_BY: [&str; 4] = ["Acquire::http::", "Acquire::https::", "Acquire::Check-", "Acquire::Retries"];

/// Variables by which programs are told of a proxy.
pub const PROXIES: [&str; 6] = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/// The directory, which is the cache's: it is copied, and never booted itself. Its apt knows what ours knows.
///
/// # Errors
/// When this is no Debian or Ubuntu, apt knows nothing of its release, or debootstrap fails.
pub fn debian(system: &System, interrupt: &Interrupt) -> Result<PathBuf> {
    let os = fs::read_to_string("/etc/os-release").context("reading /etc/os-release")?;
    let id = field(&os, "ID").context("/etc/os-release does not say which system this is")?;
    let release = field(&os, "VERSION_CODENAME").context("/etc/os-release does not name the release of this system")?;
    let sources = sources(id, release)?;
    let archive = sources.iter().find(|source| source.release == release);
    let archive = archive.with_context(|| format!("apt here has no list of {id} {release}; `apt-get update` fetches it"))?;
    let (number, packages) = INCLUDED;
    let dir = paths::tools()?.join(format!("{id}-{release}-{number}"));
    let debootstrap = server("debootstrap", &DEBOOTSTRAP, system, interrupt)?;
    let settings = text_of(Command::new("apt-config").arg("dump"))?;

    install_once(&dir, interrupt, |unfinished| {
        let components: Vec<&str> = sources
            .iter()
            .filter(|source| source.release == release && source.at == archive.at)
            .map(|source| source.component.as_str())
            .collect();
        // What it mounts is gone with it, however it ends.
        let mut command = Command::new("unshare");
        command
            .arg("--mount")
            .arg(&debootstrap)
            .args(["--variant=minbase", &format!("--include={packages}"), &format!("--components={}", components.join(","))])
            .arg(release)
            .arg(unfinished)
            .arg(&archive.at);
        // It knows nothing of apt's own setting.
        if let Some(proxy) = value(&settings, "Acquire::http::Proxy") {
            command.env("http_proxy", proxy);
        }
        step::run(&format!("{id} {release}, 250 MB"), "install-debian", &mut command, interrupt)
    })?;

    let list: String =
        sources.iter().map(|Source { at, release, component }| format!("deb {at} {release} {component}\n")).collect();
    let reached: String = settings
        .lines()
        .filter(|line| REACHED_BY.iter().any(|setting| line.starts_with(setting)) && !line.ends_with(" \"\";"))
        .map(|line| format!("{line}\n"))
        .collect();
    write(&dir.join("etc/apt/sources.list"), &list)?;
    // Nobody is there to be asked.
    write(&dir.join("etc/apt/apt.conf.d/90hurtrock"), &format!("APT::Get::Assume-Yes \"true\";\n{reached}"))?;
    // What is installed in a copy is gone minutes later: it need not survive a power cut.
    write(&dir.join("etc/dpkg/dpkg.cfg.d/hurtrock"), "force-unsafe-io\n")?;
    Ok(dir)
}

/// A part of an archive, as apt knows it.
#[derive(Debug, PartialEq, Eq)]
struct Source {
    at: String,
    release: String,
    component: String,
}

/// What apt here knows of the release, and of its updates. Other people's archives are left out.
fn sources(id: &str, release: &str) -> Result<Vec<Source>> {
    let mut command = Command::new("apt-get");
    command.args(["indextargets", "--format", "$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]);
    Ok(sources_in(&text_of(&mut command)?, id, release))
}

fn sources_in(text: &str, id: &str, release: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    for line in text.lines() {
        let [origin, at, of, component] = line.split_whitespace().collect::<Vec<_>>()[..] else { continue };
        let ours = of == release || ["updates", "security"].iter().any(|kind| of == format!("{release}-{kind}"));
        let source = Source { at: at.to_owned(), release: of.to_owned(), component: component.to_owned() };
        // Other architectures come from the same places.
        if origin.eq_ignore_ascii_case(id) && ours && !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// `bookworm` of a line `VERSION_CODENAME=bookworm`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).map(|value| value.trim_matches('"'))
}

/// What is set in a line `Acquire::http::Proxy "http://127.0.0.1:3142";`.
fn value<'a>(settings: &'a str, name: &str) -> Option<&'a str> {
    let quoted = settings.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    Some(quoted.trim_end_matches(';').trim_matches('"')).filter(|value| !value.is_empty())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_release_and_its_updates_are_taken_over() {
        let targets = "Debian http://mirror.example/debian/ bookworm main\n\
                       Debian http://mirror.example/debian/ bookworm main\n\
                       Debian http://mirror.example/debian/ bookworm-updates main\n\
                       Debian http://mirror.example/security/ bookworm-security main\n\
                       Debian http://mirror.example/debian/ bookworm-backports main\n\
                       Somebody http://elsewhere.example/ bookworm main\n\
                       $(ORIGIN) http://never.example/ bookworm main\n";
        let taken: Vec<(String, String)> =
            sources_in(targets, "debian", "bookworm").into_iter().map(|source| (source.at, source.release)).collect();
        let wanted = [
            ("http://mirror.example/debian/", "bookworm"),
            ("http://mirror.example/debian/", "bookworm-updates"),
            ("http://mirror.example/security/", "bookworm-security"),
        ];
        assert_eq!(taken, wanted.map(|(at, release)| (at.to_owned(), release.to_owned())));
    }

    #[test]
    fn settings_are_read_as_they_are_written() {
        let settings = "Acquire::http::Proxy::mirror.example \"DIRECT\";\nAcquire::http::Proxy \"http://127.0.0.1:3142\";\n";
        assert_eq!(value(settings, "Acquire::http::Proxy"), Some("http://127.0.0.1:3142"));
        assert_eq!(value("Acquire::http::Proxy \"\";", "Acquire::http::Proxy"), None);
        assert_eq!(field("NAME=\"Debian\"\nVERSION_CODENAME=bookworm\nID=debian\n", "ID"), Some("debian"));
    }
}
