//! Imports and their rows, as staff see them.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::ids::{ImportId, ProductId};
use shared::imports::{Import, ImportCounts, ImportOutcome, ImportRow, ImportStatus};
use shared::page::Page;

use crate::context::Ctx;
use crate::db::{self, Filter, all};
use crate::http::{ApiError, ApiResult};

#[derive(FromQueryResult)]
struct Row {
    id: ImportId,
    status: ImportStatus,
    file_name: String,
    columns: Vec<String>,
    row_count: i32,
    actor: String,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    done: i32,
    created: i32,
    changed: i32,
    unchanged: i32,
    refused: i32,
}

const SELECT: &str =
    "SELECT id, status, file_name, columns, row_count, actor, created_at, finished_at, done, created, changed, unchanged, refused
    FROM imports";

/// An import as it stands.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn import(db: &impl ConnectionTrait, id: ImportId) -> ApiResult<Import> {
    let row: Option<Row> = db::one(db, &format!("{SELECT} WHERE id = $1"), [id.0.into()]).await?;
    row.map(Row::import).ok_or_else(ApiError::not_found)
}

/// The latest imports, the last first.
pub(super) async fn latest(ctx: &Ctx) -> ApiResult<Vec<Import>> {
    let sql = format!("{SELECT} ORDER BY created_at DESC, id DESC LIMIT 20");
    let rows: Vec<Row> = all(&ctx.db, &sql, []).await?;
    Ok(rows.into_iter().map(Row::import).collect())
}

impl Row {
    fn import(self) -> Import {
        Import {
            id: self.id,
            status: self.status,
            file_name: self.file_name,
            columns: self.columns,
            rows: self.row_count,
            done: self.done,
            counts: ImportCounts {
                created: self.created,
                changed: self.changed,
                unchanged: self.unchanged,
                refused: self.refused,
            },
            sent_by: self.actor,
            created_at: self.created_at,
            finished_at: self.finished_at,
        }
    }
}

#[derive(FromQueryResult)]
pub(super) struct LineRow {
    pub line: i32,
    sku: String,
    product: String,
    product_id: Option<ProductId>,
    outcome: Option<ImportOutcome>,
    faults: Value,
    changes: Value,
}

impl LineRow {
    pub(super) fn row(self) -> ApiResult<ImportRow> {
        Ok(ImportRow {
            line: self.line,
            sku: self.sku,
            product: self.product,
            product_id: self.product_id,
            outcome: self.outcome,
            faults: serde_json::from_value(self.faults)?,
            changes: serde_json::from_value(self.changes)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Position {
    line: i32,
    total: i64,
}

fn conditions(id: ImportId, outcome: Option<ImportOutcome>) -> Filter {
    let mut filter = Filter::new();
    filter.and("r.import_id = ?", id.0);
    if let Some(outcome) = outcome {
        filter.and("r.outcome = ?", outcome.as_str());
    }
    filter
}

/// Rows from a line on, in the order of the file.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    id: ImportId,
    outcome: Option<ImportOutcome>,
    after: i32,
    limit: i64,
) -> ApiResult<Vec<LineRow>> {
    let mut filter = conditions(id, outcome);
    filter.and("r.line > ?", after);
    let limit = filter.value(limit);
    let sql = format!(
        "SELECT r.line, r.sku, r.product, r.product_id, r.outcome, r.faults, r.changes FROM import_rows r {} ORDER BY r.line LIMIT {limit}",
        filter.sql()
    );
    Ok(all(db, &sql, filter.values()).await?)
}

/// A page of an import's rows.
///
/// # Errors
/// 404 when there is no such import.
pub(super) async fn rows(
    ctx: &Ctx,
    id: ImportId,
    outcome: Option<ImportOutcome>,
    limit: u32,
    cursor: Option<&str>,
) -> ApiResult<Page<ImportRow>> {
    import(&ctx.db, id).await?;
    let position: Option<Position> = cursor.map(db::decode_cursor).transpose()?;
    let total = match &position {
        Some(position) => position.total,
        None => db::total(&ctx.db, "import_rows r", &conditions(id, outcome)).await?.0,
    };
    let after = position.map_or(0, |position| position.line);
    let rows = lines(&ctx.db, id, outcome, after, i64::from(limit) + 1).await?;
    let (rows, next_cursor) = db::cut(rows, limit, |last| Position { line: last.line, total });
    let items = rows.into_iter().map(LineRow::row).collect::<ApiResult<Vec<_>>>()?;
    Ok(Page { items, next_cursor, total, total_is_estimate: false })
}
