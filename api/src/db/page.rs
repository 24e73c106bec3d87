//! What every keyset page does: count its list, and cut the row that was read too many.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use shared::page::EXACT_TOTAL;

use super::{Filter, encode_cursor, one};

/// How many rows `from` (a table with its alias) has that the filter lets through: `total` and
/// `total_is_estimate` of the page. No more are counted than are told exactly, and one.
///
/// # Errors
/// What the database says.
pub async fn total(db: &impl ConnectionTrait, from: &str, filter: &Filter) -> Result<(i64, bool), DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        count: i64,
    }
    let sql = format!("SELECT count(*) FROM (SELECT FROM {from} {} LIMIT {}) counted", filter.sql(), EXACT_TOTAL + 1);
    let count = one::<Row>(db, &sql, filter.values()).await?.map_or(0, |row| row.count);
    Ok((count.min(EXACT_TOTAL), count > EXACT_TOTAL))
}

/// The rows of a page of `limit`, of which one more was asked for, and the cursor of the next page if
/// that one was there.
pub fn cut<R, P: Serialize>(
    mut rows: Vec<R>,
    limit: impl TryInto<usize>,
    position: impl Fn(&R) -> P,
) -> (Vec<R>, Option<String>) {
    let limit = limit.try_into().unwrap_or(usize::MAX);
    if rows.len() <= limit {
        return (rows, None);
    }
    rows.truncate(limit);
    let next = rows.last().map(|row| encode_cursor(&position(row)));
    (rows, next)
}
