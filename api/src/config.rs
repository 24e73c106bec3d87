//! Configuration: a TOML file, the environment and flags, in rising order of weight.
//!
//! Every setting has one name: `public_url` in the file is `HURTROCK_PUBLIC_URL` in the
//! environment. All faults are told at once, one line each.

mod providers;
mod read;
mod reference;
mod settings;

pub use read::ConfigFaults;
pub use reference::reference;
pub use settings::SETTINGS;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use shared::payments::PaymentProvider;
use shared::settings::KeyName;

use crate::crash::CrashPoint;

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Demonstration and development: a mailbox instead of SMTP, default secrets allowed.
    Demo,
    /// The real thing: default secrets are refused.
    Production,
}

/// Where emails go.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// Into the mailbox page at `/dev/mail` (demo only).
    Mailbox,
    /// To an SMTP server: `smtp://host:25`, `smtps://user:password@host:465`,
    /// `smtp://user:password@host:587?tls=required`.
    Smtp(SecretString),
}

/// Where a payment provider is reached, and its keys.
#[derive(Clone, Debug, Default)]
pub struct ProviderConfig {
    /// Its base URLs, by what is in their settings' names between the provider and `_base`.
    pub bases: BTreeMap<&'static str, String>,
    /// Its keys; none when one that it needs is missing.
    pub keys: BTreeMap<KeyName, SecretString>,
    /// False for its test environment. Says nothing where the keys say so themselves.
    pub production: bool,
}

/// Key of Biteship, which follows parcels.
#[derive(Clone, Debug)]
pub struct BiteshipConfig {
    /// Base URL of the API.
    pub api_base: String,
    /// `biteship_live.…` or `biteship_test.…`
    pub api_key: SecretString,
}

/// A bucket that keeps files, reached by the S3 protocol.
#[derive(Clone, Debug)]
pub struct BucketConfig {
    /// Name of the bucket.
    pub name: String,
    /// Base URL of the store; `None` is that of Amazon in the region.
    pub endpoint: Option<String>,
    /// Region that requests are signed for.
    pub region: String,
    /// Who asks.
    pub access_key_id: String,
    /// Signs requests.
    pub secret_access_key: SecretString,
}

/// Everything the server needs to know to start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Demo or production.
    pub environment: Environment,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// How people reach the shop, without a slash at the end.
    pub public_url: String,
    /// PostgreSQL URL.
    pub database_url: SecretString,
    /// Most database connections of the pool.
    pub database_connections: u32,
    /// The same database past a pooler, when there is one that divides sessions.
    pub database_direct_url: Option<SecretString>,
    /// A streaming replica that answers shoppers' reads of the catalogue.
    pub database_replica_url: Option<SecretString>,
    /// NATS servers that carry changes between processes, instead of PostgreSQL.
    pub nats_url: Option<SecretString>,
    /// Signs access tokens and seals stored secrets; at least 32 characters.
    pub secret_key: SecretString,
    /// The built web app; without it only the API is served.
    pub web_dir: Option<PathBuf>,
    /// Where pictures are kept, unless there is a bucket.
    pub files_dir: PathBuf,
    /// The bucket that keeps pictures instead.
    pub bucket: Option<BucketConfig>,
    /// Where emails go.
    pub mail: MailTransport,
    /// Sender of emails, such as `Hurtrock <halo@hurtrock.example>`.
    pub mail_from: String,
    /// Every payment provider, with or without keys.
    pub providers: BTreeMap<PaymentProvider, ProviderConfig>,
    /// Biteship, when its key is given.
    pub biteship: Option<BiteshipConfig>,
    /// How long a payment provider may take for one answer.
    pub payment_timeout: Duration,
    /// Whether webhooks may go over plain HTTP (never in production).
    pub webhook_http: bool,
    /// Addresses of one's own network that webhooks may go to all the same.
    pub webhook_allow: Vec<IpAddr>,
    /// Minutes an unpaid order lives.
    pub order_ttl_minutes: u32,
    /// Orders of one buyer that may wait to be paid at a time.
    pub unpaid_orders: usize,
    /// Jobs worked on at the same time; 0 leaves them to other processes.
    pub job_workers: usize,
    /// Passwords hashed at the same time.
    pub hash_workers: usize,
    /// WebSockets that this process keeps open at most.
    pub live_connections: usize,
    /// How often a WebSocket is asked for a sign of life, in seconds.
    pub live_heartbeat_seconds: u32,
    /// Where `/metrics` is served beside the shop, to whoever reaches that address.
    pub metrics_listen: Option<SocketAddr>,
    /// Who sends it may read `/metrics` at the shop's own address.
    pub metrics_token: Option<SecretString>,
    /// Statements that take longer are logged.
    pub slow_statement: Duration,
    /// Logs as JSON lines instead of text.
    pub log_json: bool,
    /// Where the process kills itself, for tests (demo only).
    pub crash_at: Option<CrashPoint>,
    /// Whether this is a process that serves; no setting, but what it was started as. PostgreSQL is told, and by that who
    /// restores a backup.
    pub serves: bool,
}

impl Config {
    /// Whether people reach the shop over TLS; cookies are `Secure` then.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
