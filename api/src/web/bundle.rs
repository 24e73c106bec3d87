//! A bundle: one page and its assets.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::Context;

use super::asset::{Asset, Body};
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

    /// Reads the bundle in `directory`.
    ///
    /// # Errors
    /// When it has no page or a file cannot be read.
    pub fn read(directory: &Path) -> anyhow::Result<Self> {
        let page = directory.join(PAGE);
        let html = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
        let mut bundle = Self::of_page(html);
        let mut files = HashMap::new();
        collect(directory, "", &mut files)?;
        for (path, bytes) in &files {
            let is_copy =
                Coding::ALL.iter().any(|coding| path.strip_suffix(coding.ending()).is_some_and(|of| files.contains_key(of)));
            if path == PAGE || is_copy {
                continue;
            }
            let mut asset = Asset::new(path, bytes.clone());
            for coding in Coding::ALL {
                if let Some(copy) = files.get(&format!("{path}{}", coding.ending())).filter(|copy| copy.len() < bytes.len()) {
                    asset.compressed.push((coding, Body::new(copy.clone())));
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

fn collect(directory: &Path, prefix: &str, files: &mut HashMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let failed = || format!("reading {}", directory.display());
    for entry in fs::read_dir(directory).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        // A name that is not UTF-8 cannot be asked for, and what begins with a dot is the builder's.
        let Some(name) = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.')) else { continue };
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            files.insert(format!("{prefix}{name}"), bytes);
        }
    }
    Ok(())
}
