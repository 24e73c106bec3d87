//! A process of the shop, which can be killed and started again.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use sandbox::Sandbox;
use serde_json::Value;
use tokio::process::{Child, Command};

/// A start takes no longer, with a database that answers.
const LONGEST_START: Duration = Duration::from_secs(30);

/// The settings that all processes have in common.
#[derive(Clone)]
pub struct Settings {
    program: PathBuf,
    values: Vec<(&'static str, String)>,
}

impl Settings {
    pub fn new(program: &Path, database_url: &str, public_url: &str, files: &Path, sandbox: &Sandbox) -> Self {
        let keys = sandbox::Config::default();
        let values = vec![
            ("DATABASE_URL", database_url.to_owned()),
            ("HURTROCK_ENVIRONMENT", "demo".to_owned()),
            ("HURTROCK_PUBLIC_URL", public_url.to_owned()),
            ("HURTROCK_FILES_DIR", files.display().to_string()),
            ("HURTROCK_STRIPE_API_BASE", sandbox.stripe_url()),
            ("HURTROCK_STRIPE_SECRET_KEY", keys.stripe.secret_key),
            ("HURTROCK_STRIPE_WEBHOOK_SECRET", keys.stripe.webhook_secret),
            ("HURTROCK_MIDTRANS_SNAP_BASE", sandbox.snap_url()),
            ("HURTROCK_MIDTRANS_API_BASE", sandbox.core_url()),
            ("HURTROCK_MIDTRANS_SERVER_KEY", keys.midtrans.server_key),
            ("HURTROCK_MIDTRANS_CLIENT_KEY", "SB-Mid-client-test".to_owned()),
            ("HURTROCK_BITESHIP_API_BASE", sandbox.biteship_url()),
            ("HURTROCK_BITESHIP_API_KEY", keys.biteship.api_key),
            // Some never pay, and come again and again all the same.
            ("HURTROCK_UNPAID_ORDERS", "10000".to_owned()),
            // The sink of webhooks is on this machine, and speaks plainly.
            ("HURTROCK_WEBHOOK_HTTP", "true".to_owned()),
            ("HURTROCK_WEBHOOK_ALLOW", "127.0.0.1".to_owned()),
            ("RUST_LOG", "warn".to_owned()),
        ];
        Self { program: program.to_owned(), values }
    }

    fn command(&self, task: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(task).stdin(Stdio::null()).kill_on_drop(true);
        for (name, value) in &self.values {
            command.env(name, value);
        }
        command
    }

    /// Makes the schema.
    pub async fn migrate(&self) -> Result<()> {
        let out = self.command("migrate").output().await?;
        ensure!(out.status.success(), "migrating failed: {}", String::from_utf8_lossy(&out.stderr));
        Ok(())
    }

    /// What `hurtrock doctor` says.
    pub async fn doctor(&self) -> Result<Value> {
        let out = self.command("doctor").arg("--json").output().await?;
        serde_json::from_slice(&out.stdout).with_context(|| format!("the doctor said: {}", String::from_utf8_lossy(&out.stderr)))
    }
}

/// One process, running or not.
pub struct Server {
    /// What the report calls it.
    pub name: &'static str,
    settings: Settings,
    port: u16,
    log: PathBuf,
    child: Option<Child>,
}

impl Server {
    pub fn new(name: &'static str, settings: &Settings, port: u16, out: &Path) -> Self {
        Self { name, settings: settings.clone(), port, log: out.join(format!("{name}.log")), child: None }
    }

    /// Starts it, waits until it is ready, and gives its process.
    pub async fn start(&mut self) -> Result<u32> {
        let log = File::options().create(true).append(true).open(&self.log)?;
        let mut command = self.settings.command("serve");
        command.env("HURTROCK_LISTEN", format!("127.0.0.1:{}", self.port)).stdout(log.try_clone()?).stderr(log);
        let mut child = command.spawn().context("starting a server")?;
        let begun = Instant::now();
        let ready = format!("http://127.0.0.1:{}/readyz", self.port);
        while !reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()) {
            if let Some(status) = child.try_wait()? {
                bail!("{} ended ({status}); its log is {}", self.name, self.log.display());
            }
            ensure!(begun.elapsed() < LONGEST_START, "{} is not ready; its log is {}", self.name, self.log.display());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let pid = child.id().context("a server without a process")?;
        self.child = Some(child);
        Ok(pid)
    }

    /// Kills it, as the system would.
    pub async fn kill(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        ensure!(child.try_wait()?.is_none(), "{} had ended by itself; its log is {}", self.name, self.log.display());
        child.kill().await.context("killing a server")
    }
}

/// A port of this machine that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
