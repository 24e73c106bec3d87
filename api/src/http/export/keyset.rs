//! Rows of a statement, read by keyset.

use std::borrow::Cow;

use sea_orm::{DatabaseConnection, FromQueryResult, Value};

use super::Rows;
use crate::db::{Filter, all};
use crate::http::ApiError;

/// Rows of a batch: few enough to be nothing in memory, many enough to make the round trip cheap.
const BATCH: usize = 500;

/// A statement's rows from the last to the first by its keys, each batch from where the one before ended.
pub struct Keyset<R> {
    db: DatabaseConnection,
    select: Cow<'static, str>,
    filter: Filter,
    keys: &'static [&'static str],
    position: fn(&R) -> Vec<Value>,
    after: Option<Vec<Value>>,
    upwards: bool,
}

impl<R> Keyset<R> {
    /// `select` is `SELECT … FROM …`; `keys` are the columns that tell rows apart and do not change,
    /// and `position` is what they hold in a row.
    #[must_use]
    pub fn new(
        db: &DatabaseConnection,
        select: impl Into<Cow<'static, str>>,
        filter: Filter,
        keys: &'static [&'static str],
        position: fn(&R) -> Vec<Value>,
    ) -> Self {
        Self { db: db.clone(), select: select.into(), filter, keys, position, after: None, upwards: false }
    }
}

impl<R> Keyset<R> {
    /// The smallest keys first; the largest first otherwise.
    #[must_use]
    pub fn upwards(self) -> Self {
        Self { upwards: true, ..self }
    }
}

impl<R: FromQueryResult + Send + 'static> Rows for Keyset<R> {
    type Row = R;

    async fn next(&mut self) -> Result<Vec<R>, ApiError> {
        let mut filter = self.filter.clone();
        if let Some(after) = self.after.take() {
            let numbers: Vec<String> = after.into_iter().map(|value| filter.value(value)).collect();
            let beyond = if self.upwards { ">" } else { "<" };
            filter.and_sql(&format!("({}) {beyond} ({})", self.keys.join(", "), numbers.join(", ")));
        }
        let direction = if self.upwards { "ASC" } else { "DESC" };
        let order = self.keys.iter().map(|key| format!("{key} {direction}")).collect::<Vec<_>>().join(", ");
        let sql = format!("{} {} ORDER BY {order} LIMIT {BATCH}", self.select, filter.sql());
        let rows: Vec<R> = all(&self.db, &sql, filter.values()).await?;
        // A statement without a position would begin anew.
        let Some(last) = rows.last() else {
            self.filter.and_sql("false");
            return Ok(rows);
        };
        self.after = Some((self.position)(last));
        Ok(rows)
    }
}
