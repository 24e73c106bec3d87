//! The life of a private server, against the PostgreSQL installed on this machine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio, id},
};

use anyhow::{Context, Result, ensure};
use private_pg::{Config, Server, discard, start};

/// A directory for one test, removed with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("private-pg-{}-{name}", id())))
    }

    fn config(&self) -> Config {
        Config::throwaway(self.0.join("postgres"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn query(server: &Server, url: &str, sql: &str) -> Result<String> {
    let out = Command::new(server.binaries().program("psql"))
        .args(["--no-psqlrc", "--tuples-only", "--no-align", "--dbname", url, "--command", sql])
        .output()?;
    ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

fn server_pid(server: &Server) -> Result<String> {
    let file = fs::read_to_string(server.dir().join("cluster/postmaster.pid"))?;
    Ok(file.lines().next().context("an empty pid file")?.to_owned())
}

#[test]
fn a_new_server_answers_over_tcp_and_socket() -> Result<()> {
    let scratch = Scratch::new("new");
    let server = start(&scratch.config())?;
    assert_eq!(query(&server, &server.url(), "SELECT current_database()")?, "hurtrock");
    if let Some(url) = server.socket_url() {
        assert_eq!(query(&server, &url, "SELECT inet_server_addr() IS NULL")?, "t");
    }
    let encoding = query(&server, &server.url(), "SHOW server_encoding")?;
    assert_eq!(encoding, "UTF8");
    query(&server, &server.url(), "CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent")?;
    server.stop()?;
    Ok(())
}

#[test]
fn a_stranger_needs_the_password() -> Result<()> {
    let scratch = Scratch::new("stranger");
    let server = start(&scratch.config())?;
    let guess = format!("postgres://hurtrock:guess@127.0.0.1:{}/hurtrock", server.port());
    let answer = query(&server, &guess, "SELECT 1").map_err(|error| error.to_string());
    assert!(answer.as_ref().is_err_and(|error| error.contains("password")), "{answer:?}");
    Ok(())
}

#[test]
fn data_and_port_survive_a_restart() -> Result<()> {
    let scratch = Scratch::new("restart");
    let first = start(&scratch.config())?;
    let port = first.port();
    query(&first, &first.url(), "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")?;
    first.stop()?;
    let second = start(&scratch.config())?;
    assert_eq!(second.port(), port);
    assert_eq!(query(&second, &second.url(), "SELECT id FROM kept")?, "7");
    Ok(())
}

#[test]
fn the_last_user_stops_it() -> Result<()> {
    let scratch = Scratch::new("shared");
    let first = start(&scratch.config())?;
    let second = start(&scratch.config())?;
    assert_eq!(first.port(), second.port());
    first.stop()?;
    assert!(second.is_running());
    let data = second.dir().join("cluster");
    second.stop()?;
    assert!(!data.join("postmaster.pid").exists());
    Ok(())
}

#[test]
fn an_interrupted_first_start_is_begun_anew() -> Result<()> {
    let scratch = Scratch::new("interrupted");
    let config = scratch.config();
    for half in ["cluster", "cluster.unfinished"] {
        let dir = config.dir.join(half).join("base");
        fs::create_dir_all(&dir)?;
        fs::write(dir.join("half"), "written")?;
    }
    let server = start(&config)?;
    assert_eq!(query(&server, &server.url(), "SELECT 1")?, "1");
    Ok(())
}

#[test]
fn a_killed_server_comes_back() -> Result<()> {
    let scratch = Scratch::new("killed");
    let config = Config::new(scratch.0.join("postgres"));
    let first = start(&config)?;
    query(&first, &first.url(), "CREATE TABLE kept (id int)")?;
    let status = Command::new("kill").args(["-QUIT", &server_pid(&first)?]).status()?;
    ensure!(status.success(), "the server was not there to be killed");
    while first.is_running() {
        std::thread::yield_now();
    }
    let second = start(&config)?;
    assert_eq!(query(&second, &second.url(), "SELECT count(*) FROM kept")?, "0");
    Ok(())
}

#[test]
fn a_stale_pid_file_does_not_stand_in_the_way() -> Result<()> {
    let scratch = Scratch::new("stale");
    let first = start(&scratch.config())?;
    let pid_file = first.dir().join("cluster/postmaster.pid");
    let content = fs::read_to_string(&pid_file)?;
    let pid = server_pid(&first)?;
    first.stop()?;

    // A number that another program has got since.
    let stale = content.replacen(&pid, &id().to_string(), 1);
    fs::write(&pid_file, stale)?;
    give_to_owner_of(&pid_file)?;
    let second = start(&scratch.config())?;
    assert_eq!(query(&second, &second.url(), "SELECT 1")?, "1");
    Ok(())
}

/// As root, what a test writes would not be the server's own.
fn give_to_owner_of(path: &Path) -> Result<()> {
    let parent = path.parent().context("no parent")?;
    let status = Command::new("chown").arg("--reference").args([parent, path]).stderr(Stdio::null()).status()?;
    ensure!(status.success(), "chown failed");
    Ok(())
}

#[test]
fn a_throwaway_leaves_nothing() -> Result<()> {
    let scratch = Scratch::new("throwaway");
    let server = start(&scratch.config())?;
    let dir = server.dir().to_owned();
    server.destroy()?;
    assert!(!dir.exists());
    Ok(())
}

#[test]
fn a_throwaway_is_discarded_only_when_nobody_uses_it() -> Result<()> {
    let scratch = Scratch::new("discard");
    let server = start(&scratch.config())?;
    discard(&scratch.config())?;
    assert!(server.is_running());
    let dir = server.dir().to_owned();
    server.stop()?;
    discard(&scratch.config())?;
    assert!(!dir.exists());
    Ok(())
}

#[test]
fn a_cluster_of_another_version_is_refused_in_words() -> Result<()> {
    let scratch = Scratch::new("version");
    let first = start(&scratch.config())?;
    let version = first.dir().join("cluster/PG_VERSION");
    first.stop()?;
    fs::write(version, "9\n")?;
    let error = start(&scratch.config()).map(drop).map_err(|error| error.to_string());
    assert!(error.as_ref().is_err_and(|error| error.contains("made by PostgreSQL 9")), "{error:?}");
    Ok(())
}
