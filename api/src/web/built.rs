//! The built web app, wherever it is.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use super::bundle::Bundle;
use super::within;
use crate::config::Config;

/// Files by their path below the built web app.
pub(super) type Files = HashMap<String, Vec<u8>>;

/// A web app that was found.
pub struct WebApp {
    /// Where, for people.
    pub place: String,
    pub(super) shop: Bundle,
    pub(super) admin: Bundle,
}

/// The web app in `web_dir`, or else that inside the program; `None` where there is none, and the API is served alone.
///
/// # Errors
/// When there is one that is not whole.
pub fn find(config: &Config) -> anyhow::Result<Option<WebApp>> {
    // A directory that is set and gone is that of a package of before, which brought the app in one: then this one has it inside.
    let directory = config.web_dir.as_deref().filter(|directory| directory.is_dir());
    let (place, files) = match directory {
        Some(directory) => {
            let mut files = Files::new();
            collect(directory, "", &mut files)?;
            (directory.display().to_string(), files)
        }
        None => match (within::files()?, &config.web_dir) {
            (Some(files), _) => ("inside the program".to_owned(), files),
            (None, Some(gone)) => bail!("there is no {}", gone.display()),
            (None, None) => return Ok(None),
        },
    };
    let bundle = |name| Bundle::of(&files, name).with_context(|| format!("the web app ({place}) is not whole"));
    Ok(Some(WebApp { shop: bundle("shop")?, admin: bundle("admin")?, place }))
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
