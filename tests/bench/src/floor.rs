//! What PostgreSQL alone can do: the same statements by `pgbench`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::Options;
use crate::buyers;
use crate::report::Figures;
use crate::rows::PRICES;
use crate::statements::{PRICE, PRODUCT, Statement};

/// A script for `pgbench`.
pub struct Script {
    /// Name of the row.
    pub name: String,
    file: PathBuf,
    variables: Vec<(String, String)>,
}

/// The scripts: reads as they were caught, and the order.
pub fn scripts(options: &Options, caught: &[Vec<Statement>; 3]) -> Result<Vec<Script>> {
    let mut scripts = Vec::new();
    for (name, statements) in ["list", "search", "product"].into_iter().zip(caught) {
        ensure!(!statements.is_empty(), "no statement of a {name} was caught in {}", options.database_log.display());
        let (mut text, mut variables) = (String::new(), Vec::new());
        text.push_str(&format!("\\set price random({}, {})\n\\set n random(1, {})\n", PRICES.0, PRICES.1, options.products));
        for (number, statement) in statements.iter().enumerate() {
            text.push_str(&with_variables(statement, number, &mut variables));
            text.push_str(";\n");
        }
        let file = options.out.join(format!("pgbench-{name}.sql"));
        fs::write(&file, text)?;
        scripts.push(Script { name: format!("{name}, pgbench"), file, variables });
    }
    let file = options.out.join("pgbench-place.sql");
    fs::write(&file, include_str!("../sql/place.sql"))?;
    scripts.push(Script { name: "place order, pgbench".to_owned(), file, variables: Vec::new() });
    Ok(scripts)
}

/// The statement with a variable for each value. What stands for any price or product varies.
fn with_variables(statement: &Statement, number: usize, variables: &mut Vec<(String, String)>) -> String {
    let mut sql = String::new();
    let mut rest = statement.sql.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        sql.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let (place, after) = after.split_at(digits);
        let value = place.parse::<usize>().ok().and_then(|place| statement.values.get(place.checked_sub(1)?));
        match value {
            Some(None) => sql.push_str("NULL"),
            Some(Some(value)) if *value == PRICE.to_string() => sql.push_str(":price::bigint"),
            Some(Some(value)) if *value == format!("produk-{PRODUCT}") => sql.push_str("('produk-' || :n::bigint)"),
            Some(Some(value)) if *value == buyers::id("8002", PRODUCT) => sql.push_str("bench_id('8002', :n::bigint)"),
            Some(Some(value)) => {
                let name = format!("v{number}_{place}");
                sql.push_str(&format!(":{name}"));
                variables.push((name, value.clone()));
            }
            None => {
                sql.push('$');
                sql.push_str(place);
            }
        }
        rest = after;
    }
    sql.push_str(rest);
    sql
}

/// Runs a script over `connections` connections.
pub async fn run(options: &Options, script: &Script, connections: usize) -> Result<Figures> {
    let mut command = Command::new(options.postgres_bin.join("pgbench"));
    command
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=1"])
        .arg(format!("--client={connections}"))
        .arg(format!("--time={}", options.seconds.ceil()))
        .arg(format!("--file={}", script.file.display()));
    for (name, value) in &script.variables {
        command.arg(format!("--define={name}={value}"));
    }
    let out = command.arg(&options.database_url).kill_on_drop(true).output().await.context("running pgbench")?;
    let (text, faults) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    ensure!(out.status.success() && !faults.contains("ERROR"), "pgbench failed: {faults}");
    let figure = |start: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(start))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let per_second = figure("tps = ").context("pgbench gave no figure")?;
    Ok(Figures { per_second, mean: figure("latency average = "), ..Figures::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_variables() {
        let values = vec![Some(PRICE.to_string()), None, Some("ibanez".to_owned())];
        let statement = Statement { sql: "SELECT $1, $2::text, $3 WHERE a = $3".to_owned(), values };
        let mut variables = Vec::new();
        let sql = with_variables(&statement, 0, &mut variables);
        assert_eq!(sql, "SELECT :price::bigint, NULL::text, :v0_3 WHERE a = :v0_3");
        assert_eq!(variables[0], ("v0_3".to_owned(), "ibanez".to_owned()));
    }
}
