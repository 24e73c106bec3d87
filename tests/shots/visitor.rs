//! Somebody who goes through the shop page by page, in a browser of their own.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::Service;
use crate::demo::{ADMIN, BUYER, PASSWORD, Shop};
use crate::visits::{Visit, Who};

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

/// A browser in which somebody is signed in, or nobody.
pub struct Visitor<'a> {
    driver: WebDriver,
    shop: &'a Shop,
}

impl<'a> Visitor<'a> {
    /// A fresh browser of this person.
    pub async fn open(service: &Service, shop: &'a Shop, who: Who, hand: Hand) -> Result<Self> {
        let flags: &[&str] = match hand {
            Hand::Finger => &["--hide-scrollbars"],
            Hand::Mouse => &["--hide-scrollbars", MOUSE],
        };
        let visitor = Self { driver: service.open(flags).await, shop };
        visitor.driver.set_script_timeout(Duration::from_secs(60)).await?;
        visitor.driver.goto(format!("{}{STILL}", shop.url)).await?;
        let login = match who {
            Who::Guest => {
                visitor.remember("hurtrock-cart", &shop.cart).await?;
                return Ok(visitor);
            }
            Who::Buyer => BUYER,
            Who::Admin => ADMIN,
        };
        let status: u16 = visitor.ask(SIGN_IN, vec![json!(login), json!(PASSWORD)]).await?;
        if status != 200 {
            bail!("signing in as {login}: {status}");
        }
        Ok(visitor)
    }

    /// Closes the browser.
    pub async fn close(self) {
        let _ = self.driver.quit().await;
    }

    /// The browser.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Runs a script that gives its answer to the function it gets as its last argument.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Result<T> {
        let answer = self.driver.execute_async(script, arguments).await?;
        Ok(answer.convert()?)
    }

    async fn remember(&self, key: &str, value: &str) -> Result<()> {
        self.driver.execute("localStorage.setItem(arguments[0], arguments[1])", vec![json!(key), json!(value)]).await?;
        Ok(())
    }

    /// Takes a screen of this width, and chooses what the next page comes up in.
    pub async fn prepare(&self, width: u32, language: &str, theme: Option<&str>) -> Result<()> {
        self.screen(width).await?;
        self.driver.goto(format!("{}{STILL}", self.shop.url)).await?;
        self.remember("hurtrock-locale", language).await?;
        if let Some(theme) = theme {
            self.remember("hurtrock-theme", theme).await?;
        }
        Ok(())
    }

    /// Loads a page. Whether it came to rest.
    pub async fn load(&self, visit: &Visit) -> Result<bool> {
        let cdp = self.driver.cdp();
        let before = match visit.before {
            Some(source) => Some(cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?),
            None => None,
        };
        self.driver.goto(format!("{}{}", self.shop.url, visit.path)).await?;
        let rests = self.rests(visit).await?;
        if let Some(script) = before {
            // What it answers with names the script.
            cdp.send_raw("Page.removeScriptToEvaluateOnNewDocument", script).await?;
        }
        Ok(rests)
    }

    /// Presses what is to be pressed first, if anything is. Whether the page came to rest after it.
    pub async fn press(&self, visit: &Visit) -> Result<bool> {
        let mut rests = true;
        for press in &visit.press {
            self.driver.find(By::Css(*press)).await.with_context(|| (*press).to_owned())?.click().await?;
            rests &= self.rests(visit).await?;
        }
        Ok(rests)
    }

    async fn rests(&self, visit: &Visit) -> Result<bool> {
        self.ask(CALM, vec![json!(visit.there)]).await
    }

    /// Shows the page in another theme. A moment later its colours are those.
    pub async fn wear(&self, theme: &str) -> Result<()> {
        self.driver.execute("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await?;
        tokio::time::sleep(Duration::from_millis(250)).await;
        Ok(())
    }

    /// A phone or a tablet under fingers, or a screen with a mouse.
    async fn screen(&self, width: u32) -> Result<()> {
        let cdp = self.driver.cdp();
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
}
