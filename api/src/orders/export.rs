//! Orders as a file.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::payments::PaymentStatus;
use uuid::Uuid;

use super::find::{StaffFilter, conditions};
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    number: String,
    created_at: DateTime<Utc>,
    status: OrderStatus,
    payment_status: PaymentStatus,
    buyer_name: String,
    buyer_email: String,
    buyer_phone: Option<String>,
    destination: String,
    courier: String,
    service: String,
    shipped_by: Option<String>,
    tracking_numbers: Option<String>,
    item_count: i32,
    items_total: Rupiah,
    shipping_total: Rupiah,
    discount_total: Rupiah,
    tax_included: Rupiah,
    grand_total: Rupiah,
    refunded_total: Rupiah,
    paid_at: Option<DateTime<Utc>>,
    shipped_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    note: String,
}

const SELECT: &str = "SELECT o.id, o.number, o.created_at, o.status, o.payment_status, o.buyer_name, o.buyer_email, o.buyer_phone,
    o.destination, o.courier, o.shipping ->> 'name' AS service,
    (SELECT string_agg(s.courier || ' ' || s.service, ', ' ORDER BY s.created_at, s.id) FROM shipments s WHERE s.order_id = o.id) AS shipped_by,
    (SELECT string_agg(s.tracking_number, ', ' ORDER BY s.created_at, s.id) FROM shipments s WHERE s.order_id = o.id) AS tracking_numbers,
    o.item_count, o.items_total, o.shipping_total, o.discount_total, o.tax_included, o.grand_total, o.refunded_total,
    o.paid_at, o.shipped_at, o.completed_at, o.note FROM orders o";

static COLUMNS: &[Column<Row>] = &[
    Column::new("number", ["Nomor", "Number"], 20, |row| Cell::text(&row.number)),
    Column::new("placed_at", ["Dipesan", "Placed"], 17, |row| Cell::Time(row.created_at)),
    Column::new("status", ["Status", "Status"], 12, |row| Cell::text(row.status.as_str())),
    Column::new("payment_status", ["Pembayaran", "Payment"], 12, |row| Cell::text(row.payment_status.as_str())),
    Column::new("buyer", ["Pembeli", "Buyer"], 24, |row| Cell::text(&row.buyer_name)),
    Column::new("email", ["Email", "Email"], 28, |row| Cell::text(&row.buyer_email)),
    Column::new("phone", ["Telepon", "Phone"], 17, |row| Cell::maybe(row.buyer_phone.as_deref())),
    Column::new("destination", ["Tujuan", "Destination"], 24, |row| Cell::text(&row.destination)),
    Column::new("courier", ["Kurir", "Courier"], 10, |row| Cell::text(&row.courier)),
    Column::new("service", ["Layanan", "Service"], 16, |row| Cell::text(&row.service)),
    Column::new("shipped_by", ["Dikirim dengan", "Shipped by"], 16, |row| Cell::maybe(row.shipped_by.as_deref())),
    Column::new("tracking_numbers", ["Nomor resi", "Tracking numbers"], 22, |row| Cell::maybe(row.tracking_numbers.as_deref())),
    Column::new("pieces", ["Barang", "Pieces"], 8, |row| Cell::Integer(row.item_count.into())),
    Column::new("items_total", ["Harga barang", "Items"], 14, |row| Cell::Money(row.items_total)),
    Column::new("shipping_total", ["Ongkos kirim", "Shipping"], 14, |row| Cell::Money(row.shipping_total)),
    Column::new("discount_total", ["Potongan", "Discount"], 14, |row| Cell::Money(row.discount_total)),
    Column::new("tax_included", ["Termasuk PPN", "PPN included"], 14, |row| Cell::Money(row.tax_included)),
    Column::new("grand_total", ["Total", "Total"], 14, |row| Cell::Money(row.grand_total)),
    Column::new("refunded_total", ["Dikembalikan", "Refunded"], 14, |row| Cell::Money(row.refunded_total)),
    Column::new("paid_at", ["Dibayar", "Paid"], 17, |row| Cell::time(row.paid_at)),
    Column::new("shipped_at", ["Dikirim", "Shipped"], 17, |row| Cell::time(row.shipped_at)),
    Column::new("completed_at", ["Selesai", "Completed"], 17, |row| Cell::time(row.completed_at)),
    Column::new("note", ["Catatan pembeli", "Buyer's note"], 30, |row| Cell::text(&row.note)),
];

/// The orders of the list, newest first.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: StaffFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "orders", ask.format, &filter).await?;
    let rows = Keyset::new(&ctx.db, SELECT, conditions(filter), &["o.created_at", "o.id"], |row: &Row| {
        vec![row.created_at.into(), row.id.into()]
    });
    Export::of(ask, "orders", ["Pesanan", "Orders"], COLUMNS, rows).await
}
