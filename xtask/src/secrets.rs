//! Secrets of the demo: made up once per clone, so that no two demos share any.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{Read, Write},
    os::unix::fs::OpenOptionsExt,
};

use anyhow::{Context, Result};

use crate::paths;

/// Variable of the server, and what real keys of that kind begin with.
const SECRETS: [(&str, &str); 5] = [
    ("HURTROCK_SECRET_KEY", ""),
    ("HURTROCK_STRIPE_SECRET_KEY", "sk_test_"),
    ("HURTROCK_STRIPE_WEBHOOK_SECRET", "whsec_"),
    ("HURTROCK_MIDTRANS_SERVER_KEY", "SB-Mid-server-"),
    ("HURTROCK_MIDTRANS_CLIENT_KEY", "SB-Mid-client-"),
];

/// The secrets by variable, from `.data/secrets`; missing ones are made up.
///
/// # Errors
/// When the file cannot be read or written.
pub fn load() -> Result<BTreeMap<String, String>> {
    let path = paths::data().join("secrets");
    let stored = match fs::read_to_string(&path) {
        Ok(stored) => stored,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    };
    let mut secrets: BTreeMap<String, String> =
        stored.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    for (name, prefix) in SECRETS {
        if !secrets.contains_key(name) {
            secrets.insert(name.to_owned(), format!("{prefix}{}", random_hex()?));
        }
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("writing {}", path.display()))?;
    for (name, value) in &secrets {
        writeln!(file, "{name}={value}")?;
    }
    Ok(secrets)
}

fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 32];
    File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).context("reading /dev/urandom")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
