//! Statements written as SQL, with values bound.
//!
//! Reads that join, lock or aggregate are clearer as SQL than as a builder's calls; entities serve
//! plain inserts and look-ups.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};

/// A statement with its values (`$1`, `$2`, …).
#[must_use]
pub fn statement(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

/// All rows.
///
/// # Errors
/// What the database says.
pub async fn all<R: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<R>, DbErr> {
    let rows = db.query_all_raw(statement(sql, values)).await?;
    rows.iter().map(|row| R::from_query_result(row, "")).collect()
}

/// The first row.
///
/// # Errors
/// What the database says.
pub async fn one<R: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<R>, DbErr> {
    let row = db.query_one_raw(statement(sql, values)).await?;
    row.as_ref().map(|row| R::from_query_result(row, "")).transpose()
}

/// How many rows were changed.
///
/// # Errors
/// What the database says.
pub async fn execute(db: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbErr> {
    Ok(db.execute_raw(statement(sql, values)).await?.rows_affected())
}

/// Reads a JSON column that this server wrote.
///
/// # Errors
/// When it is not what was written.
pub fn stored<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(value).map_err(|error| DbErr::Json(error.to_string()))
}
