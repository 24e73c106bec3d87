//! Attempts to pay as a file.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::money::Rupiah;
use shared::payments::{AttemptStatus, PaymentProvider};
use uuid::Uuid;

use super::list::{PaymentFilter, conditions};
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    order_number: String,
    reference: String,
    provider: PaymentProvider,
    method: Option<String>,
    status: AttemptStatus,
    amount: Rupiah,
    refunded: Rupiah,
    buyer_name: String,
    buyer_email: String,
    external_id: Option<String>,
    failure: Option<String>,
    created_at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
}

const SELECT: &str = "SELECT p.id, o.number AS order_number, p.reference, p.provider, p.method, p.status, p.amount, p.refunded,
    o.buyer_name, o.buyer_email, p.external_id, p.failure, p.created_at, p.settled_at
    FROM payments p JOIN orders o ON o.id = p.order_id";

static COLUMNS: &[Column<Row>] = &[
    Column::new("order", ["Pesanan", "Order"], 20, |row| Cell::text(&row.order_number)),
    Column::new("reference", ["Referensi", "Reference"], 22, |row| Cell::text(&row.reference)),
    Column::new("provider", ["Penyedia", "Provider"], 10, |row| Cell::text(row.provider.as_str())),
    Column::new("method", ["Cara bayar", "Method"], 14, |row| Cell::maybe(row.method.as_deref())),
    Column::new("status", ["Status", "Status"], 14, |row| Cell::text(row.status.as_str())),
    Column::new("amount", ["Jumlah", "Amount"], 14, |row| Cell::Money(row.amount)),
    Column::new("refunded", ["Dikembalikan", "Refunded"], 14, |row| Cell::Money(row.refunded)),
    Column::new("buyer", ["Pembeli", "Buyer"], 24, |row| Cell::text(&row.buyer_name)),
    Column::new("email", ["Email", "Email"], 28, |row| Cell::text(&row.buyer_email)),
    Column::new("external_id", ["ID penyedia", "Provider's id"], 28, |row| Cell::maybe(row.external_id.as_deref())),
    Column::new("failure", ["Sebab gagal", "Failure"], 20, |row| Cell::maybe(row.failure.as_deref())),
    Column::new("began_at", ["Dimulai", "Began"], 17, |row| Cell::Time(row.created_at)),
    Column::new("settled_at", ["Uang masuk", "Settled"], 17, |row| Cell::time(row.settled_at)),
];

/// The attempts of the list, newest first.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: PaymentFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "payments", ask.format, &filter).await?;
    let rows = Keyset::new(&ctx.db, SELECT, conditions(filter, ctx.clock.now()), &["p.created_at", "p.id"], |row: &Row| {
        vec![row.created_at.into(), row.id.into()]
    });
    Export::of(ask, "payments", ["Pembayaran", "Payments"], COLUMNS, rows).await
}
