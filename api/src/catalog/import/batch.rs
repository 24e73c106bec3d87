//! Some products of a file at a time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use shared::ids::{ImportId, ProductId};
use shared::imports::{ImportChange, ImportOutcome};
use shared::products::{SaveProductRequest, StaffProduct};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::cells::Columns;
use super::columns::{COLUMNS, Line, PRODUCT_COLUMNS};
use super::lookups::Lookups;
use super::merge::{Draft, merge};
use crate::catalog::edit::{find_all, tidy};
use crate::db::{all, execute, one};
use crate::http::ApiResult;

/// A job works for so long and lets the next one go on, so that a server that is to stop need not wait.
const SLICE: Duration = Duration::from_secs(5);

/// Ends a job's turn.
pub(super) struct Turn(Instant);

impl Turn {
    /// A turn that begins now.
    pub fn begin() -> Self {
        Self(Instant::now())
    }

    /// Whether the next job shall go on.
    pub fn is_over(&self) -> bool {
        self.0.elapsed() > SLICE
    }
}

/// A row of the file as it was kept.
#[derive(Debug, FromQueryResult)]
pub(super) struct Row {
    pub line: i32,
    pub position: i32,
    pub product_id: Option<Uuid>,
    pub revision: Option<i32>,
    pub cells: Vec<String>,
    pub faults: serde_json::Value,
}

/// The rows of one product.
#[derive(Debug)]
pub(super) struct Group {
    /// The product, where there was one when the file came in.
    pub product_id: Option<ProductId>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Group {
    fn cells(&self) -> Vec<&[String]> {
        self.rows.iter().map(|row| row.cells.as_slice()).collect()
    }

    /// The revision that the product had when its rows were checked; `None` when there was none.
    pub fn revision(&self) -> Option<i32> {
        self.rows.first().and_then(|row| row.revision)
    }
}

/// The next products, whole: at most `most`, of those whose rows are `open` (SQL).
pub(super) async fn next(tx: &impl ConnectionTrait, id: ImportId, open: &'static str, most: i32) -> Result<Vec<Group>, DbErr> {
    #[derive(FromQueryResult)]
    struct First {
        position: i32,
    }
    let sql = format!("SELECT position FROM import_rows WHERE import_id = $1 AND {open} ORDER BY position LIMIT 1");
    let Some(First { position }) = one(tx, &sql, [id.0.into()]).await? else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT line, position, product_id, revision, cells, faults FROM import_rows
         WHERE import_id = $1 AND {open} AND position >= $2 AND position < $3 ORDER BY position, line"
    );
    let rows: Vec<Row> = all(tx, &sql, [id.0.into(), position.into(), position.saturating_add(most).into()]).await?;
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if group.rows.first().is_some_and(|first| first.position == row.position) => group.rows.push(row),
            _ => groups.push(Group { product_id: row.product_id.map(ProductId), rows: vec![row] }),
        }
    }
    Ok(groups)
}

/// The products of these groups that there are.
pub(super) async fn products(db: &impl ConnectionTrait, groups: &[Group]) -> ApiResult<HashMap<ProductId, StaffProduct>> {
    let ids: Vec<ProductId> = groups.iter().filter_map(|group| group.product_id).collect();
    Ok(find_all(db, &ids).await?.into_iter().map(|product| (product.id, product)).collect())
}

/// What one group wants, with everything wrong that can be seen without asking the database.
pub(super) fn draft(group: &Group, before: Option<&StaffProduct>, columns: Columns<'_>, lookups: &Lookups) -> Draft {
    let mut draft = merge(before, columns, &group.cells(), lookups);
    for (row, faults) in group.rows.iter().zip(&mut draft.faults) {
        // What was wrong when the file came in.
        let known: Vec<FieldError> = serde_json::from_value(row.faults.clone()).unwrap_or_default();
        let lasting = known.into_iter().filter(|fault| {
            fault.pointer.is_empty() && fault.code == FieldCode::InvalidFormat || fault.code == FieldCode::Duplicate
        });
        for fault in lasting {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    draft
}

/// What becomes of a row.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    pub line: i32,
    pub product_id: Option<Uuid>,
    pub revision: Option<i32>,
    pub product: String,
    pub outcome: ImportOutcome,
    pub faults: Vec<FieldError>,
    pub changes: Vec<ImportChange>,
}

/// What becomes of a group's rows.
pub(super) fn verdicts(group: &Group, before: Option<&StaffProduct>, draft: &Draft, lookups: &Lookups) -> Vec<Verdict> {
    let verdict = |row: &Row, outcome, faults, changes| Verdict {
        line: row.line,
        product_id: group.product_id.map(|id| id.0),
        revision: before.map(|before| before.revision),
        product: draft.ask.name.chars().take(200).collect(),
        outcome,
        faults,
        changes,
    };
    if !draft.is_sound() {
        let refused = |(row, faults): (&Row, &Vec<FieldError>)| {
            let faults = if faults.is_empty() { vec![FieldError::new("", FieldCode::OtherRow)] } else { faults.clone() };
            verdict(row, ImportOutcome::Refused, faults, Vec::new())
        };
        return group.rows.iter().zip(&draft.faults).map(refused).collect();
    }
    let was = before.map(|before| Arc::new(tidy(before.save_request())));
    let is = Arc::new(draft.ask.clone());
    let told = |(at, (row, variant)): (usize, (&Row, &usize))| {
        let Some(was) = &was else { return verdict(row, ImportOutcome::Created, Vec::new(), Vec::new()) };
        let is_new = is.variants.get(*variant).is_none_or(|variant| variant.id.is_none());
        let line = |product: &Arc<SaveProductRequest>| Line {
            product: Arc::clone(product),
            variant: *variant,
            category: lookups.category_text(product.category_id),
            supplier: lookups.supplier_text(product.supplier_id),
        };
        let (was_line, is_line) = (line(was), line(&is));
        // What changes of the product is told once, on its first row.
        let columns = COLUMNS.iter().skip(if at == 0 { 0 } else { PRODUCT_COLUMNS });
        let changes: Vec<ImportChange> = columns
            .filter_map(|column| {
                let (before, after) = (column.cell(&was_line).plain(), column.cell(&is_line).plain());
                (before != after).then(|| ImportChange {
                    column: column.key().to_owned(),
                    before: cut(before),
                    after: cut(after),
                })
            })
            .collect();
        let outcome = match (is_new, changes.is_empty()) {
            (true, _) => ImportOutcome::Created,
            (false, false) => ImportOutcome::Changed,
            (false, true) => ImportOutcome::Unchanged,
        };
        verdict(row, outcome, Vec::new(), if is_new { Vec::new() } else { changes })
    };
    group.rows.iter().zip(&draft.variants).enumerate().map(told).collect()
}

/// Whether writing it would change nothing.
pub(super) fn is_unchanged(before: Option<&StaffProduct>, draft: &Draft) -> bool {
    before.is_some_and(|before| tidy(before.save_request()) == draft.ask)
}

/// Long texts are told by their beginning.
fn cut(text: String) -> String {
    const MOST: usize = 200;
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST).chain(['…']).collect() }
}

/// Writes down what becomes of rows, each once per pass; `applied` when that is over. The import's figures
/// follow.
pub(super) async fn note(tx: &impl ConnectionTrait, id: ImportId, verdicts: &[Verdict], applied: bool) -> ApiResult<()> {
    let sql = "WITH v AS (
                   SELECT * FROM jsonb_to_recordset($2)
                       AS v (line integer, product_id uuid, revision integer, product text, outcome text, faults jsonb, changes jsonb)
               ), was AS (
                   SELECT r.outcome FROM import_rows r JOIN v ON v.line = r.line WHERE r.import_id = $1
               ), noted AS (
                   UPDATE import_rows r SET outcome = v.outcome, faults = v.faults, changes = v.changes, applied = $3,
                          product_id = COALESCE(v.product_id, r.product_id), revision = COALESCE(v.revision, r.revision),
                          product = CASE WHEN v.product = '' THEN r.product ELSE v.product END
                   FROM v WHERE r.import_id = $1 AND r.line = v.line
                   RETURNING r.outcome
               )
               UPDATE imports i SET done = i.done + f.done, created = i.created + f.created, changed = i.changed + f.changed,
                      unchanged = i.unchanged + f.unchanged, refused = i.refused + f.refused
               FROM (SELECT count(*) FILTER (WHERE o.step > 0) AS done,
                            COALESCE(sum(o.step) FILTER (WHERE o.outcome = 'created'), 0) AS created,
                            COALESCE(sum(o.step) FILTER (WHERE o.outcome = 'changed'), 0) AS changed,
                            COALESCE(sum(o.step) FILTER (WHERE o.outcome = 'unchanged'), 0) AS unchanged,
                            COALESCE(sum(o.step) FILTER (WHERE o.outcome = 'refused'), 0) AS refused
                     FROM (SELECT outcome, 1 AS step FROM noted UNION ALL SELECT outcome, -1 FROM was) o) f
               WHERE i.id = $1";
    execute(tx, sql, [id.0.into(), serde_json::to_value(verdicts)?.into(), applied.into()]).await?;
    Ok(())
}
