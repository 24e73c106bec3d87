//! What a person does with the pointer, and with fields.

use thirtyfour::prelude::*;

use super::Browser;

impl Browser {
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

    /// Waits until this stands in the field; `css` names the field or what is around it.
    pub async fn see_value(&self, css: &str, wanted: &str) {
        self.until(&format!("`{wanted}` in {css}"), async || {
            Ok(self.field(css).await?.prop("value").await?.filter(|value| value == wanted))
        })
        .await;
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

    async fn field(&self, css: &str) -> WebDriverResult<WebElement> {
        let element = self.driver.find(By::Css(css)).await?;
        if matches!(element.tag_name().await?.as_str(), "input" | "textarea" | "select") {
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
