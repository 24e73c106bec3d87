//! The reference of all settings, `docs/configuration.md`.

use std::fmt::Write;

use shared::payments::PaymentProvider;

use super::SETTINGS;
use super::providers::{Part, part};

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Mailbox,
    Secret,
    Path,
    Url,
    Address,
    Addresses,
    Number,
    Switch,
    Word,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Mailbox => "mailbox",
            Self::Secret => "**secret**",
            Self::Path => "path",
            Self::Url => "URL",
            Self::Address => "address and port",
            Self::Addresses => "IP addresses",
            Self::Number => "number",
            Self::Switch => "`true` or `false`",
            Self::Word => "word",
        }
    }

    /// Those that not every text is.
    #[cfg(test)]
    const fn is_checked(self) -> bool {
        !matches!(self, Self::Text | Self::Secret | Self::Path)
    }
}

/// The kind of a setting; a test compares it with how the setting is read.
fn kind(name: &str) -> Kind {
    if let Some(part) = PaymentProvider::ALL.iter().find_map(|&provider| part(provider, name)) {
        return match part {
            Part::Key(key) if key.secret => Kind::Secret,
            Part::Key(_) => Kind::Text,
            Part::Base(_) => Kind::Url,
            Part::Production => Kind::Switch,
        };
    }
    match name {
        "database_url"
        | "database_direct_url"
        | "database_replica_url"
        | "nats_url"
        | "secret_key"
        | "smtp_url"
        | "biteship_api_key"
        | "s3_secret_access_key"
        | "metrics_token" => Kind::Secret,
        "mail_from" => Kind::Mailbox,
        "web_dir" | "files_dir" => Kind::Path,
        "public_url" | "s3_endpoint" | "biteship_api_base" => Kind::Url,
        "listen" | "metrics_listen" => Kind::Address,
        "webhook_allow" => Kind::Addresses,
        "database_connections"
        | "payment_timeout_ms"
        | "order_ttl_minutes"
        | "unpaid_orders"
        | "job_workers"
        | "hash_workers"
        | "live_connections"
        | "live_heartbeat_seconds"
        | "slow_statement_ms" => Kind::Number,
        "webhook_http" | "log_json" => Kind::Switch,
        "environment" | "crash_at" => Kind::Word,
        _ => Kind::Text,
    }
}

const BEGINNING: &str = "\
# Configuration

Settings come from a TOML file (`--config`), the environment and `--set name=value`, in rising order of weight. All faults are
told at once when the server starts. Secrets are never logged; in production the default of `secret_key` is refused.

```toml
# /etc/hurtrock/hurtrock.toml
public_url = \"https://hurtrock.example\"
database_connections = 24
```

This page is written from the program: `hurtrock config > docs/configuration.md`.

| setting | holds | default | in the environment | meaning |
| --- | --- | --- | --- | --- |
";

/// The reference, as it is committed in `docs/configuration.md`.
#[must_use]
pub fn reference() -> String {
    let mut text = BEGINNING.to_owned();
    for (name, default, meaning) in SETTINGS {
        let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
        let (kind, variable) = (kind(name).word(), name.to_uppercase());
        // Writing into a String does not fail.
        let _ = writeln!(text, "| `{name}` | {kind} | {default} | `HURTROCK_{variable}` | {meaning} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    #[test]
    fn kinds_are_as_settings_are_read() {
        for (name, _, _) in SETTINGS {
            let base = [("environment", "demo"), ("database_url", "postgres://x/y"), (*name, "?!")];
            let flags = base.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let told = Config::read("", [], flags).map_or_else(|faults| faults.0.join("\n"), |_| String::new());
            let refused = [format!("`{name}` is `?!`"), format!("`{name}` holds `?!`")].iter().any(|fault| told.contains(fault));
            assert_eq!(refused, kind(name).is_checked(), "{name} is said to hold {:?}: {told}", kind(name));
        }
    }

    #[test]
    fn what_sounds_like_a_secret_is_marked_as_one() {
        for (name, _, _) in SETTINGS {
            let sounds = ["secret", "token", "password", "server_key", "api_key"].iter().any(|word| name.contains(word));
            assert!(!sounds || kind(name) == Kind::Secret, "{name}");
        }
    }
}
