//! Reads the breaches.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;

use crate::db::all;

/// A breach of the law.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Fault {
    /// What is not so, such as `on_hand_is_the_ledger`.
    pub law: String,
    /// What it is about: a SKU, an order's number, a payment's reference, a refund's id.
    pub subject: String,
    /// The figures.
    pub detail: String,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Faults {
    /// How many breaches there are.
    pub total: i64,
    /// The first of them.
    pub first: Vec<Fault>,
}

#[derive(FromQueryResult)]
struct Row {
    law: String,
    subject: String,
    detail: String,
    total: i64,
}

/// Looks for breaches and gives the first `most`. Reads all orders there ever were: not for requests.
///
/// # Errors
/// What the database says.
pub async fn faults(db: &impl ConnectionTrait, most: i64) -> Result<Faults, DbErr> {
    let sql =
        "SELECT law, subject, detail, count(*) OVER () AS total FROM ledger_faults() ORDER BY law, subject, detail LIMIT $1";
    let rows: Vec<Row> = all(db, sql, [most.into()]).await?;
    Ok(Faults {
        total: rows.first().map_or(0, |row| row.total),
        first: rows.into_iter().map(|row| Fault { law: row.law, subject: row.subject, detail: row.detail }).collect(),
    })
}
