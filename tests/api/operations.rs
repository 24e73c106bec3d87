//! What is shipped for those who run the shop names only what there is.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use api::config::Config;
use serde_json::Value;
use tests::binary;
use tests::programs::run;

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

/// `ops/compose.yaml`, with what its services share filled in.
fn compose() -> Value {
    let mut file: serde_yaml::Value = serde_yaml::from_str(&read(&root().join("ops/compose.yaml"))).expect("YAML");
    file.apply_merge().expect("what is shared");
    serde_json::to_value(file).expect("texts for keys")
}

/// The services that run the shop's program.
const OURS: [&str; 3] = ["migrate", "shop", "backup"];

/// A value as compose fills it in from `ops/.env`, of which `name` is told each variable.
fn filled(value: &str, name: &impl Fn(&str)) -> String {
    let (mut text, mut rest) = (String::new(), value);
    while let Some((before, after)) = rest.split_once("${") {
        let (variable, after) = after.split_once('}').expect("an end of the variable");
        let variable = variable.split_once(":?").expect("a variable that must be set").0;
        name(variable);
        text += before;
        text += match variable {
            "HURTROCK_PUBLIC_URL" => "https://hurtrock.example",
            "HURTROCK_SMTP_URL" => "smtps://toko:rahasia@mail.example:465",
            "HURTROCK_MAIL_FROM" => "Toko Musik <halo@toko.example>",
            _ => "0123456789abcdef0123456789abcdef",
        };
        rest = after;
    }
    text + rest
}

#[test]
fn containers_start_with_settings_that_the_program_takes() {
    let compose = compose();
    let manual = read(&root().join("docs/running.md"));
    let told = |variable: &str| assert!(manual.contains(&format!("{variable}=%s")), "{variable} is not in the manual's ops/.env");
    for service in OURS {
        let environment = compose["services"][service]["environment"].as_object().expect("settings");
        let environment: Vec<(String, String)> =
            environment.iter().map(|(name, value)| (name.clone(), filled(value.as_str().expect("a text"), &told))).collect();
        let config = Config::read("", environment, []).unwrap_or_else(|faults| panic!("{service}: {faults}"));
        assert!(config.metrics_listen.is_some() && config.log_json);
    }
}

#[test]
fn containers_run_commands_that_there_are() {
    let compose = compose();
    for service in OURS {
        let command = compose["services"][service]["command"].as_array().cloned().unwrap_or_default();
        let words = command.iter().map(|word| word.as_str().expect("a word"));
        // Whatever does not belong there is refused before the help.
        run("hurtrock", Command::new(binary()).env_clear().args(words).arg("--help"));
    }
    let after = |service: &str, on: &str| compose["services"][service]["depends_on"][on]["condition"].clone();
    assert_eq!(after("migrate", "database"), "service_healthy");
    assert_eq!(after("shop", "migrate"), "service_completed_successfully");
    assert_eq!(after("backup", "database"), "service_healthy");
}

#[test]
fn containers_find_their_files() {
    let compose = compose();
    let dockerfile = read(&root().join("ops/Dockerfile"));
    let owned = dockerfile.lines().find(|line| line.contains("install -d -o hurtrock")).expect("directories of the user");
    for service in OURS {
        let of = &compose["services"][service];
        for volume in of["volumes"].as_array().expect("volumes") {
            let (name, place) = volume.as_str().and_then(|volume| volume.split_once(':')).expect("a name and a place");
            assert!(compose["volumes"].get(name).is_some(), "{name} is no volume");
            // A new volume belongs to whom its place in the image belongs to.
            assert!(owned.split(' ').any(|word| word == place), "{place} is not the user's in the image");
        }
        let context = root().join("ops").join(of["build"]["context"].as_str().expect("a context"));
        assert!(context.join(of["build"]["dockerfile"].as_str().expect("a Dockerfile")).is_file());
    }
    // It is asked whether it is ready where it listens, and published from there.
    assert!(dockerfile.contains("HURTROCK_LISTEN=0.0.0.0:8080") && dockerfile.contains("http://127.0.0.1:8080/readyz"));
    assert_eq!(compose["services"]["shop"]["ports"][0], "127.0.0.1:8080:8080");
    // Secrets go neither into the repository nor into a layer of the build.
    assert!(read(&root().join(".gitignore")).lines().any(|line| line == "/ops/.env"));
    assert!(read(&root().join("ops/Dockerfile.dockerignore")).lines().any(|line| line == "ops/.env"));
}
