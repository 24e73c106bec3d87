//! The statements that the server really sends, caught from PostgreSQL's log, so that `pgbench`
//! runs the same ones whatever becomes of them.

use std::fs;
use std::path::Path;

use anyhow::Result;
use hyper::Method;

use crate::Options;
use crate::load::{Connection, ask};
use crate::server::Server;

/// A price that stands for any price in what is caught.
pub const PRICE: i64 = 1_234_567;
/// The product that stands for any product.
pub const PRODUCT: usize = 7;

/// A statement and its values.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement {
    /// With `$1`, `$2` …
    pub sql: String,
    /// As text; `None` is NULL.
    pub values: Vec<Option<String>>,
}

/// Asks a server for a list, a search and a product, and gives the statements of each.
pub async fn catch(options: &Options, files: &Path) -> Result<[Vec<Statement>; 3]> {
    let separator = if options.database_url.contains('?') { '&' } else { '?' };
    let url = format!("{}{separator}options=-c%20log_min_duration_statement%3D0", options.database_url);
    let shop = Server::shop(&options.server, &url, files, &options.out.join("server.log")).await?;
    let mut connection = Connection::open(shop.port).await?;
    // What every first request needs is not meant.
    connection.done(ask(Method::GET, "/api/v1/categories", &[], "")).await?;
    let mut caught = Vec::new();
    for path in [
        format!("/api/v1/products?min_price={PRICE}"),
        format!("/api/v1/products?q=ibanez%20mahoni&min_price={PRICE}"),
        format!("/api/v1/products/produk-{PRODUCT}"),
    ] {
        let before = fs::read_to_string(&options.database_log)?.len();
        connection.done(ask(Method::GET, &path, &[], "")).await?;
        let log = fs::read_to_string(&options.database_log)?;
        caught.push(statements(log.get(before..).unwrap_or_default(), "product"));
    }
    shop.stop().await?;
    let [list, search, product] = <[_; 3]>::try_from(caught).unwrap_or_default();
    Ok([list, search, product])
}

/// The statements in a piece of log that were executed and mention `about`; the server's own
/// housekeeping goes on meanwhile.
fn statements(log: &str, about: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    // Values are told after binding and again after executing.
    let mut just_executed = false;
    for entry in entries(log) {
        if let Some((_, sql)) = entry.split_once("  execute ").and_then(|(_, rest)| rest.split_once(": ")) {
            found.push(Statement { sql: sql.to_owned(), values: Vec::new() });
            just_executed = true;
            continue;
        }
        if let Some((_, values)) = entry.split_once("arameters: ").filter(|_| just_executed)
            && let Some(last) = found.last_mut()
        {
            last.values = parameters(values);
        }
        just_executed = false;
    }
    found.retain(|statement| statement.sql.contains(about) && !statement.sql.contains("graphile"));
    found
}

/// Entries of the log: their later lines begin with a tab.
fn entries(log: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(entry)) => {
                entry.push('\n');
                entry.push_str(more);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    entries
}

/// The values in `$1 = 'a', $2 = NULL, …`.
fn parameters(text: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut chars = quoted.char_indices().peekable();
        rest = "";
        while let Some((at, char)) = chars.next() {
            if char != '\'' {
                value.push(char);
            } else if chars.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
            } else {
                rest = quoted.get(at + 1..).unwrap_or_default();
                break;
            }
        }
        values.push(Some(value));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_come_out_of_the_log_with_their_values() {
        let log = "2026-11-24 20:00:00.000 UTC [7] LOG:  duration: 0.1 ms  bind sqlx_s_1: SELECT $1 FROM products\n\
                   2026-11-24 20:00:00.000 UTC [7] DETAIL:  parameters: $1 = 'bound'\n\
                   2026-11-24 20:00:00.000 UTC [7] LOG:  duration: 0.2 ms  execute sqlx_s_1: SELECT $1, $2\n\t  FROM products\n\
                   2026-11-24 20:00:00.000 UTC [7] DETAIL:  parameters: $1 = 'it''s = 1', $2 = NULL, $3 = '5'\n\
                   2026-11-24 20:00:00.000 UTC [8] LOG:  duration: 0.2 ms  execute sqlx_s_2: SELECT 1\n";
        let found = statements(log, "product");
        let values = vec![Some("it's = 1".to_owned()), None, Some("5".to_owned())];
        assert_eq!(found, [Statement { sql: "SELECT $1, $2\n  FROM products".to_owned(), values }]);
    }
}
