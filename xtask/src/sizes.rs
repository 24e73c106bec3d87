//! What a first visit costs over the wire, held against what was accepted last: `web/sizes.json`.

use std::{collections::BTreeMap, ffi::OsStr, fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    paths, step,
    web::{self, APPS},
};

/// The name of the file, which lies beside the sources of the web app.
pub const FILE: &str = "sizes.json";
/// Growing by more than this is no accident.
const MOST_PERCENT: usize = 5;
/// What the page names itself.
const CODE: [&str; 3] = ["wasm", "js", "css"];

/// Bytes by kind, by bundle.
type Accepted = BTreeMap<String, BTreeMap<String, usize>>;

/// Compares, or accepts what there is. A file that is missing is written.
///
/// # Errors
/// When a part grew by more than five percent, or a file cannot be read or written.
pub fn check(accept: bool) -> Result<()> {
    let path = paths::root().join("web").join(FILE);
    let mut now = Accepted::new();
    for app in &APPS {
        now.insert(app.name.to_owned(), measure(&web::dist(app))?);
    }
    if accept || !path.is_file() {
        if !accept {
            step::warn("web/sizes.json was missing; it is written from this build, and is to be committed");
        }
        let text = serde_json::to_string_pretty(&now)? + "\n";
        fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        step::say("web/sizes.json is written");
        return Ok(());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let accepted: Accepted = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let grown = grown(&now, &accepted);
    if !grown.is_empty() {
        bail!(
            "a first visit costs more than web/sizes.json accepts:\n    {}\nif it has to, `cargo xtask web --release --accept`",
            grown.join("\n    ")
        );
    }
    step::Step::begin("sizes").done("as accepted");
    Ok(())
}

/// The parts that grew by more than is let pass, a line each.
fn grown(now: &Accepted, accepted: &Accepted) -> Vec<String> {
    let mut grown = Vec::new();
    for (app, kinds) in now {
        for (kind, &bytes) in kinds {
            let before = accepted.get(app).and_then(|kinds| kinds.get(kind)).copied().unwrap_or(0);
            if bytes * 100 > before * (100 + MOST_PERCENT) {
                grown.push(format!("{app} {kind}: {}, accepted are {}", web::kib(bytes), web::kib(before)));
            }
        }
    }
    grown
}

/// What the page of a bundle brings along, compressed as well as it goes, and the fonts.
fn measure(dir: &Path) -> Result<BTreeMap<String, usize>> {
    let page = dir.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
    let html = without_parts(&html);
    let mut sizes = BTreeMap::new();
    for kind in CODE {
        let named = |name: &OsStr| name.to_str().is_some_and(|name| html.contains(name));
        sizes.insert(kind.to_owned(), sum(dir, kind, named)?);
    }
    let fonts = dir.join("fonts");
    if fonts.is_dir() {
        sizes.insert("fonts".to_owned(), sum(&fonts, "woff2", |_| true)?);
    }
    Ok(sizes)
}

/// A page without those it names for later: `<meta name="part" …>`, see `cut`.
pub fn without_parts(html: &str) -> String {
    let mut pieces = html.split("<meta name=\"part\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |page, piece| page + piece.split_once('>').map_or("", |(_, rest)| rest))
}

/// What the files of a kind cost that are wanted.
fn sum(dir: &Path, kind: &str, wanted: impl Fn(&OsStr) -> bool) -> Result<usize> {
    let mut sum = 0;
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let entry = entry?;
        let file = entry.path();
        if file.extension().is_some_and(|own| own == kind) && wanted(&entry.file_name()) {
            let compressed = file.with_added_extension("br");
            let sent = if compressed.is_file() { compressed } else { file };
            let metadata = fs::metadata(&sent).with_context(|| format!("reading {}", sent.display()))?;
            sum += usize::try_from(metadata.len())?;
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fetched_later_is_no_part_of_a_first_visit() {
        let page = "<head><meta name=\"part\" content=\"goods\" data-file=\"/goods-1b.wasm\"><meta name=app data-js=/shop-1b.js>";
        assert_eq!(without_parts(page), "<head><meta name=app data-js=/shop-1b.js>");
    }

    fn of(wasm: usize) -> Accepted {
        Accepted::from([("shop".to_owned(), BTreeMap::from([("wasm".to_owned(), wasm)]))])
    }

    #[test]
    fn only_growth_beyond_five_percent_is_told() {
        assert!(grown(&of(105), &of(100)).is_empty());
        assert!(grown(&of(50), &of(100)).is_empty());
        assert_eq!(grown(&of(106), &of(100)).len(), 1);
        assert_eq!(grown(&of(1), &Accepted::new()).len(), 1, "what was never accepted is new");
    }
}
