//! What settings that can be read may still do wrong.

use std::net::IpAddr;

use reqwest::Url;

use super::report::Finding;
use crate::config::{Config, Environment};

const OPEN: &str = "`public_url` is not https://: passwords and sessions can be read on their way, cookies are not `Secure`, \
                    and links in emails lead there";

/// Looks at the settings by themselves.
pub(super) fn examine(config: &Config) -> Finding {
    let demo = config.environment == Environment::Demo;
    let says = format!("{}, {}", if demo { "demo" } else { "production" }, config.public_url);
    if demo || config.is_https() || is_of_this_machine(&config.public_url) {
        Finding::ok("configuration", says)
    } else {
        Finding::warning("configuration", says).with([OPEN.to_owned()])
    }
}

/// Whether what goes there does not leave the machine.
fn is_of_this_machine(url: &str) -> bool {
    let Ok(url) = url.parse::<Url>() else { return false };
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::super::report::Health;
    use super::*;

    fn examined(environment: &str, public_url: &str) -> Finding {
        let settings = [
            ("environment", environment),
            ("public_url", public_url),
            ("database_url", "postgres://x/y"),
            ("secret_key", "0123456789012345678901234567890123"),
            ("smtp_url", "smtp://mail.example"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = Config::read("", [], settings).unwrap_or_else(|faults| panic!("{faults}"));
        examine(&config)
    }

    #[test]
    fn production_is_reached_by_tls() {
        for url in ["http://toko.example", "http://10.0.0.7:8080", "http://localhost.example", "http://[2001:db8::1]"] {
            let found = examined("production", url);
            assert!(found.health == Health::Warning && found.details == [OPEN], "{url}: {found:?}");
            assert_eq!(examined("demo", url).health, Health::Ok, "{url}");
        }
        for url in
            ["https://toko.example", "http://localhost:8080", "http://toko.localhost", "http://127.0.0.2", "http://[::1]:80"]
        {
            assert_eq!(examined("production", url).health, Health::Ok, "{url}");
        }
    }
}
