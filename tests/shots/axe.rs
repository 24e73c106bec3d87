//! What axe-core objects to on a page.

use std::fmt;

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

/// The tags of the rules of WCAG 2.1, levels A and AA.
pub const WCAG: [&str; 4] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
/// Places shown of one objection.
const PLACES: usize = 4;

const CHECK: &str = r#"
const [tags, done] = arguments;
const options = { resultTypes: ["violations"] };
if (tags.length) options.runOnly = { type: "tag", values: tags };
axe.run(document, options).then(result => done(result.violations.map(violation => ({
    rule: violation.id, impact: violation.impact || "", help: violation.help,
    places: violation.nodes.map(node => node.target.join(" ") + (node.any[0] && node.any[0].data && node.any[0].data.contrastRatio
        ? ` (${node.any[0].data.contrastRatio}: ${node.any[0].data.fgColor} on ${node.any[0].data.bgColor})` : "")),
}))), fault => done([{ rule: "axe", impact: "", help: String(fault), places: [] }]));
"#;

/// Something axe objects to.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// In which theme.
    #[serde(default)]
    pub theme: String,
    /// Name of the rule.
    pub rule: String,
    /// How bad it is.
    pub impact: String,
    /// What should be.
    pub help: String,
    /// Where, as selectors.
    pub places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places: Vec<&str> = self.places.iter().take(PLACES).map(String::as_str).collect();
        write!(f, "{} ({}, {}): {}: {}", self.rule, self.impact, self.theme, self.help, places.join(" | "))?;
        match self.places.len().saturating_sub(PLACES) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// Lets axe, whose program is `source`, look at the page as it is; by the rules with these tags, or by
/// all there are when none is named.
///
/// # Errors
/// When the browser does not answer.
pub async fn check(driver: &WebDriver, source: &str, theme: &str, tags: &[&str]) -> WebDriverResult<Vec<Violation>> {
    driver.execute(format!("if (!window.axe) {{ {source} }}"), vec![]).await?;
    let mut found: Vec<Violation> = driver.execute_async(CHECK, vec![json!(tags)]).await?.convert()?;
    for violation in &mut found {
        theme.clone_into(&mut violation.theme);
    }
    Ok(found)
}
