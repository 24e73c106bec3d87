//! Programs of other languages that tests run: installed by lock files, inside `target`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where everything is built.
pub fn target() -> PathBuf {
    let test = std::env::current_exe().expect("a path");
    test.ancestors().nth(3).expect("a target directory").to_owned()
}

/// Where something is installed: by `install`, once for each state of its lock file.
pub fn installed(name: &str, lock: &Path, install: impl FnOnce(&Path)) -> PathBuf {
    let cache = target().join(name);
    fs::create_dir_all(&cache).expect("a directory");
    // Tests are processes: the first one installs, the others wait.
    let one_at_a_time = fs::File::create(cache.join("lock")).expect("a lock");
    one_at_a_time.lock().expect("the lock");
    let dir = cache.join(format!("{:016x}", fnv1a(&fs::read(lock).expect("the lock file"))));
    if dir.is_dir() {
        return dir;
    }
    let unfinished = dir.with_extension("unfinished");
    let _ = fs::remove_dir_all(&unfinished);
    fs::create_dir_all(&unfinished).expect("a directory");
    install(&unfinished);
    fs::rename(&unfinished, &dir).expect("a finished installation");
    dir
}

/// Where the packages of a directory for Node.js are installed.
pub fn node_packages(name: &str, sources: &Path) -> PathBuf {
    installed(name, &sources.join("package-lock.json"), |dir| {
        copy(sources, dir, &["package.json", "package-lock.json", ".npmrc"]);
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(dir);
        run("npm", &mut npm);
    })
}

/// A server's program: as the test run found it, or wherever it is.
pub fn server(name: &str, variable: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| PathBuf::from(name), PathBuf::from)
}

/// Copies files from one directory into another.
pub fn copy(from: &Path, to: &Path, files: &[&str]) {
    for file in files {
        fs::copy(from.join(file), to.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
}

/// Runs a program to its end, which must be a good one, and gives what it printed.
pub fn run(program: &str, command: &mut Command) -> String {
    let out = match command.stdin(Stdio::null()).output() {
        Ok(out) => out,
        Err(error) => panic!("{program} is needed by this test, and cannot be run ({error}): install it"),
    };
    assert!(out.status.success(), "{program}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
