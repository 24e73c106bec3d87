//! The outbox as a file.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::account::Locale;
use shared::mail::EmailState;
use uuid::Uuid;

use super::desk::{EmailFilter, conditions};
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    created_at: DateTime<Utc>,
    template: String,
    locale: Locale,
    recipient: String,
    recipient_name: String,
    subject: String,
    state: EmailState,
    attempts: i32,
    last_error: Option<String>,
    order_number: Option<String>,
    sent_at: Option<DateTime<Utc>>,
}

const SELECT: &str =
    "SELECT m.id, m.created_at, m.template, m.locale, m.recipient, m.recipient_name, m.subject, m.state, m.attempts,
    m.last_error, o.number AS order_number, m.sent_at FROM email_messages m LEFT JOIN orders o ON o.id = m.order_id";

static COLUMNS: &[Column<Row>] = &[
    Column::new("written_at", ["Ditulis", "Written"], 17, |row| Cell::Time(row.created_at)),
    Column::new("template", ["Jenis", "Kind"], 22, |row| Cell::text(&row.template)),
    Column::new("language", ["Bahasa", "Language"], 9, |row| Cell::text(row.locale.as_str())),
    Column::new("recipient", ["Penerima", "Recipient"], 28, |row| Cell::text(&row.recipient)),
    Column::new("name", ["Nama", "Name"], 24, |row| Cell::text(&row.recipient_name)),
    Column::new("subject", ["Subjek", "Subject"], 40, |row| Cell::text(&row.subject)),
    Column::new("state", ["Status", "State"], 10, |row| Cell::text(row.state.as_str())),
    Column::new("attempts", ["Percobaan", "Attempts"], 10, |row| Cell::Integer(row.attempts.into())),
    Column::new("last_error", ["Jawaban server", "Server's answer"], 30, |row| Cell::maybe(row.last_error.as_deref())),
    Column::new("order", ["Pesanan", "Order"], 20, |row| Cell::maybe(row.order_number.as_deref())),
    Column::new("sent_at", ["Terkirim", "Sent"], 17, |row| Cell::time(row.sent_at)),
];

/// The emails of the list, newest first; what they say is left out.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: EmailFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "emails", ask.format, &filter).await?;
    let rows = Keyset::new(&ctx.db, SELECT, conditions(filter), &["m.created_at", "m.id"], |row: &Row| {
        vec![row.created_at.into(), row.id.into()]
    });
    Export::of(ask, "emails", ["Email", "Emails"], COLUMNS, rows).await
}
