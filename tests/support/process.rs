//! The server as a process of its own, to be killed.

use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use secrecy::ExposeSecret;

use crate::app::TestApp;

/// `hurtrock serve` on the database and the files of a test's shop.
pub struct Process {
    child: Child,
    url: String,
}

/// An address of this machine that nobody listens on.
#[must_use]
pub fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").to_string()
}

/// The program `hurtrock` that was built with the tests.
#[must_use]
pub fn binary() -> PathBuf {
    let given = std::env::var_os("HURTROCK_TEST_SERVER").map(PathBuf::from);
    let binary = given.unwrap_or_else(|| {
        let tests = std::env::current_exe().expect("a path");
        tests.ancestors().nth(2).expect("a target directory").join("hurtrock")
    });
    assert!(binary.exists(), "{} is not built: run the tests by `cargo xtask test`", binary.display());
    binary
}

impl Process {
    /// Starts it with settings beside those of the shop, and waits until it is ready.
    pub async fn start(app: &TestApp, address: &str, settings: &[(&str, &str)]) -> Self {
        Self::launch(app, address, settings, None).ready().await
    }

    /// The same with its log in a file, as much of it as a shop's has.
    pub async fn start_with_log(app: &TestApp, address: &str, settings: &[(&str, &str)], log: &Path) -> Self {
        Self::launch(app, address, settings, Some(log)).ready().await
    }

    async fn ready(mut self) -> Self {
        for _ in 0..400 {
            let answer = reqwest::get(format!("{}/readyz", self.url)).await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return self;
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("the server did not start: {status}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server never became ready");
    }

    fn launch(app: &TestApp, address: &str, settings: &[(&str, &str)], log: Option<&Path>) -> Self {
        let config = &app.ctx.config;
        let url = format!("http://{address}");
        let keys = sandbox::Config::default();
        let mut command = Command::new(binary());
        command
            .arg("serve")
            .env("DATABASE_URL", config.database_url.expose_secret())
            .env("HURTROCK_ENVIRONMENT", "demo")
            .env("HURTROCK_LISTEN", address)
            .env("HURTROCK_PUBLIC_URL", &url)
            .env("HURTROCK_FILES_DIR", &config.files_dir)
            .env("HURTROCK_STRIPE_API_BASE", app.sandbox.stripe_url())
            .env("HURTROCK_STRIPE_SECRET_KEY", keys.stripe.secret_key)
            .env("HURTROCK_STRIPE_WEBHOOK_SECRET", keys.stripe.webhook_secret)
            .env("HURTROCK_MIDTRANS_SNAP_BASE", app.sandbox.snap_url())
            .env("HURTROCK_MIDTRANS_API_BASE", app.sandbox.core_url())
            .env("HURTROCK_MIDTRANS_SERVER_KEY", keys.midtrans.server_key)
            .env("HURTROCK_MIDTRANS_CLIENT_KEY", "SB-Mid-client-test")
            .env("HURTROCK_BITESHIP_API_BASE", app.sandbox.biteship_url())
            .env("HURTROCK_BITESHIP_API_KEY", keys.biteship.api_key)
            .env("RUST_LOG", std::env::var("HURTROCK_TEST_LOG").unwrap_or_else(|_| "error".to_owned()))
            .stdout(Stdio::null());
        if let Some(log) = log {
            command.env_remove("RUST_LOG").stderr(File::create(log).expect("a file for the log"));
        }
        for (name, value) in settings {
            command.env(format!("HURTROCK_{}", name.to_uppercase()), value);
        }
        Self { child: command.spawn().expect("the server starts"), url }
    }

    /// Where it is reached.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it still runs.
    pub fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to stop, as systemd does.
    pub fn terminate(&self) {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server could not be asked to stop");
    }

    /// Waits until it has stopped by itself.
    pub async fn stopped(&mut self) -> ExitStatus {
        for _ in 0..300 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server does not stop");
    }

    /// Kills it as the system would, by SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits until it has killed itself.
    pub async fn dies(&mut self) {
        for _ in 0..600 {
            if let Ok(Some(status)) = self.child.try_wait() {
                assert!(was_killed(status), "the server ended by itself: {status}");
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the server did not come by the point where it was to die");
    }
}

fn was_killed(status: ExitStatus) -> bool {
    const SIGKILL: i32 = 9;
    status.signal() == Some(SIGKILL)
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
