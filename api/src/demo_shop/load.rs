//! Writing many rows by one statement.

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait};
use serde::Serialize;

use crate::db::execute;

/// Rows in one statement; more would only make it longer.
const BATCH: usize = 2_000;

/// A transaction in which listings are left alone; [`finish`] makes them anew.
pub async fn begin_bulk(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared("SET LOCAL hurtrock.bulk = 'on'").await?;
    Ok(tx)
}

/// Makes all listings anew and has every process forget what it knows.
pub async fn finish(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    tx.execute_unprepared("SELECT refresh_listings(ARRAY(SELECT id FROM products))").await?;
    tx.execute_unprepared("SELECT announce('everything')").await?;
    Ok(())
}

/// Inserts `rows` into `table`, whose columns are named like their fields. Rows that are there
/// already are left alone.
pub async fn insert<R: Serialize>(tx: &DatabaseTransaction, table: &str, columns: &str, rows: &[R]) -> Result<(), DbErr> {
    let sql = format!(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, $1) ON CONFLICT DO NOTHING"
    );
    run(tx, &sql, rows).await
}

/// Runs `sql` with `rows` as the JSON array `$1`, in batches.
pub async fn run<R: Serialize>(tx: &DatabaseTransaction, sql: &str, rows: &[R]) -> Result<(), DbErr> {
    for batch in rows.chunks(BATCH) {
        let json = serde_json::to_value(batch).map_err(|error| DbErr::Json(error.to_string()))?;
        execute(tx, sql, [json.into()]).await?;
    }
    Ok(())
}
