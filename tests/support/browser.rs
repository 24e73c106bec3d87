//! A person at a screen: Chromium, driven through chromedriver.

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

use crate::app::TestApp;
use crate::keys::{self, Focus};

/// How long a person waits for something to appear.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(60);
/// Nobody presses Tab more often to get somewhere.
const MOST_STOPS: usize = 150;
/// Looks in a row at which the focus must be somewhere before it is not lost.
const STEADY: usize = 6;
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

fn program(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

/// chromedriver, stopped on drop; its browsers die with it.
pub struct Service {
    process: Child,
    url: String,
    profiles: PathBuf,
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

    /// Waits until the address fits.
    pub async fn arrive(&self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        self.until(what, async || Ok(Some(self.driver.current_url().await?.to_string()).filter(|url| fits(url)))).await
    }

    /// Waits for something in sight.
    pub async fn see(&self, css: &str) -> WebElement {
        self.until(css, async || self.in_sight(css).await).await
    }

    /// Waits longer than a person likes to: for work that fills minutes.
    pub async fn see_within(&self, patience: Duration, css: &str) -> WebElement {
        self.until_within(patience, css, async || self.in_sight(css).await).await
    }

    /// The first in sight, if there is one now.
    async fn in_sight(&self, css: &str) -> WebDriverResult<Option<WebElement>> {
        for element in self.driver.find_all(By::Css(css)).await? {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// Waits until `count` are in sight.
    pub async fn see_count(&self, css: &str, count: usize) -> Vec<WebElement> {
        self.until(&format!("{count} × {css}"), async || {
            let mut seen = Vec::new();
            for element in self.driver.find_all(By::Css(css)).await? {
                if element.is_displayed().await? {
                    seen.push(element);
                }
            }
            Ok(Some(seen).filter(|seen| seen.len() == count))
        })
        .await
    }

    /// Waits for something that says `text`.
    pub async fn see_text(&self, css: &str, text: &str) -> WebElement {
        self.until(&format!("{css} saying {text:?}"), async || {
            for element in self.driver.find_all(By::Css(css)).await? {
                if element.is_displayed().await? && element.text().await?.to_lowercase().contains(&text.to_lowercase()) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// The text of something in sight.
    pub async fn text(&self, css: &str) -> String {
        self.until(css, async || Ok(Some(self.driver.find(By::Css(css)).await?.text().await?).filter(|text| !text.is_empty())))
            .await
    }

    /// An attribute of each, in order.
    pub async fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.until(css, async || {
            let mut values = Vec::new();
            for element in self.driver.find_all(By::Css(css)).await? {
                values.push(element.attr(name).await?.unwrap_or_default());
            }
            Ok(Some(values))
        })
        .await
    }

    /// Presses the first in sight as soon as that works: not while something lies over it.
    ///
    /// `css >> text` is the first that says `text`.
    pub async fn click(&self, css: &str) {
        self.until(&format!("pressing {css}"), async || {
            let (css, text) = css.split_once(" >> ").unwrap_or((css, ""));
            for element in self.driver.find_all(By::Css(css)).await? {
                let fits = text.is_empty() || element.text().await?.contains(text);
                if fits && element.is_displayed().await? && element.is_enabled().await? {
                    // A hook around a button may be wider than it.
                    let target = if element.tag_name().await? == "span" {
                        element.find(By::Css("button, a")).await.unwrap_or(element)
                    } else {
                        element
                    };
                    target.scroll_into_view().await?;
                    target.click().await?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await;
    }

    /// Presses something with Shift held.
    pub async fn shift_click(&self, css: &str) {
        let element = self.see(css).await;
        let keys = self.driver.action_chain().key_down(Key::Shift).click_element(&element).key_up(Key::Shift);
        keys.perform().await.unwrap_or_else(|error| panic!("pressing {css} with Shift: {error}"));
    }

    /// Presses something that saves a file; gives its name and what is in it.
    pub async fn save(&self, css: &str) -> (String, Vec<u8>) {
        let place = self.downloads.join(uuid::Uuid::now_v7().simple().to_string());
        std::fs::create_dir_all(&place).expect("a directory for downloads");
        let allowed = serde_json::json!({ "behavior": "allow", "downloadPath": place });
        self.driver.cdp().send_raw("Browser.setDownloadBehavior", allowed).await.expect("downloads are allowed");
        self.click(css).await;
        self.until(&format!("a file of {css}"), async || {
            let finished = |name: &String| !name.ends_with(".crdownload") && !name.starts_with('.');
            let names = std::fs::read_dir(&place).into_iter().flatten().flatten();
            let name = names.filter_map(|entry| entry.file_name().into_string().ok()).find(finished);
            Ok(name.and_then(|name| std::fs::read(place.join(&name)).ok().map(|bytes| (name, bytes))))
        })
        .await
    }

    /// Waits until nothing of it is in sight.
    pub async fn gone(&self, css: &str) {
        self.until(&format!("{css} is gone"), async || {
            for element in self.driver.find_all(By::Css(css)).await? {
                if element.is_displayed().await? {
                    return Ok(None);
                }
            }
            Ok(Some(()))
        })
        .await;
    }

    /// Presses keys where the cursor is: a name such as `Enter`, `Control+s`, or text.
    pub async fn press(&self, keys: &str) {
        let pressed = match keys {
            "Enter" => ("" + Key::Enter).to_string(),
            "Escape" => ("" + Key::Escape).to_string(),
            "ArrowDown" => ("" + Key::Down).to_string(),
            "ArrowUp" => ("" + Key::Up).to_string(),
            other => match other.strip_prefix("Control+") {
                Some(key) => (Key::Control + key).to_string(),
                None => other.to_owned(),
            },
        };
        self.until(&format!("pressing {keys}"), async || {
            self.driver.active_element().await?.send_keys(pressed.as_str()).await.map(Some)
        })
        .await;
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

    /// Presses keys, one after the other, for whatever has the focus: text, or names such as `Tab`,
    /// `Shift+Tab`, `Enter`, `Space`, `ArrowDown`.
    pub async fn strike(&self, keys: &str) {
        // The pointer, which such a chain moves along with the keys, is not waited for.
        let chain = self.driver.action_chain_with_delay(None, Some(Duration::ZERO));
        let chain = match keys {
            "Shift+Tab" => chain.key_down(Key::Shift).key_down(Key::Tab).key_up(Key::Tab).key_up(Key::Shift),
            "Tab" => chain.send_keys(Key::Tab),
            "Enter" => chain.send_keys(Key::Enter),
            "Space" => chain.send_keys(" "),
            "Escape" => chain.send_keys(Key::Escape),
            "ArrowDown" => chain.send_keys(Key::Down),
            text => chain.send_keys(text),
        };
        chain.perform().await.unwrap_or_else(|error| panic!("striking {keys}: {error}"));
    }

    /// Goes on by the Tab key until the focus is at `css` or inside it. At every stop it must be seen.
    pub async fn tab_to(&self, css: &str) {
        self.walk_to("Tab", css).await;
    }

    /// The same backwards.
    pub async fn tab_back_to(&self, css: &str) {
        self.walk_to("Shift+Tab", css).await;
    }

    async fn walk_to(&self, key: &str, css: &str) {
        let mut way = Vec::new();
        while way.len() < MOST_STOPS {
            self.strike(key).await;
            way.push(self.stop().await.map_or_else(|| "the page itself".to_owned(), |focus| focus.name));
            if self.is_focused(css).await {
                return;
            }
        }
        panic!("{key} never came to {css}, at {}; it came by\n{}", self.address().await, way.join("\n"));
    }

    /// Where the focus is; waits until it can be seen there.
    async fn stop(&self) -> Option<Focus> {
        let begun = Instant::now();
        loop {
            let why = match keys::focus(&self.driver).await {
                Ok(None) => return None,
                Ok(Some(focus)) if focus.fault.is_empty() => return Some(focus),
                Ok(Some(focus)) => format!("{}: {}", focus.name, focus.fault),
                Err(error) => error.to_string(),
            };
            if begun.elapsed() > PATIENCE {
                panic!("the focus cannot be seen at {why}, at {}", self.address().await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Whether the focus is at `css` or inside it.
    pub async fn is_focused(&self, css: &str) -> bool {
        let script = "const at = document.activeElement; return Boolean(at && at.closest(arguments[0]));";
        let answer = self.driver.execute(script, vec![serde_json::json!(css)]).await;
        answer.and_then(|answer| answer.convert()).unwrap_or(false)
    }

    /// Waits until the focus is at `css` or inside it.
    pub async fn focused(&self, css: &str) {
        self.until(&format!("the focus at {css}"), async || Ok(self.is_focused(css).await.then_some(()))).await;
    }

    /// The focus is somewhere on the page and stays there: it did not go with what had it.
    pub async fn keeps_focus(&self, after: &str) {
        let begun = Instant::now();
        let mut looks = 0;
        while looks < STEADY {
            looks = if self.is_focused("body *").await { looks + 1 } else { 0 };
            if begun.elapsed() > PATIENCE {
                panic!("the focus is lost after {after}, at {}", self.address().await);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Goes back as the browser's button does.
    pub async fn back(&self) {
        self.driver.back().await.unwrap_or_else(|error| panic!("back: {error}"));
    }

    /// Replaces what is in the field; `css` names the field or what is around it.
    pub async fn write(&self, css: &str, text: &str) {
        self.until(&format!("writing into {css}"), async || {
            let field = self.field(css).await?;
            field.scroll_into_view().await?;
            field.send_keys(Key::Control + "a").await?;
            field.send_keys(text).await?;
            Ok(field.prop("value").await?.filter(|value| value == text))
        })
        .await;
    }

    /// Presses Enter in a field.
    pub async fn enter(&self, css: &str) {
        self.until(&format!("Enter in {css}"), async || self.field(css).await?.send_keys("" + Key::Enter).await.map(Some)).await;
    }

    /// Chooses files in a field that the page may keep out of sight.
    pub async fn attach(&self, css: &str, files: &[String]) {
        self.until(&format!("files in {css}"), async || {
            self.driver.find(By::Css(css)).await?.send_keys(files.join("\n")).await.map(Some)
        })
        .await;
    }

    /// Presses keys together in something that can have the focus, by their names in the DOM.
    pub async fn keys(&self, css: &str, keys: &[&str]) {
        let pressed: String = keys.iter().map(|name| key(name).value()).collect();
        let element = self.see(css).await;
        element.send_keys(pressed).await.unwrap_or_else(|error| panic!("{keys:?} in {css}: {error}"));
    }

    async fn field(&self, css: &str) -> WebDriverResult<WebElement> {
        let element = self.driver.find(By::Css(css)).await?;
        if matches!(element.tag_name().await?.as_str(), "input" | "textarea") {
            return Ok(element);
        }
        element.find(By::Css("input:not([type=hidden]), textarea")).await
    }

    /// Finds one of many by typing a part of it, and takes it with the pointer.
    pub async fn pick(&self, css: &str, typed: &str, wanted: &str) {
        self.click(&format!("{css} input")).await;
        self.write(css, typed).await;
        let option = format!("{css} [role=option]");
        self.until(&format!("{wanted} in {css}"), async || {
            for element in self.driver.find_all(By::Css(option.as_str())).await? {
                if element.text().await?.eq_ignore_ascii_case(wanted) {
                    element.click().await?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await;
        self.until(&format!("{wanted} taken in {css}"), async || {
            Ok(self.field(css).await?.prop("value").await?.filter(|value| value.eq_ignore_ascii_case(wanted)))
        })
        .await;
    }
}

/// A key by its name in the DOM.
fn key(name: &str) -> Key {
    match name {
        "Alt" => Key::Alt,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Home" => Key::Home,
        other => panic!("no key {other:?}"),
    }
}
