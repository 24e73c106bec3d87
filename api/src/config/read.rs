//! Reads the settings from where they are given, and tells every fault of them.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use shared::payments::{PaymentProvider, ProviderKey};

use super::providers::{Part, part};
use super::{BiteshipConfig, BucketConfig, Config, Environment, MailTransport, ProviderConfig, SETTINGS};
use crate::crash::CrashPoint;
use crate::{bus, db, mail};

/// One hears of changes, one of jobs; a request may need a second one beside that of its transaction.
const LEAST_CONNECTIONS: u32 = 4;

const DEMO_SECRET: &str = "hurtrock-demo-secret-key-not-for-production";

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
#[error("the configuration has faults:\n{}", .0.iter().map(|fault| format!("  - {fault}")).collect::<Vec<_>>().join("\n"))]
pub struct ConfigFaults(pub Vec<String>);

impl Config {
    /// Reads the settings from `file` (TOML text, may be empty), the environment and `flags`.
    ///
    /// # Errors
    /// Every fault there is.
    pub fn read(
        file: &str,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigFaults> {
        let mut faults = Vec::new();
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        match file.parse::<toml::Table>() {
            Ok(table) => values.extend(table.into_iter().map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name, text)
            })),
            Err(error) => faults.push(format!("the file is not TOML: {}", error.message())),
        }
        for (name, value) in environment {
            if matches!(name.as_str(), "DATABASE_URL" | "NATS_URL") {
                values.insert(name.to_lowercase(), value);
            } else if let Some(name) = name.strip_prefix("HURTROCK_") {
                // The test suites and tools have variables of their own under this prefix, and `hurtrock reseal` has one.
                if !name.starts_with("TEST_") && !matches!(name, "OLD_SECRET_KEY" | "WASM") {
                    values.insert(name.to_lowercase(), value);
                }
            }
        }
        values.extend(flags);
        Reader { values, faults }.config()
    }
}

struct Reader {
    values: BTreeMap<String, String>,
    faults: Vec<String>,
}

impl Reader {
    fn text(&mut self, name: &str) -> String {
        let default = SETTINGS.iter().find(|setting| setting.0 == name).map_or("", |setting| setting.1);
        self.values.get(name).map_or(default, String::as_str).trim().to_owned()
    }

    fn parsed<T: FromStr>(&mut self, name: &str, fallback: T, meaning: &str) -> T {
        let text = self.text(name);
        text.parse().unwrap_or_else(|_| {
            self.faults.push(format!("`{name}` is `{text}`, but must be {meaning}"));
            fallback
        })
    }

    fn url(&mut self, name: &str) -> String {
        let url = self.text(name);
        if !(url.starts_with("http://") || url.starts_with("https://")) {
            self.faults.push(format!("`{name}` is `{url}`, but must be a URL with http:// or https://"));
        }
        url.trim_end_matches('/').to_owned()
    }

    fn addresses(&mut self, name: &str) -> Vec<IpAddr> {
        let text = self.text(name);
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let mut addresses = Vec::new();
        for part in parts {
            match part.parse() {
                Ok(address) => addresses.push(address),
                Err(_) => self.faults.push(format!("`{name}` holds `{part}`, which is not an IP address")),
            }
        }
        addresses
    }

    fn secret(&mut self, name: &str) -> Option<SecretString> {
        let text = self.text(name);
        (!text.is_empty()).then(|| SecretString::from(text))
    }

    /// A secret that must be of a kind. What it is is not repeated: it may hold a password.
    fn secret_url(&mut self, name: &str, is_one: fn(&str) -> bool, meaning: &str) -> Option<SecretString> {
        let secret = self.secret(name)?;
        if !is_one(secret.expose_secret()) {
            self.faults.push(format!("`{name}` must be {meaning}"));
        }
        Some(secret)
    }

    fn database(&mut self, name: &str) -> Option<SecretString> {
        self.secret_url(name, db::is_url, "a URL such as postgres://user:password@host/hurtrock")
    }

    fn database_connections(&mut self) -> u32 {
        let most = self.parsed("database_connections", 16, "a number");
        if most < LEAST_CONNECTIONS {
            self.faults.push(format!("`database_connections` is `{most}`, but must be at least {LEAST_CONNECTIONS}"));
        }
        most
    }

    fn mail_from(&mut self) -> String {
        let sender = self.text("mail_from");
        if !mail::is_sender(&sender) {
            self.faults.push(format!("`mail_from` is `{sender}`, but must be a mailbox such as Toko <halo@toko.example>"));
        }
        sender
    }

    fn config(mut self) -> Result<Config, ConfigFaults> {
        let unknown: Vec<String> = self
            .values
            .keys()
            .filter(|name| !SETTINGS.iter().any(|setting| setting.0 == name.as_str()))
            .map(|name| format!("`{name}` is not a setting"))
            .collect();
        self.faults.extend(unknown);

        let environment = match self.text("environment").as_str() {
            "demo" => Environment::Demo,
            "production" => Environment::Production,
            other => {
                self.faults.push(format!("`environment` is `{other}`, but must be `demo` or `production`"));
                Environment::Production
            }
        };
        let demo = environment == Environment::Demo;

        let secret_key = self.secret("secret_key").unwrap_or_else(|| SecretString::from(DEMO_SECRET));
        if !demo && secret_key.expose_secret() == DEMO_SECRET {
            self.faults.push("`secret_key` must be set in production; `openssl rand -hex 32` makes one".to_owned());
        }
        if secret_key.expose_secret().len() < 32 {
            self.faults.push("`secret_key` must have at least 32 characters".to_owned());
        }
        let database_url = self.database("database_url").unwrap_or_else(|| {
            self.faults.push("`database_url` must be set, such as postgres://user:password@host/hurtrock".to_owned());
            SecretString::from(String::new())
        });
        let smtp_url = self.secret_url("smtp_url", mail::is_server, "a URL such as smtps://user:password@host:465");
        let mail = match smtp_url {
            Some(url) => MailTransport::Smtp(url),
            None if demo => MailTransport::Mailbox,
            None => {
                self.faults.push("`smtp_url` must be set in production".to_owned());
                MailTransport::Mailbox
            }
        };
        let order_ttl_minutes = self.parsed("order_ttl_minutes", 1440, "a number of minutes");
        if !(30..=1440).contains(&order_ttl_minutes) {
            self.faults.push(format!("`order_ttl_minutes` is `{order_ttl_minutes}`, but must be 30 to 1440"));
        }
        let unpaid_orders = self.parsed("unpaid_orders", 5, "a number");
        if !(1..=10_000).contains(&unpaid_orders) {
            self.faults.push(format!("`unpaid_orders` is `{unpaid_orders}`, but must be 1 to 10000"));
        }
        let payment_timeout_ms = self.parsed("payment_timeout_ms", 8000, "a number of milliseconds");
        if !(100..=30_000).contains(&payment_timeout_ms) {
            self.faults.push(format!("`payment_timeout_ms` is `{payment_timeout_ms}`, but must be 100 to 30000"));
        }
        let live_heartbeat_seconds = self.parsed("live_heartbeat_seconds", 30, "a number of seconds");
        if !(1..=3600).contains(&live_heartbeat_seconds) {
            self.faults.push(format!("`live_heartbeat_seconds` is `{live_heartbeat_seconds}`, but must be 1 to 3600"));
        }
        let slow_statement_ms = self.parsed("slow_statement_ms", 200, "a number of milliseconds");
        if !(1..=60_000).contains(&slow_statement_ms) {
            self.faults.push(format!("`slow_statement_ms` is `{slow_statement_ms}`, but must be 1 to 60000"));
        }
        let webhook_http = self.parsed("webhook_http", false, "`true` or `false`");
        if webhook_http && !demo {
            self.faults.push("`webhook_http` must not be set in production: what webhooks tell is not for everybody".to_owned());
        }
        let web_dir = Some(self.text("web_dir")).filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let config = Config {
            environment,
            listen: self.parsed("listen", SocketAddr::from(([127, 0, 0, 1], 8080)), "an address and a port"),
            public_url: self.url("public_url"),
            database_url,
            database_connections: self.database_connections(),
            database_direct_url: self.database("database_direct_url"),
            database_replica_url: self.database("database_replica_url"),
            nats_url: self.secret_url("nats_url", bus::are_servers, "URLs such as nats://host:4222, divided by commas"),
            secret_key,
            web_dir,
            files_dir: PathBuf::from(self.text("files_dir")),
            bucket: self.bucket(),
            mail,
            mail_from: self.mail_from(),
            providers: PaymentProvider::ALL.iter().map(|&provider| (provider, self.provider(provider))).collect(),
            biteship: self.biteship(),
            payment_timeout: Duration::from_millis(payment_timeout_ms),
            webhook_http,
            webhook_allow: self.addresses("webhook_allow"),
            order_ttl_minutes,
            unpaid_orders,
            job_workers: self.parsed("job_workers", 4, "a number"),
            hash_workers: self.parsed("hash_workers", 1, "a number"),
            live_connections: self.parsed("live_connections", 10_000, "a number"),
            live_heartbeat_seconds,
            metrics_listen: self.metrics_listen(),
            metrics_token: self.metrics_token(),
            slow_statement: Duration::from_millis(slow_statement_ms),
            log_json: self.parsed("log_json", false, "`true` or `false`"),
            crash_at: self.crash_at(demo),
            serves: false,
        };
        if self.faults.is_empty() { Ok(config) } else { Err(ConfigFaults(self.faults)) }
    }

    fn crash_at(&mut self, demo: bool) -> Option<CrashPoint> {
        let name = self.text("crash_at");
        if name.is_empty() {
            return None;
        }
        if !demo {
            self.faults.push("`crash_at` is for tests and must not be set in production".to_owned());
            return None;
        }
        let point = name.parse().ok();
        if point.is_none() {
            let names: Vec<&str> = CrashPoint::ALL.iter().map(|point| point.name()).collect();
            self.faults.push(format!("`crash_at` is `{name}`, but must be one of {}", names.join(", ")));
        }
        point
    }

    fn metrics_listen(&mut self) -> Option<SocketAddr> {
        if self.text("metrics_listen").is_empty() {
            return None;
        }
        Some(self.parsed("metrics_listen", SocketAddr::from(([127, 0, 0, 1], 9464)), "an address and a port"))
    }

    fn metrics_token(&mut self) -> Option<SecretString> {
        let token = self.secret("metrics_token")?;
        if token.expose_secret().len() < 16 {
            self.faults.push("`metrics_token` must have at least 16 characters".to_owned());
        }
        Some(token)
    }

    fn bucket(&mut self) -> Option<BucketConfig> {
        let endpoint = if self.text("s3_endpoint").is_empty() { None } else { Some(self.url("s3_endpoint")) };
        let (name, region) = (self.text("s3_bucket"), self.text("s3_region"));
        let (access_key_id, secret_access_key) = (self.text("s3_access_key_id"), self.secret("s3_secret_access_key"));
        if name.is_empty() && access_key_id.is_empty() && secret_access_key.is_none() {
            return None;
        }
        if let Some(secret_access_key) = secret_access_key
            && !name.is_empty()
            && !access_key_id.is_empty()
        {
            return Some(BucketConfig { name, endpoint, region, access_key_id, secret_access_key });
        }
        self.faults.push("`s3_bucket`, `s3_access_key_id` and `s3_secret_access_key` go together".to_owned());
        None
    }

    fn provider(&mut self, provider: PaymentProvider) -> ProviderConfig {
        let mut read = ProviderConfig::default();
        for &(name, _, _) in SETTINGS {
            match part(provider, name) {
                Some(Part::Key(key)) => read.keys.extend(self.secret(name).map(|value| (key.name, value))),
                Some(Part::Base(base)) => read.bases.extend([(base, self.url(name))]),
                Some(Part::Production) => read.production = self.parsed(name, false, "`true` or `false`"),
                None => {}
            }
        }
        let needed: Vec<&ProviderKey> = provider.facts().keys.iter().filter(|key| key.needed).collect();
        let there = needed.iter().filter(|key| read.keys.contains_key(&key.name)).count();
        if there < needed.len() {
            if there > 0 {
                let names: Vec<String> = needed.iter().map(|key| format!("`{provider}_{}`", key.name)).collect();
                self.faults.push(format!("{} go together", names.join(" and ")));
            }
            read.keys.clear();
        }
        read
    }

    fn biteship(&mut self) -> Option<BiteshipConfig> {
        let api_base = self.url("biteship_api_base");
        self.secret("biteship_api_key").map(|api_key| BiteshipConfig { api_base, api_key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = Config::read(
            "listen = 'nowhere'\nlisten_port = 1",
            pairs(&[("HURTROCK_PUBLIC_URL", "hurtrock.example"), ("HURTROCK_STRIPE_SECRET_KEY", "sk_test_1")]),
            [],
        );
        let Err(ConfigFaults(faults)) = faults else { panic!("accepted") };
        for part in ["listen_port", "`listen` is", "public_url", "secret_key", "database_url", "smtp_url", "go together"] {
            assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:?}");
        }
    }

    #[test]
    fn what_would_be_used_later_is_read_now_and_passwords_are_not_repeated() {
        let wrong = [
            ("environment", "demo"),
            ("database_url", "host=localhost password=rahasia"),
            ("database_direct_url", "mysql://toko:rahasia@localhost"),
            ("database_replica_url", "toko:rahasia"),
            ("database_connections", "1"),
            ("nats_url", "nats://toko:rahasia@"),
            ("smtp_url", "http://toko:rahasia@localhost"),
            ("mail_from", "nobody"),
        ];
        let Err(ConfigFaults(faults)) = Config::read("", [], pairs(&wrong)) else { panic!("accepted") };
        for (name, _) in wrong.iter().skip(1) {
            assert_eq!(faults.iter().filter(|fault| fault.contains(&format!("`{name}`"))).count(), 1, "{name}: {faults:?}");
        }
        assert!(!faults.concat().contains("rahasia"), "{faults:?}");
        let right = [
            ("environment", "demo"),
            ("database_url", "postgresql:///toko?host=/var/run/postgresql"),
            ("database_connections", "4"),
            ("nats_url", "nats://toko:rahasia@one:4222, tls://two"),
            ("smtp_url", "smtps://toko:rahasia@localhost:465"),
            ("mail_from", "Toko <halo@toko.example>"),
        ];
        Config::read("", [], pairs(&right)).unwrap_or_else(|faults| panic!("{faults}"));
    }

    #[test]
    fn flags_outweigh_the_environment_and_that_the_file() {
        let config = Config::read(
            "environment = 'demo'\nlisten = '127.0.0.1:1'\njob_workers = 1",
            pairs(&[("DATABASE_URL", "postgres://x/y"), ("HURTROCK_LISTEN", "127.0.0.1:2"), ("HURTROCK_JOB_WORKERS", "2")]),
            pairs(&[("listen", "127.0.0.1:3")]),
        );
        let config = config.unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!((config.listen.port(), config.job_workers), (3, 2));
    }

    #[test]
    fn the_key_of_before_is_no_setting() {
        // It may stand beside the new one while `hurtrock reseal` needs it.
        let environment = [("DATABASE_URL", "postgres://x/y"), ("HURTROCK_OLD_SECRET_KEY", "gitar merah")];
        let config = Config::read("environment = 'demo'", pairs(&environment), []).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(!format!("{config:?}").contains("gitar"));
    }

    #[test]
    fn what_is_for_tools_is_no_setting() {
        let environment = [("DATABASE_URL", "postgres://x/y"), ("HURTROCK_TEST_NGINX", "nginx"), ("HURTROCK_WASM", "debian")];
        assert!(Config::read("environment = 'demo'", pairs(&environment), []).is_ok());
    }

    #[test]
    fn production_never_kills_itself() {
        let read = |environment: &str, point: &str| {
            let environment =
                [("DATABASE_URL", "postgres://x/y"), ("HURTROCK_ENVIRONMENT", environment), ("HURTROCK_CRASH_AT", point)];
            Config::read("", pairs(&environment), [])
        };
        let accepted = read("demo", "place.committed").unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(accepted.crash_at, Some(CrashPoint::PlaceCommitted));
        for (environment, point) in [("production", "place.committed"), ("demo", "place.nowhere")] {
            let Err(ConfigFaults(faults)) = read(environment, point) else { panic!("accepted {point} in {environment}") };
            assert!(faults.iter().any(|fault| fault.contains("crash_at")), "{faults:?}");
        }
    }

    #[test]
    fn a_bucket_comes_with_its_keys() {
        let mut settings = vec![("environment", "demo"), ("database_url", "postgres://x/y"), ("s3_bucket", "pictures")];
        let Err(ConfigFaults(faults)) = Config::read("", [], pairs(&settings)) else { panic!("accepted") };
        assert!(faults.iter().any(|fault| fault.contains("s3_secret_access_key")), "{faults:?}");
        settings.extend([
            ("s3_access_key_id", "AKIA"),
            ("s3_secret_access_key", "hunter3"),
            ("s3_endpoint", "http://127.0.0.1:9000/"),
        ]);
        let config = Config::read("", [], pairs(&settings)).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(!format!("{config:?}").contains("hunter3"));
        let Some(bucket) = config.bucket else { panic!("no bucket") };
        assert_eq!((bucket.name.as_str(), bucket.endpoint.as_deref()), ("pictures", Some("http://127.0.0.1:9000")));
        assert_eq!(bucket.region, "us-east-1");
    }

    #[test]
    fn a_provider_has_all_the_keys_it_needs_or_none() {
        let base =
            [("environment", "demo"), ("database_url", "postgres://x/y"), ("midtrans_snap_base", "http://127.0.0.1:9/snap/")];
        let read = |keys: &[(&str, &str)]| Config::read("", [], pairs(&[&base[..], keys].concat()));
        for alone in ["stripe_secret_key", "stripe_webhook_secret"] {
            let Err(ConfigFaults(faults)) = read(&[(alone, "hunter2")]) else { panic!("accepted {alone}") };
            assert_eq!(faults, ["`stripe_secret_key` and `stripe_webhook_secret` go together"]);
        }
        // What Midtrans can do without is nothing without the rest.
        let config = read(&[("midtrans_client_key", "hunter2")]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(config.providers.values().all(|provider| provider.keys.is_empty()));
        let given = [("midtrans_server_key", "hunter2"), ("midtrans_production", "true")];
        let config = read(&given).unwrap_or_else(|faults| panic!("{faults}"));
        let Some(midtrans) = config.providers.get(&PaymentProvider::Midtrans) else { panic!("no Midtrans") };
        assert_eq!(midtrans.bases.get("snap").map(String::as_str), Some("http://127.0.0.1:9/snap"));
        assert_eq!(midtrans.bases.get("api").map(String::as_str), Some("https://api.sandbox.midtrans.com"));
        assert!(midtrans.production && midtrans.keys.len() == 1, "{midtrans:?}");
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn secrets_stay_out_of_debug_output() {
        let environment =
            pairs(&[("DATABASE_URL", "postgres://u:hunter2@x/y"), ("HURTROCK_SECRET_KEY", "0123456789012345678901234567890123")]);
        let config = Config::read("environment = 'demo'", environment, []).unwrap_or_else(|faults| panic!("{faults}"));
        let debug = format!("{config:?}");
        assert!(!debug.contains("hunter2") && !debug.contains("0123456789"), "{debug}");
    }
}
