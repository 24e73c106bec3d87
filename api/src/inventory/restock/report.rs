//! The report of one restock order: what was ordered, what came, and how they differ.

use shared::ids::RestockOrderId;
use shared::inventory::RestockLine;

use super::find;
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk};
use crate::inventory::export::Ready;

static COLUMNS: &[Column<RestockLine>] = &[
    Column::new("sku", ["SKU", "SKU"], 20, |row| Cell::text(&row.sku)),
    Column::new("supplier_sku", ["Kode pemasok", "Supplier's code"], 18, |row| Cell::text(&row.supplier_sku)),
    Column::new("name", ["Produk", "Product"], 32, |row| Cell::text(&row.name)),
    Column::new("options", ["Varian", "Variant"], 20, |row| Cell::text(&row.options)),
    Column::new("ordered", ["Dipesan", "Ordered"], 9, |row| Cell::Integer(row.quantity.into())),
    Column::new("received", ["Diterima", "Received"], 9, |row| Cell::Integer(row.received.into())),
    Column::new("short", ["Kurang", "Short"], 9, |row| Cell::Integer(row.discrepancy.short.into())),
    Column::new("over", ["Lebih", "Over"], 9, |row| Cell::Integer(row.discrepancy.over.into())),
    Column::new("damaged", ["Rusak", "Damaged"], 9, |row| Cell::Integer(row.damaged.into())),
    Column::new("unit_cost", ["Harga satuan", "Unit cost"], 14, |row| Cell::Money(row.unit_cost)),
    Column::new("ordered_total", ["Jumlah dipesan", "Ordered total"], 16, |row| Cell::Money(row.line_total)),
    Column::new("received_total", ["Jumlah diterima", "Received total"], 16, |row| Cell::Money(row.received_total)),
];

/// The lines of an order with what came of them.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, id: RestockOrderId) -> Result<Export, ApiError> {
    let order = find::get(&ctx.db, id).await?;
    audit::record_export(ctx, by, "restock-orders", ask.format, &serde_json::json!({ "number": order.number })).await?;
    let name = format!("restock-{}", order.number);
    Export::of(ask, &name, ["Pesanan stok", "Restock order"], COLUMNS, Ready(order.lines)).await
}
