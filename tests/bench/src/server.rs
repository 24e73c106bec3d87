//! Programs that are measured, as processes of their own.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use hyper::Method;
use tokio::process::{Child, Command};

use crate::load::{Connection, ask};

/// A running server. Dropping it kills it.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
    /// From its start to its first answer.
    pub ready_after: Duration,
}

impl Server {
    /// Starts `program serve` on a database and waits until it is ready.
    pub async fn shop(program: &Path, database_url: &str, files: &Path, log: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(program);
        command
            .arg("serve")
            .env("DATABASE_URL", database_url)
            .env("HURTROCK_ENVIRONMENT", "demo")
            .env("HURTROCK_LISTEN", format!("127.0.0.1:{port}"))
            .env("HURTROCK_PUBLIC_URL", format!("http://localhost:{port}"))
            .env("HURTROCK_FILES_DIR", files);
        Self::start(command, port, "/readyz", log).await
    }

    /// Starts our own bare handler on the files in `dir`.
    pub async fn bare(dir: &Path, path: &str, log: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare").arg(dir).arg(port.to_string());
        Self::start(command, port, path, log).await
    }

    async fn start(mut command: Command, port: u16, path: &str, log: &Path) -> Result<Self> {
        let log_file = File::options().create(true).append(true).open(log)?;
        command.stdin(Stdio::null()).stdout(log_file.try_clone()?).stderr(log_file).kill_on_drop(true);
        let begun = Instant::now();
        let mut child = command.spawn().context("starting a server")?;
        while !answers(port, path).await {
            if let Some(status) = child.try_wait()? {
                bail!("a server ended ({status}); its log is {}", log.display());
            }
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("a server is not ready after 30 s; its log is {}", log.display());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(Self { child, port, ready_after: begun.elapsed() })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// Ends it, hard: a bench has nothing to lose.
    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await.context("stopping a server")
    }
}

async fn answers(port: u16, path: &str) -> bool {
    let Ok(mut connection) = Connection::open(port).await else { return false };
    connection.send(ask(Method::GET, path, &[], "")).await.is_ok_and(|(status, _)| status.is_success())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
