//! The stylesheets of a bundle, joined from the many files they are written in: one for what a page shows at first, which holds up
//! the first paint, and for the shop another for the rest (`later/`), which comes with the program.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::paths;

/// The bundle whose pages are drawn before its program is there.
const DRAWN_FIRST: &str = "shop";

/// Writes `web/styles/joined/<app>.css`: the order of the layers, the kit, and the app's own files; and for the shop
/// `<app>-later.css`. What of the kit only the back office shows (`kit/desk/`) is not in a released shop, which has no page of
/// the whole kit.
///
/// # Errors
/// When a file cannot be read or written.
pub fn join(app: &str, release: bool) -> Result<()> {
    let styles = paths::root().join("web/styles");
    let [kit, own] = ["kit", app].map(|dir| styles.join(dir));
    let mut first = vec![styles.join("layers.css")];
    first.extend(sheets(&kit)?);
    let mut later = Vec::new();
    let desk = sheets(&kit.join("desk"))?;
    if app != DRAWN_FIRST {
        first.extend(desk);
    } else if !release {
        later.extend(desk);
    }
    first.extend(sheets(&own)?);
    later.extend(sheets(&kit.join("later"))?);
    later.extend(sheets(&own.join("later"))?);
    let joined = styles.join("joined");
    fs::create_dir_all(&joined).with_context(|| format!("making {}", joined.display()))?;
    if app == DRAWN_FIRST {
        write(&joined.join(format!("{app}-later.css")), &later)?;
    } else {
        first.append(&mut later);
    }
    write(&joined.join(format!("{app}.css")), &first)
}

/// The stylesheets in a directory, by name.
fn sheets(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut sheets = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let file = entry.with_context(|| format!("reading {}", dir.display()))?.path();
        if file.extension().is_some_and(|kind| kind == "css") {
            sheets.push(file);
        }
    }
    sheets.sort();
    Ok(sheets)
}

fn write(out: &Path, parts: &[PathBuf]) -> Result<()> {
    let mut joined = String::new();
    for part in parts {
        joined.push_str(&fs::read_to_string(part).with_context(|| format!("reading {}", part.display()))?);
    }
    // Left alone when nothing changed, so that a watcher does not run in circles.
    if fs::read_to_string(out).is_ok_and(|old| old == joined) {
        return Ok(());
    }
    fs::write(out, joined).with_context(|| format!("writing {}", out.display()))
}
