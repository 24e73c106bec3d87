//! What a person sees: where they are, and what is in sight.

use std::time::Duration;

use thirtyfour::prelude::*;

use super::Browser;

impl Browser {
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
}
