//! A browser that loads a page, waits until it is still, and keeps what it sees.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use tests::Service;
use thirtyfour::cdp::Cdp;
use thirtyfour::prelude::*;

use crate::Options;
use crate::keys;
use crate::report::{Look, Violation};
use crate::shop::{ADMIN, BUYER, PASSWORD, Shop};
use crate::visits::{Visit, Who};

/// Longer pages are cut off here.
const LONGEST: i64 = 5_000;
/// Screens at least this wide have a mouse.
const MOUSE_FROM: u32 = 1_000;
/// A browser without a screen has no mouse; this one believes it has.
const MOUSE: &str = "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4";
/// A file of the shop that runs no app, to reach the browser's memory of it.
const STILL: &str = "/mark.svg";

/// Resolves to `true` once nothing loads, waits or moves any more, and to `false` when that takes
/// too long. Argument: what must be there.
const CALM: &str = r#"
const [there, done] = arguments, until = performance.now() + 25000;
let calm = 0;
(function look() {
    const still = !document.getElementById("boot") && document.querySelector(there)
        && !document.querySelector(".skel, [aria-busy=true], .is-loading") && document.fonts.status === "loaded"
        && [...document.images].every(image => image.complete || image.loading === "lazy")
        && document.getAnimations().every(animation => animation.playState !== "running");
    calm = still ? calm + 1 : 0;
    if (calm >= 6) return done(true);
    if (performance.now() > until) return done(false);
    setTimeout(look, 60);
})();
"#;

/// What moved since the page began to load, whether something was painted before the theme was
/// set, and how wide the page is.
const MEASURE: &str = r#"
const [done] = arguments;
const name = node => {
    const element = node && (node.nodeType === 1 ? node : node.parentElement);
    return element ? element.tagName.toLowerCase() + [...element.classList].map(one => "." + one).join("") : "?";
};
const shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
setTimeout(() => {
    const theme = performance.getEntriesByType("resource").find(entry => entry.name.endsWith("/boot.js"));
    const paint = performance.getEntriesByName("first-paint")[0];
    done({
        shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
        moved: [...new Set(shifts.flatMap(entry => entry.sources.map(source => name(source.node))))].slice(0, 6),
        flash: Boolean(theme && paint && paint.startTime < theme.responseEnd),
        width: document.documentElement.scrollWidth,
    });
}, 80);
"#;

/// Brings the pictures below the fold in; gives the height of the page.
const UNFOLD: &str = r#"
const [done] = arguments, until = performance.now() + 8000;
document.querySelectorAll("img[loading=lazy]").forEach(image => { image.loading = "eager"; });
(function look() {
    if ([...document.images].every(image => image.complete) || performance.now() > until)
        return Promise.all([...document.images].map(image => image.decode().catch(() => 0)))
            .then(() => done(document.documentElement.scrollHeight));
    setTimeout(look, 60);
})();
"#;

/// What axe objects to.
const CHECK: &str = r#"
const [done] = arguments;
axe.run(document, { resultTypes: ["violations"] }).then(result => done(result.violations.map(violation => ({
    rule: violation.id, impact: violation.impact || "", help: violation.help,
    places: violation.nodes.map(node => node.target.join(" ") + (node.any[0] && node.any[0].data && node.any[0].data.contrastRatio
        ? ` (${node.any[0].data.contrastRatio}: ${node.any[0].data.fgColor} on ${node.any[0].data.bgColor})` : "")),
}))), fault => done([{ rule: "axe", impact: "", help: String(fault), places: [] }]));
"#;

const SIGN_IN: &str = r#"
const [login, password, done] = arguments;
fetch("/api/v1/auth/sign-in", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ login, password }),
}).then(async answer => {
    // As the app does, so that the first page looks like any other.
    if (answer.ok) localStorage.setItem("hurtrock-signed-in", (await answer.json()).user.name.split(" ")[0]);
    done(answer.status);
}, () => done(0));
"#;

/// What a screen is used by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Phones and tablets.
    Finger,
    /// Everything wider.
    Mouse,
}

impl Hand {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Finger, Self::Mouse];

    /// That of a screen this wide.
    pub fn at(width: u32) -> Self {
        if width < MOUSE_FROM { Self::Finger } else { Self::Mouse }
    }
}

#[derive(Deserialize)]
struct Measured {
    shift: f64,
    moved: Vec<String>,
    flash: bool,
    width: u32,
}

/// A browser in which somebody is signed in, or nobody.
pub struct Eye<'a> {
    driver: WebDriver,
    shop: &'a Shop,
    axe: Option<&'a str>,
}

impl<'a> Eye<'a> {
    /// A fresh browser of this person.
    pub async fn open(service: &Service, shop: &'a Shop, who: Who, hand: Hand, axe: Option<&'a str>) -> Result<Self> {
        let flags: &[&str] = match hand {
            Hand::Finger => &["--hide-scrollbars"],
            Hand::Mouse => &["--hide-scrollbars", MOUSE],
        };
        let eye = Self { driver: service.open(flags).await, shop, axe };
        eye.driver.set_script_timeout(Duration::from_secs(60)).await?;
        eye.driver.goto(format!("{}{STILL}", shop.url)).await?;
        let login = match who {
            Who::Guest => {
                eye.remember("hurtrock-cart", &shop.cart).await?;
                return Ok(eye);
            }
            Who::Buyer => BUYER,
            Who::Admin => ADMIN,
        };
        let status: u16 = eye.ask(SIGN_IN, vec![json!(login), json!(PASSWORD)]).await?;
        if status != 200 {
            bail!("signing in as {login}: {status}");
        }
        Ok(eye)
    }

    /// Closes the browser.
    pub async fn close(self) {
        let _ = self.driver.quit().await;
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Result<T> {
        let answer = self.driver.execute_async(script, arguments).await?;
        Ok(answer.convert()?)
    }

    async fn remember(&self, key: &str, value: &str) -> Result<()> {
        self.driver.execute("localStorage.setItem(arguments[0], arguments[1])", vec![json!(key), json!(value)]).await?;
        Ok(())
    }

    /// Loads a page with nothing in the browser's cache and looks at it in every theme.
    pub async fn look(&self, visit: &Visit, language: &str, width: u32, options: &Options) -> Result<Look> {
        let cdp = self.driver.cdp();
        screen(&cdp, width).await?;
        self.driver.goto(format!("{}{STILL}", self.shop.url)).await?;
        self.remember("hurtrock-locale", language).await?;
        if let Some(theme) = options.themes.first() {
            self.remember("hurtrock-theme", theme).await?;
        }
        cdp.send_raw("Network.clearBrowserCache", json!({})).await?;
        let _ = self.driver.browser_log().await?;
        self.driver.goto(format!("{}{}", self.shop.url, visit.path)).await?;
        let mut look = Look::of(visit, language, width);
        look.late = !self.ask::<bool>(CALM, vec![json!(visit.there)]).await?;
        let measured: Measured = self.ask(MEASURE, vec![]).await?;
        (look.shift, look.moved, look.flash) = (measured.shift, measured.moved, measured.flash);
        look.too_wide = Some(measured.width).filter(|wide| *wide > width);
        if let Some(press) = visit.press {
            self.driver.find(By::Css(press)).await.with_context(|| press.to_owned())?.click().await?;
            look.late |= !self.ask::<bool>(CALM, vec![json!(visit.there)]).await?;
        }
        if options.keys && options.languages.first().is_some_and(|first| first == language) {
            let (stops, faults) = keys::walk(&self.driver, &cdp).await?;
            (look.stops, look.unseen) = (stops, faults);
            self.driver.execute("document.activeElement.blur(); scrollTo(0, 0)", vec![]).await?;
        }
        for theme in &options.themes {
            self.driver.execute("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await?;
            tokio::time::sleep(Duration::from_millis(250)).await;
            let name = format!("{}/{language}-{theme}-{width}.png", visit.name);
            self.keep(&cdp, &options.out.join(&name), width, visit.press.is_some()).await?;
            look.pictures.push((theme.clone(), name));
            if let Some(axe) = self.axe {
                look.violations.extend(self.check(axe, theme).await?);
            }
        }
        for entry in self.driver.browser_log().await? {
            // Asked for by the browser itself, for the page that runs no app.
            if entry.level == "SEVERE" && !entry.message.contains("/favicon.ico") {
                look.errors.push(entry.message);
            }
        }
        Ok(look)
    }

    async fn check(&self, axe: &str, theme: &str) -> Result<Vec<Violation>> {
        self.driver.execute(format!("if (!window.axe) {{ {axe} }}"), vec![]).await?;
        let mut found: Vec<Violation> = self.ask(CHECK, vec![]).await?;
        for violation in &mut found {
            violation.theme = theme.to_owned();
        }
        Ok(found)
    }

    /// Keeps the screen, or the whole page.
    async fn keep(&self, cdp: &Cdp, file: &Path, width: u32, screen_only: bool) -> Result<()> {
        let mut wanted = json!({ "format": "png" });
        if !screen_only {
            let height: i64 = self.ask(UNFOLD, vec![]).await?;
            wanted = json!({
                "format": "png", "captureBeyondViewport": true,
                "clip": { "x": 0, "y": 0, "width": width, "height": height.min(LONGEST), "scale": 1 },
            });
        }
        let answer = cdp.send_raw("Page.captureScreenshot", wanted).await?;
        let picture = answer.get("data").and_then(Value::as_str).context("no picture")?;
        if let Some(dir) = file.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(file, STANDARD.decode(picture)?).with_context(|| format!("writing {}", file.display()))
    }
}

/// A phone or a tablet under fingers, or a screen with a mouse.
async fn screen(cdp: &Cdp, width: u32) -> Result<()> {
    let touch = Hand::at(width) == Hand::Finger;
    let height = if width < 600 {
        844
    } else if touch {
        1_024
    } else {
        900
    };
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch });
    cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
    cdp.send_raw("Emulation.setTouchEmulationEnabled", json!({ "enabled": touch, "maxTouchPoints": 5 })).await?;
    Ok(())
}
