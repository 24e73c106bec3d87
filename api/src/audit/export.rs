//! The log as a file.

use super::find::{AuditFilter, Row, SELECT, conditions};
use super::record::record_export;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};

static COLUMNS: &[Column<Row>] = &[
    Column::new("sequence", ["Nomor", "Number"], 9, |row| Cell::Integer(row.sequence)),
    Column::new("at", ["Kapan", "When"], 17, |row| Cell::Time(row.created_at)),
    Column::new("actor", ["Siapa", "Who"], 24, |row| Cell::text(&row.actor)),
    Column::new("ip", ["Alamat IP", "IP address"], 16, |row| Cell::maybe(row.ip.as_deref())),
    Column::new("action", ["Tindakan", "Action"], 24, |row| Cell::text(&row.action)),
    Column::new("subject", ["Pada", "Done to"], 14, |row| Cell::text(&row.subject_kind)),
    Column::new("subject_id", ["ID", "Id"], 38, |row| Cell::text(&row.subject_id)),
    Column::new("label", ["Nama", "Name"], 24, |row| Cell::text(&row.subject_label)),
    Column::new("before", ["Semula", "Before"], 40, |row| {
        row.before.as_ref().map_or(Cell::Empty, |value| Cell::text(value.to_string()))
    }),
    Column::new("after", ["Menjadi", "After"], 40, |row| {
        row.after.as_ref().map_or(Cell::Empty, |value| Cell::text(value.to_string()))
    }),
    Column::new("request_id", ["ID permintaan", "Request id"], 38, |row| Cell::maybe(row.request_id.as_deref())),
    Column::new("hash", ["Hash", "Hash"], 66, |row| Cell::text(hex::encode(&row.hash))),
];

/// The events of the list, the latest first.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: AuditFilter) -> Result<Export, ApiError> {
    record_export(ctx, by, "audit", ask.format, &filter).await?;
    let rows = Keyset::new(&ctx.db, SELECT, conditions(filter), &["sequence"], |row: &Row| vec![row.sequence.into()]);
    Export::of(ask, "audit", ["Catatan audit", "Audit log"], COLUMNS, rows).await
}
