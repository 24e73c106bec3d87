//! chromedriver, and the browsers it opens.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

use super::{LOOK, PATIENCE};

/// Chromium without a screen, without its own errands.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

fn program(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

/// chromedriver, stopped on drop; its browsers die with it.
pub struct Service {
    process: Child,
    url: String,
    pub(super) profiles: PathBuf,
}

impl Service {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let profiles = std::env::temp_dir().join(format!("hurtrock-browser-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&profiles).expect("a directory for the browser");
        let path = program("HURTROCK_TEST_CHROMEDRIVER", "/usr/bin/chromedriver");
        let process = Command::new(&path)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{path}: {error}; run the tests by `cargo xtask test`"));
        let service = Self { process, url: format!("http://127.0.0.1:{port}"), profiles };
        let begun = Instant::now();
        while reqwest::get(format!("{}/status", service.url)).await.is_err() {
            assert!(begun.elapsed() < PATIENCE, "chromedriver does not answer");
            tokio::time::sleep(LOOK).await;
        }
        service
    }

    /// A browser with nothing in its memory, started with these flags beyond the usual ones.
    pub async fn open(&self, flags: &[&str]) -> WebDriver {
        let profile = self.profiles.join(uuid::Uuid::now_v7().simple().to_string());
        let mut wanted = DesiredCapabilities::chrome();
        let set = |wanted: &mut thirtyfour::ChromeCapabilities| -> WebDriverResult<()> {
            wanted.set_binary(&program("HURTROCK_TEST_CHROME", "/usr/bin/chromium"))?;
            for flag in FLAGS.iter().chain(flags) {
                wanted.add_arg(flag)?;
            }
            wanted.add_arg("--window-size=1440,900")?;
            wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
            wanted.set_browser_log_level(LoggingPrefsLogLevel::All)
        };
        set(&mut wanted).expect("capabilities");
        WebDriver::new(&self.url, wanted).await.unwrap_or_else(|error| panic!("no browser: {error}"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profiles);
    }
}
