//! A pooler in front of a database.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Url;

use crate::process::free_address;
use crate::programs::{run, server};

/// How long a client keeps a session of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// As long as it is connected.
    Session,
    /// For a transaction.
    Transaction,
}

/// PgBouncer.
pub struct PgBouncer {
    server: Child,
    dir: PathBuf,
    url: String,
}

fn program() -> PathBuf {
    server("pgbouncer", "HURTROCK_TEST_PGBOUNCER")
}

impl PgBouncer {
    /// Whether it knows prepared statements where it divides sessions (1.21 and newer).
    #[must_use]
    pub fn knows_statements() -> bool {
        let said = run("pgbouncer", Command::new(program()).arg("--version"));
        let version = said.split_whitespace().nth(1).unwrap_or_default();
        let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or_default());
        (numbers.next(), numbers.next()) >= (Some(1), Some(21))
    }

    /// Starts it in front of the database at `url`, with at most so many sessions there.
    pub async fn start(url: &str, pooling: Pooling, most: u32) -> Self {
        let address = free_address();
        let (host, port) = address.split_once(':').expect("an address");
        let mut through: Url = url.parse().expect("a URL");
        let database = through.path().trim_start_matches('/').to_owned();
        let mut there = format!(
            "host={} port={} dbname={database} user={}",
            through.host_str().expect("a host"),
            through.port().expect("a port"),
            through.username()
        );
        if let Some(password) = through.password() {
            let _ = write!(there, " password={password}");
        }
        let mode = if pooling == Pooling::Session { "session" } else { "transaction" };
        let mut settings = format!(
            "[databases]\n{database} = {there}\n\n\
             [pgbouncer]\nlisten_addr = {host}\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = {mode}\ndefault_pool_size = {most}\nmax_client_conn = 200\n\
             ignore_startup_parameters = extra_float_digits, options\n"
        );
        if Self::knows_statements() {
            settings.push_str("max_prepared_statements = 250\n");
        }
        let dir = std::env::temp_dir().join(format!("hurtrock-pgbouncer-{port}-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a directory");
        let file = dir.join("pgbouncer.ini");
        fs::write(&file, settings).expect("the settings");
        let mut command = Command::new(program());
        // It refuses to be root, and root's files may be closed to others.
        if fs::metadata("/proc/self").is_ok_and(|us| us.uid() == 0) {
            fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).expect("an open directory");
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("open settings");
            command.args(["-u", "nobody"]);
        }
        command.arg("-q").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        through.set_host(Some(host)).expect("a host");
        through.set_port(Some(port.parse().expect("a port"))).expect("a port");
        let bouncer = Self { server: command.spawn().expect("pgbouncer starts"), dir, url: through.to_string() };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(&address).await.is_ok() {
                return bouncer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("pgbouncer never answered");
    }

    /// The database through it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}
