//! A bundle: one page and its assets.

use std::collections::HashMap;

use anyhow::Context;

use super::asset::{Asset, Body};
use super::built::Files;
use super::policy;
use super::shell::Shell;
use crate::http::Coding;

/// The page of a bundle is in this file.
const PAGE: &str = "index.html";

/// One page and its assets, in memory.
#[derive(Debug)]
pub struct Bundle {
    /// The page.
    pub page: Asset,
    /// The page's content security policy.
    pub policy: String,
    /// Everything else, by path below the bundle.
    assets: HashMap<String, Asset>,
}

impl Bundle {
    /// A bundle that is nothing but a page.
    pub fn of_page(html: String) -> Self {
        let policy = policy::of(&html);
        Self { page: Asset::new(PAGE, html), policy, assets: HashMap::new() }
    }

    /// The bundle `name` of a built web app.
    ///
    /// # Errors
    /// When it has no page.
    pub fn of(web: &Files, name: &str) -> anyhow::Result<Self> {
        let below = |path: &str| path.strip_prefix(name)?.strip_prefix('/').map(str::to_owned);
        let files: HashMap<String, &Vec<u8>> = web.iter().filter_map(|(path, bytes)| Some((below(path)?, bytes))).collect();
        let page = files.get(PAGE).with_context(|| format!("there is no {name}/{PAGE}"))?;
        let mut bundle = Self::of_page(String::from_utf8((*page).clone()).with_context(|| format!("{name}/{PAGE} is no text"))?);
        for (path, bytes) in &files {
            let is_copy =
                Coding::ALL.iter().any(|coding| path.strip_suffix(coding.ending()).is_some_and(|of| files.contains_key(of)));
            if path == PAGE || is_copy {
                continue;
            }
            let mut asset = Asset::new(path, (*bytes).clone());
            asset.policy = asset.content_type.starts_with("text/html").then(|| policy::of(&String::from_utf8_lossy(bytes)));
            for coding in Coding::ALL {
                if let Some(copy) = files.get(&format!("{path}{}", coding.ending())).filter(|copy| copy.len() < bytes.len()) {
                    asset.compressed.push((coding, Body::new((*copy).clone())));
                }
            }
            bundle.assets.insert(path.clone(), asset);
        }
        Ok(bundle)
    }

    /// The page, cut where it is filled; `None` when there are no such places in it.
    pub fn shell(&self) -> Option<Shell> {
        std::str::from_utf8(&self.page.plain.bytes).ok().and_then(Shell::cut)
    }

    /// The asset at `path`, without a leading slash.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.get(path)
    }
}
