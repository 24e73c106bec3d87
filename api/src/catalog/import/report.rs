//! The report as a file: a line for each fault and each change, and one for each other row.

use shared::ids::ImportId;
use shared::imports::{ImportOutcome, ImportRow};

use super::find;
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Rows};

/// Rows that are read together.
const BATCH: i64 = 500;

/// A line of the report.
struct Told {
    row: std::sync::Arc<ImportRow>,
    column: String,
    code: &'static str,
    figures: String,
    before: String,
    after: String,
}

static COLUMNS: &[Column<Told>] = &[
    Column::new("line", ["Baris", "Line"], 8, |told| Cell::Integer(told.row.line.into())),
    Column::new("sku", ["SKU", "SKU"], 24, |told| Cell::text(&told.row.sku)),
    Column::new("product", ["Produk", "Product"], 34, |told| Cell::text(&told.row.product)),
    Column::new("outcome", ["Hasil", "Outcome"], 12, |told| Cell::maybe(told.row.outcome.map(ImportOutcome::as_str))),
    Column::new("column", ["Kolom", "Column"], 20, |told| Cell::text(&told.column)),
    Column::new("code", ["Alasan", "Reason"], 18, |told| Cell::text(told.code)),
    Column::new("figures", ["Angka", "Figures"], 18, |told| Cell::text(&told.figures)),
    Column::new("before", ["Sebelum", "Before"], 30, |told| Cell::text(&told.before)),
    Column::new("after", ["Sesudah", "After"], 30, |told| Cell::text(&told.after)),
];

struct Lines {
    ctx: Ctx,
    id: ImportId,
    after: i32,
}

impl Rows for Lines {
    type Row = Told;

    async fn next(&mut self) -> Result<Vec<Told>, ApiError> {
        let mut lines = Vec::new();
        for row in find::lines(&self.ctx.db, self.id, None, self.after, BATCH).await? {
            self.after = row.line;
            told(row.row()?, &mut lines);
        }
        Ok(lines)
    }
}

fn told(row: ImportRow, lines: &mut Vec<Told>) {
    let row = std::sync::Arc::new(row);
    let line = || Told {
        row: std::sync::Arc::clone(&row),
        column: String::new(),
        code: "",
        figures: String::new(),
        before: String::new(),
        after: String::new(),
    };
    let begun = lines.len();
    lines.extend(row.faults.iter().map(|fault| Told {
        column: fault.pointer.clone(),
        code: fault.code.as_str(),
        figures: fault.params.iter().map(|(name, figure)| format!("{name}={figure}")).collect::<Vec<_>>().join(" "),
        ..line()
    }));
    lines.extend(row.changes.iter().map(|change| Told {
        column: change.column.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        ..line()
    }));
    if lines.len() == begun {
        lines.push(line());
    }
}

/// The report of an import.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn export(ctx: &Ctx, id: ImportId, by: &Caller, ask: &ExportAsk) -> Result<Export, ApiError> {
    find::import(&ctx.db, id).await?;
    audit::record_export(ctx, by, "import", ask.format, &serde_json::json!({ "import": id })).await?;
    Export::of(ask, "import", ["Laporan impor", "Import report"], COLUMNS, Lines { ctx: ctx.clone(), id, after: 0 }).await
}
