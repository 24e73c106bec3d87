//! A browser that loads a page, waits until it is still, and keeps what it sees.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use tests::demo::Shop;
use tests::visitor::{Hand, Visitor};
use tests::visits::{Visit, Who};
use tests::{Service, axe, keys};
use thirtyfour::cdp::Cdp;

use crate::Options;
use crate::report::Look;

/// Longer pages are cut off here.
const LONGEST: i64 = 5_000;

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
    const theme = performance.getEntriesByName("themed")[0];
    const paint = performance.getEntriesByName("first-paint")[0];
    done({
        shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
        moved: [...new Set(shifts.flatMap(entry => entry.sources.map(source => name(source.node))))].slice(0, 6),
        flash: Boolean(theme && paint && paint.startTime < theme.startTime),
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

#[derive(Deserialize)]
struct Measured {
    shift: f64,
    moved: Vec<String>,
    flash: bool,
    width: u32,
}

/// Somebody who keeps what they see.
pub struct Eye<'a> {
    visitor: Visitor<'a>,
    axe: Option<&'a str>,
}

impl<'a> Eye<'a> {
    /// In a fresh browser of this person.
    pub async fn open(service: &Service, shop: &'a Shop, who: Who, hand: Hand, axe: Option<&'a str>) -> Result<Self> {
        Ok(Self { visitor: Visitor::open(service, shop, who, hand).await?, axe })
    }

    /// Closes the browser.
    pub async fn close(self) {
        self.visitor.close().await;
    }

    /// Loads a page with nothing in the browser's cache and looks at it in every theme.
    pub async fn look(&self, visit: &Visit, language: &str, width: u32, options: &Options) -> Result<Look> {
        let driver = self.visitor.driver();
        let cdp = driver.cdp();
        self.visitor.prepare(width, language, options.themes.first().map(String::as_str)).await?;
        cdp.send_raw("Network.clearBrowserCache", json!({})).await?;
        let _ = driver.browser_log().await?;
        let mut look = Look::of(visit, language, width);
        look.late = !self.visitor.load(visit).await?;
        let measured: Measured = self.visitor.ask(MEASURE, vec![]).await?;
        (look.shift, look.moved, look.flash) = (measured.shift, measured.moved, measured.flash);
        look.too_wide = Some(measured.width).filter(|wide| *wide > width);
        look.late |= !self.visitor.press(visit).await?;
        if options.keys && options.languages.first().is_some_and(|first| first == language) {
            let (stops, faults) = keys::walk(driver).await?;
            (look.stops, look.unseen) = (stops, faults);
            driver.execute("document.activeElement.blur(); scrollTo(0, 0)", vec![]).await?;
        }
        for theme in &options.themes {
            self.visitor.wear(theme).await?;
            let name = format!("{}/{language}-{theme}-{width}.png", visit.name);
            self.keep(&cdp, &options.out.join(&name), width, !visit.whole).await?;
            look.pictures.push((theme.clone(), name));
            if let Some(axe) = self.axe {
                look.violations.extend(axe::check(driver, axe, theme, &[]).await?);
            }
        }
        for entry in driver.browser_log().await? {
            // Asked for by the browser itself, for the page that runs no app.
            if entry.level == "SEVERE" && !entry.message.contains("/favicon.ico") {
                look.errors.push(entry.message);
            }
        }
        Ok(look)
    }

    /// Keeps the screen, or the whole page.
    async fn keep(&self, cdp: &Cdp, file: &Path, width: u32, screen_only: bool) -> Result<()> {
        let mut wanted = json!({ "format": "png" });
        if !screen_only {
            let height: i64 = self.visitor.ask(UNFOLD, vec![]).await?;
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
