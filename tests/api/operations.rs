//! What is shipped for those who run the shop names only what there is.

use std::collections::BTreeSet;
use std::path::Path;

/// Words of a text that begin with something.
fn words<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.split(move |letter: char| !word(letter)).filter(move |text| text.starts_with(prefix) && text.len() > prefix.len())
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every file below a directory.
fn below(directory: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn rules_and_dashboard_name_figures_that_there_are() {
    let sources: String = below(&root().join("api/src/metrics")).iter().map(|path| read(path)).collect();
    let registered = |name: &str| sources.contains(&format!("\"{name}\""));
    let mut named = BTreeSet::new();
    for file in ["ops/prometheus/hurtrock.rules.yml", "ops/grafana/hurtrock.json", "docs/running.md"] {
        let text = read(&root().join(file));
        // The package is called so as well, with a version.
        let figures = words(&text, "hurtrock_").filter(|name| !name.contains(|letter: char| letter.is_ascii_digit()));
        named.extend(figures.map(|name| (name.to_owned(), file)));
    }
    assert!(named.len() > 20, "{named:?}");
    let unknown: Vec<_> = named
        .iter()
        .filter(|(name, _)| {
            // What Prometheus makes of a histogram.
            let parts = ["_bucket", "_count", "_sum"].into_iter().filter_map(|part| name.strip_suffix(part));
            !registered(name) && !parts.into_iter().any(registered)
        })
        .collect();
    assert!(unknown.is_empty(), "no such figures: {unknown:?}");
}

#[test]
fn what_is_shipped_sets_only_settings_that_there_are() {
    let settings: BTreeSet<String> = api::config::SETTINGS.iter().map(|setting| setting.0.to_uppercase()).collect();
    // Read by the command itself, and told in the manual.
    let beside = ["OLD_SECRET_KEY"];
    let mut files = below(&root().join("ops"));
    files.push(root().join("docs/running.md"));
    let mut named = 0;
    for file in files {
        for name in words(&read(&file), "HURTROCK_") {
            let name = name.trim_start_matches("HURTROCK_");
            assert!(settings.contains(name) || beside.contains(&name), "{}: HURTROCK_{name}", file.display());
            named += 1;
        }
    }
    assert!(named > 10, "{named}");
    let table: Vec<String> = read(&root().join("ops/deb/hurtrock.toml"))
        .lines()
        .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once(" = "))
        .map(|(name, _)| name.to_uppercase())
        .filter(|name| !name.contains(' '))
        .collect();
    assert!(!table.is_empty() && table.iter().all(|name| settings.contains(name)), "{table:?}");
}
