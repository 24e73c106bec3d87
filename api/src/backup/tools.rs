//! PostgreSQL's own programs, and how they are told where the database is.

use std::ffi::OsString;
use std::process::Stdio;
use std::str::FromStr;

use anyhow::{Context, ensure};
use percent_encoding::percent_decode_str;
use private_pg::{Client, install_command};
use reqwest::Url;
use sea_orm::sqlx::postgres::PgConnectOptions;
use secrecy::{ExposeSecret, SecretString};

/// One of PostgreSQL's programs.
pub(super) struct Tool {
    name: &'static str,
    client: Client,
}

impl Tool {
    /// The oldest installed one of at least that major version: it understands the server, and what it writes is
    /// understood by most.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(name: &'static str, at_least: u32) -> anyhow::Result<Self> {
        let client = Client::find(name, at_least).with_context(|| {
            format!("{name} of PostgreSQL {at_least} or newer is not installed; `{}` may bring it", install_command())
        })?;
        Ok(Self { name, client })
    }

    /// Its major version.
    pub fn major(&self) -> u32 {
        self.client.major
    }

    /// Runs it on the database.
    ///
    /// # Errors
    /// When it fails, in its own words.
    pub async fn run(&self, database: &SecretString, arguments: impl IntoIterator<Item = String>) -> anyhow::Result<()> {
        let output = tokio::process::Command::new(&self.client.program)
            .args(arguments)
            .envs(environment(database.expose_secret())?)
            .env_remove("PGSERVICE")
            .env_remove("PGOPTIONS")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .with_context(|| format!("running {}", self.client.program.display()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{} failed: {}", self.name, said.trim());
        Ok(())
    }
}

/// Where the database is, as libpq takes it from the environment: what is there no list of processes shows.
fn environment(url: &str) -> anyhow::Result<Vec<(&'static str, OsString)>> {
    // The URL may hold a password, so errors do not repeat it.
    let options = PgConnectOptions::from_str(url).ok().context("`database_url` cannot be read")?;
    let url: Url = url.parse().ok().context("`database_url` cannot be read")?;
    let host = options.get_socket().map_or_else(|| options.get_host().into(), |socket| socket.as_os_str().to_owned());
    let mut environment = vec![
        ("PGHOST", host),
        ("PGPORT", options.get_port().to_string().into()),
        ("PGUSER", options.get_username().into()),
        ("PGDATABASE", options.get_database().unwrap_or_else(|| options.get_username()).into()),
        ("PGAPPNAME", "hurtrock".into()),
    ];
    if let Some(password) = url.password() {
        let password = percent_decode_str(password).decode_utf8().context("the password of `database_url` is no text")?;
        environment.push(("PGPASSWORD", password.into_owned().into()));
    }
    for (name, value) in url.query_pairs() {
        let name = match &*name {
            "password" => "PGPASSWORD",
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            _ => continue,
        };
        environment.push((name, value.into_owned().into()));
    }
    Ok(environment)
}

/// The database's name.
///
/// # Errors
/// When the URL cannot be read.
pub(super) fn database_name(url: &SecretString) -> anyhow::Result<String> {
    let options = PgConnectOptions::from_str(url.expose_secret()).ok().context("`database_url` cannot be read")?;
    Ok(options.get_database().unwrap_or_else(|| options.get_username()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(url: &str, name: &str) -> Option<String> {
        let environment = environment(url).expect("a URL");
        environment.into_iter().rev().find(|pair| pair.0 == name).and_then(|pair| pair.1.into_string().ok())
    }

    #[test]
    fn a_url_is_told_piece_by_piece() {
        let url = "postgres://toko:gitar%20merah@db.example:6543/hurtrock?sslmode=require&statement-cache-capacity=0";
        for (name, value) in [
            ("PGHOST", "db.example"),
            ("PGPORT", "6543"),
            ("PGUSER", "toko"),
            ("PGDATABASE", "hurtrock"),
            ("PGPASSWORD", "gitar merah"),
            ("PGSSLMODE", "require"),
        ] {
            assert_eq!(told(url, name).as_deref(), Some(value), "{name}");
        }
        let socket = "postgres://toko@localhost:5433/hurtrock?host=/run/postgresql";
        assert_eq!(told(socket, "PGHOST").as_deref(), Some("/run/postgresql"));
        assert_eq!(told(socket, "PGPASSWORD"), None);
        assert!(environment("somewhere").is_err());
    }
}
