//! Turns `locales/<language>/<namespace>.json` into Rust, so that a missing key does not compile.

use std::error::Error;
use std::path::Path;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-env-changed=CI");
    println!("cargo::rustc-check-cfg=cfg(split)");
    // A release of the shop is cut into parts (`bin/shop.rs`), for which the linker has to say what refers to what.
    let is = |variable: &str, value: &str| std::env::var_os(variable).is_some_and(|found| found == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_FAMILY", "wasm") {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=shop=--emit-relocs");
    }
    let config = Config::new("id")?
        .add_locale("en")?
        .add_namespaces([
            "common", "shop", "buy", "admin", "office", "goods", "stock", "intake", "people", "programs", "insights", "inbox",
            "chat", "console", "kit", "reviews",
        ])?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let texts = parse_locales(None, config)?;
    // A text that one language lacks shows the other's; good enough to look at, not to publish.
    let kind = if std::env::var_os("CI").is_some() { "error" } else { "warning" };
    for warning in texts.diag.warnings().iter() {
        println!("cargo::{kind}={warning}");
    }
    for error in texts.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&texts, None, false, None, false)?;
    let out = std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?;
    std::fs::write(Path::new(&out).join("i18n.rs"), without_guessing(&code.to_string())?)?;
    Ok(())
}

/// The app says itself in which language it begins (`src/i18n.rs`). What the crate would make of the browser's languages is never
/// asked for, and would bring a parser of language tags into every first visit.
fn without_guessing(code: &str) -> Result<String, Box<dyn Error>> {
    const NEXT: &str = "fn as_icu_locale (self)";
    let (before, after) = code.split_once(NEXT).ok_or("the generated code implements `Locale` in another way now")?;
    Ok(format!("{before}fn find_locale < T : AsRef < [u8] >> (_ : & [T]) -> Self {{ Self :: default () }} {NEXT}{after}"))
}
