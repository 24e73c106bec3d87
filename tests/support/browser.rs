//! A person at a screen: Chromium, driven through chromedriver.
//!
//! Here is the window: its pages, tabs and network. What a person does there is in `eyes`, `hands` and `keyboard`.

mod eyes;
mod hands;
mod keyboard;
mod service;

pub use service::Service;

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use thirtyfour::prelude::*;

use crate::app::TestApp;

/// How long a person waits for something to appear.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(60);

/// The built web app; panics when it is not there.
pub fn web_dir() -> String {
    let dir = std::env::var_os("HURTROCK_TEST_WEB_DIR").map_or_else(|| root().join("web/dist"), PathBuf::from);
    for app in ["shop", "admin"] {
        let page = dir.join(app).join("index.html");
        assert!(page.is_file(), "{} is missing: build the web app by `cargo xtask web`", page.display());
    }
    dir.display().to_string()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// The network as the browser has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// That of this machine.
    Usual,
    /// A phone far from the next mast: 400 ms there and back, 50 KB a second.
    Slow3g,
    /// None.
    Offline,
}

/// A browser with nothing in its memory, at the shop's address.
pub struct Browser {
    driver: WebDriver,
    shop: String,
    downloads: PathBuf,
    // Dropped after the session.
    _service: Service,
}

impl Browser {
    /// Lets somebody do something in a browser of their own. A failure leaves a picture of the
    /// screen, the page's source and the console's messages in `target/browser-failures/<who>.*`.
    pub async fn with<T>(app: &TestApp, who: &str, work: impl AsyncFnOnce(&Self) -> T) -> T {
        Self::at(app.url(), who, work).await
    }

    /// The same at another address of the shop.
    pub async fn at<T>(shop: &str, who: &str, work: impl AsyncFnOnce(&Self) -> T) -> T {
        let browser = Self::open(shop).await;
        let outcome = AssertUnwindSafe(work(&browser)).catch_unwind().await;
        if outcome.is_err() {
            browser.keep_evidence(who).await;
        }
        let Self { driver, _service, .. } = browser;
        let _ = driver.quit().await;
        match outcome {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    async fn open(shop: &str) -> Self {
        let service = Service::start().await;
        let driver = service.open(&[]).await;
        let downloads = service.profiles.join("downloads");
        Self { driver, shop: shop.to_owned(), downloads, _service: service }
    }

    async fn keep_evidence(&self, who: &str) {
        let dir = root().join("target/browser-failures");
        let _ = std::fs::create_dir_all(&dir);
        let _ = self.driver.screenshot(&dir.join(format!("{who}.png"))).await;
        if let Ok(source) = self.driver.source().await {
            let _ = std::fs::write(dir.join(format!("{who}.html")), source);
        }
        let mut log = self.address().await;
        for entry in self.driver.browser_log().await.unwrap_or_default() {
            log += &format!("\n{entry:?}");
        }
        let _ = std::fs::write(dir.join(format!("{who}.log")), &log);
        eprintln!("{who} was at {log}\nsee {}", dir.join(format!("{who}.png")).display());
    }

    /// Opens a path of the shop.
    pub async fn go(&self, path: &str) {
        let url = format!("{}{path}", self.shop);
        self.driver.goto(&url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver.refresh().await.unwrap_or_else(|error| panic!("reload: {error}"));
    }

    /// Where the browser is.
    pub async fn address(&self) -> String {
        self.driver.current_url().await.map(String::from).unwrap_or_default()
    }

    /// Runs a script that gives its answer to the function it gets as its last argument.
    pub async fn ask<T: serde::de::DeserializeOwned>(&self, script: &str) -> T {
        let answer = self.driver.execute_async(script, Vec::new()).await;
        answer.and_then(|answer| answer.convert()).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Looks until `look` has found something; what goes wrong meanwhile is only not there yet.
    async fn until<T>(&self, what: &str, look: impl AsyncFn() -> WebDriverResult<Option<T>>) -> T {
        self.until_within(PATIENCE, what, look).await
    }

    /// The same for what takes its time.
    async fn until_within<T>(&self, patience: Duration, what: &str, look: impl AsyncFn() -> WebDriverResult<Option<T>>) -> T {
        let begun = Instant::now();
        loop {
            let seen = look().await;
            if let Ok(Some(found)) = seen {
                return found;
            }
            if begun.elapsed() > patience {
                let why = seen.err().map(|error| format!(": {error}")).unwrap_or_default();
                panic!("{what}: not after {} s, at {}{why}", patience.as_secs(), self.address().await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The tab one looks at.
    pub async fn tab(&self) -> WindowHandle {
        self.driver.window().await.unwrap_or_else(|error| panic!("no tab: {error}"))
    }

    /// Opens another tab and looks at it.
    pub async fn open_tab(&self) -> WindowHandle {
        let tab = self.driver.new_tab().await.unwrap_or_else(|error| panic!("no other tab: {error}"));
        self.look_at(&tab).await;
        tab
    }

    /// Looks at a tab; the others are out of sight.
    pub async fn look_at(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.unwrap_or_else(|error| panic!("{tab}: {error}"));
        self.driver.cdp().send_raw("Page.bringToFront", serde_json::json!({})).await.expect("a tab in front");
    }

    /// Gives the page another network. What its service worker asks for goes by the machine's all the same.
    pub async fn network(&self, network: Network) {
        let (offline, latency, throughput) = match network {
            Network::Usual => (false, 0, -1),
            Network::Slow3g => (false, 400, 50_000),
            Network::Offline => (true, 0, -1),
        };
        let conditions = serde_json::json!({
            "offline": offline, "latency": latency, "downloadThroughput": throughput, "uploadThroughput": throughput,
        });
        let cdp = self.driver.cdp();
        for (method, params) in [("Network.enable", serde_json::json!({})), ("Network.emulateNetworkConditions", conditions)] {
            cdp.send_raw(method, params).await.unwrap_or_else(|error| panic!("{network:?}: {error}"));
        }
    }

    /// Is touched by a finger from now on, as a phone is.
    pub async fn touched(&self) {
        let touch = serde_json::json!({ "enabled": true, "maxTouchPoints": 1 });
        self.driver.cdp().send_raw("Emulation.setTouchEmulationEnabled", touch).await.expect("a finger");
    }

    /// Asks for less motion from now on, as one does in the settings of one's system.
    pub async fn calm(&self) {
        let asked = serde_json::json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", asked).await.expect("less motion");
    }

    /// Goes on as the browser's button does.
    pub async fn forward(&self) {
        self.driver.forward().await.unwrap_or_else(|error| panic!("forward: {error}"));
    }

    /// Goes back as the browser's button does.
    pub async fn back(&self) {
        self.driver.back().await.unwrap_or_else(|error| panic!("back: {error}"));
    }
}
