//! Generates the client from the committed document.

use std::{env, fs, path::Path};

use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::Value;

const DOCUMENT: &str = "../../../openapi/hurtrock.json";

fn main() {
    println!("cargo:rerun-if-changed={DOCUMENT}");
    let text = fs::read_to_string(DOCUMENT).expect("the document");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    leave_out_what_it_cannot(&mut document);
    let document = serde_json::from_value(document).expect("an OpenAPI document");
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    let client = Generator::new(&settings).generate_tokens(&document).expect("a client");
    let out = env::var("OUT_DIR").expect("where to write");
    fs::write(Path::new(&out).join("shop.rs"), client.to_string()).expect("a written client");
}

/// progenitor knows no `multipart/form-data`, and its switch to a socket wants errors without a body. Everything else of
/// the document is generated.
fn leave_out_what_it_cannot(document: &mut Value) {
    let paths = document["paths"].as_object_mut().expect("paths");
    for item in paths.values_mut() {
        let operations = item.as_object_mut().expect("operations");
        operations.retain(|_, operation| {
            let upload = operation["requestBody"]["content"].get("multipart/form-data").is_some();
            let socket = operation["responses"].get("101").is_some();
            !upload && !socket
        });
    }
}
