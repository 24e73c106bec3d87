//! The page by keyboard alone: every stop of the Tab key must be seen.

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

/// Nobody presses it more often.
const MOST: usize = 160;

/// Where the focus is, and why it cannot be seen there, if so.
const FOCUS: &str = r#"
const at = document.activeElement;
if (!at || at === document.body) return null;
const box = at.getBoundingClientRect();
const ringed = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
// The ring of a slider is on its thumb, which no script sees.
let ring = at.type === "range" || ringed(getComputedStyle(at, "::after")), around = at;
for (let step = 0; step < 4 && around; step += 1, around = around.parentElement) ring ||= ringed(getComputedStyle(around));
ring ||= [...(at.labels || [])].some(label => ringed(getComputedStyle(label))) || at.nextElementSibling && ringed(getComputedStyle(at.nextElementSibling));
const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
const top = document.elementFromPoint(x, y);
const covered = top && !at.contains(top) && !top.contains(at) && ![...(at.labels || [])].some(label => label.contains(top));
const outside = box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
const first = at.dataset.shotsFirst === "1";
if (!document.querySelector("[data-shots-first]")) at.dataset.shotsFirst = "1";
const name = at.tagName.toLowerCase() + [...at.classList].map(one => "." + one).join("") + " “" + (at.getAttribute("aria-label") || at.textContent || at.name || "").trim().slice(0, 30) + "”";
return { name, again: first, fault: !ring ? "no ring" : outside ? "out of sight" : covered ? "covered by " + top.tagName.toLowerCase() + "." + top.className : "" };
"#;

/// Where the focus is.
#[derive(Clone, Debug, Deserialize)]
pub struct Focus {
    /// What has it, in words for a report.
    pub name: String,
    /// It was here first of all.
    again: bool,
    /// Why it cannot be seen; empty when it can.
    pub fault: String,
}

/// Where the focus is; nowhere in particular when the page itself has it.
///
/// # Errors
/// When the browser does not answer.
pub async fn focus(driver: &WebDriver) -> WebDriverResult<Option<Focus>> {
    driver.execute(FOCUS, vec![]).await?.convert()
}

/// Presses Tab until it comes round. Gives the number of stops, and those that cannot be seen.
///
/// # Errors
/// When the browser does not answer.
pub async fn walk(driver: &WebDriver) -> Result<(usize, Vec<String>)> {
    let cdp = driver.cdp();
    let mut faults = Vec::new();
    let mut stops = 0;
    while stops < MOST {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            cdp.send_raw("Input.dispatchKeyEvent", key).await?;
        }
        // Rings and what unfolds take their time to appear.
        tokio::time::sleep(std::time::Duration::from_millis(160)).await;
        let Some(focus) = focus(driver).await? else { break };
        if focus.again {
            break;
        }
        stops += 1;
        if !focus.fault.is_empty() {
            faults.push(format!("focus, stop {stops}: {}: {}", focus.name, focus.fault));
        }
    }
    Ok((stops, faults))
}
