//! What a person does with the keyboard alone, and where the focus is meanwhile.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use super::{Browser, LOOK, PATIENCE};
use crate::keys::{self, Focus};

/// Nobody presses Tab more often to get somewhere.
const MOST_STOPS: usize = 150;
/// Looks in a row at which the focus must be somewhere before it is not lost.
const STEADY: usize = 6;

impl Browser {
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
            "ArrowLeft" => chain.send_keys(Key::Left),
            "ArrowRight" => chain.send_keys(Key::Right),
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

    /// Presses keys together in something that can have the focus, by their names in the DOM.
    pub async fn keys(&self, css: &str, keys: &[&str]) {
        let pressed: String = keys.iter().map(|name| key(name).value()).collect();
        let element = self.see(css).await;
        element.send_keys(pressed).await.unwrap_or_else(|error| panic!("{keys:?} in {css}: {error}"));
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
