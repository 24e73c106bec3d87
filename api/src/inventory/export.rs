//! Stock, movements and values as files.

use sea_orm::FromQueryResult;
use shared::account::Locale;
use shared::inventory::{AdjustmentReason, InventoryValueRow, MovementKind, StockLevel};
use shared::money::Rupiah;
use uuid::Uuid;

use super::list::{self, StockFilter};
use super::movements::{self, MovementFilter};
use super::value;
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset, Rows};

#[derive(FromQueryResult)]
pub(super) struct StockLine {
    pub variant_id: Uuid,
    pub name: String,
    pub brand: String,
    pub options: String,
    pub sku: String,
    pub barcode: Option<String>,
    pub category: String,
    pub supplier: Option<String>,
    pub level: StockLevel,
    pub on_hand: i32,
    pub reserved: i32,
    pub incoming: i64,
    pub low_stock_threshold: i32,
    pub minimum_stock: i32,
    pub cost: Option<Rupiah>,
    pub price: Rupiah,
}

impl StockLine {
    /// What the pieces on hand cost on average.
    pub fn value(&self) -> Option<Rupiah> {
        self.cost.and_then(|cost| cost.checked_mul(self.on_hand.into()))
    }
}

/// The lines, with their categories in a language.
pub(super) fn stock_lines(locale: Locale) -> String {
    let category = if locale == Locale::English { "c.name_en" } else { "c.name" };
    format!(
        "SELECT s.variant_id, p.name, p.brand,
    COALESCE((SELECT string_agg(o ->> 'value', ' / ') FROM jsonb_array_elements(v.options) o), '') AS options, v.sku, v.barcode,
    {category} AS category, (SELECT u.name FROM suppliers u WHERE u.id = p.supplier_id) AS supplier, s.level, s.on_hand, s.reserved,
    COALESCE((SELECT sum(GREATEST(ri.quantity_ordered - ri.quantity_received, 0)) FROM restock_order_items ri
              JOIN restock_orders ro ON ro.id = ri.restock_order_id
              WHERE ri.variant_id = v.id AND ro.status IN ('ordered', 'partially_received')), 0)::bigint AS incoming,
    s.low_stock_threshold, s.minimum_stock, v.cost, v.price
    FROM stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id JOIN categories c ON c.id = p.category_id"
    )
}

static STOCK_COLUMNS: &[Column<StockLine>] = &[
    Column::new("sku", ["SKU", "SKU"], 20, |row| Cell::text(&row.sku)),
    Column::new("name", ["Produk", "Product"], 32, |row| Cell::text(&row.name)),
    Column::new("options", ["Varian", "Variant"], 20, |row| Cell::text(&row.options)),
    Column::new("brand", ["Merek", "Brand"], 14, |row| Cell::text(&row.brand)),
    Column::new("category", ["Kategori", "Category"], 18, |row| Cell::text(&row.category)),
    Column::new("supplier", ["Pemasok", "Supplier"], 18, |row| Cell::maybe(row.supplier.as_deref())),
    Column::new("barcode", ["Barcode", "Barcode"], 16, |row| Cell::maybe(row.barcode.as_deref())),
    Column::new("level", ["Keadaan", "Level"], 10, |row| Cell::text(row.level.as_str())),
    Column::new("on_hand", ["Di toko", "On hand"], 9, |row| Cell::Integer(row.on_hand.into())),
    Column::new("reserved", ["Ditahan", "Reserved"], 9, |row| Cell::Integer(row.reserved.into())),
    Column::new("available", ["Tersedia", "Available"], 9, |row| Cell::Integer((row.on_hand - row.reserved).into())),
    Column::new("incoming", ["Akan datang", "Incoming"], 11, |row| Cell::Integer(row.incoming)),
    Column::new("low_stock_threshold", ["Batas", "Threshold"], 9, |row| Cell::Integer(row.low_stock_threshold.into())),
    Column::new("minimum_stock", ["Minimum", "Minimum"], 9, |row| Cell::Integer(row.minimum_stock.into())),
    Column::new("cost", ["Harga pokok", "Average cost"], 14, |row| row.cost.map_or(Cell::Empty, Cell::Money)),
    Column::new("value", ["Nilai", "Value"], 16, |row| row.value().map_or(Cell::Empty, Cell::Money)),
    Column::new("price", ["Harga jual", "Price"], 14, |row| Cell::Money(row.price)),
];

/// The stock of the list, by product.
pub(super) async fn stock(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: StockFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "inventory", ask.format, &filter).await?;
    let position = |row: &StockLine| vec![row.name.as_str().into(), row.variant_id.into()];
    let rows =
        Keyset::new(&ctx.db, stock_lines(ask.locale), list::conditions(filter), &["p.name", "s.variant_id"], position).upwards();
    Export::of(ask, "inventory", ["Stok", "Stock"], STOCK_COLUMNS, rows).await
}

pub(super) const MOVEMENTS: &str = "SELECT m.id, m.variant_id, p.name,
    COALESCE((SELECT string_agg(o ->> 'value', ' / ') FROM jsonb_array_elements(v.options) o), '') AS options, v.sku, m.kind, m.quantity,
    m.reason, m.note, m.reference_kind, m.created_at, m.on_hand_after::bigint AS on_hand_after,
    (SELECT u.name FROM users u WHERE u.id = m.actor_id) AS actor,
    CASE m.reference_kind
        WHEN 'order' THEN (SELECT o.number FROM orders o WHERE o.id = m.reference_id)
        WHEN 'refund' THEN (SELECT o.number FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.id = m.reference_id)
        WHEN 'restock_order' THEN (SELECT o.number FROM restock_orders o WHERE o.id = m.reference_id) END AS reference,
    m.reference_id
    FROM stock_movements m JOIN variants v ON v.id = m.variant_id JOIN products p ON p.id = v.product_id";

static MOVEMENT_COLUMNS: &[Column<movements::Row>] = &[
    Column::new("at", ["Waktu", "Time"], 17, |row| Cell::Time(row.created_at)),
    Column::new("sku", ["SKU", "SKU"], 20, |row| Cell::text(&row.sku)),
    Column::new("name", ["Produk", "Product"], 32, |row| Cell::text(&row.name)),
    Column::new("options", ["Varian", "Variant"], 20, |row| Cell::text(&row.options)),
    Column::new("kind", ["Jenis", "Kind"], 12, |row| Cell::text(row.kind.as_str())),
    Column::new("quantity", ["Jumlah", "Quantity"], 9, |row| Cell::Integer(row.quantity.into())),
    Column::new("on_hand_after", ["Sisa", "On hand after"], 12, |row| Cell::Integer(row.on_hand_after)),
    Column::new("reason", ["Alasan", "Reason"], 12, |row| Cell::maybe(row.reason.map(AdjustmentReason::as_str))),
    Column::new("note", ["Catatan", "Note"], 30, |row| Cell::text(&row.note)),
    Column::new("reference", ["Referensi", "Reference"], 20, |row| Cell::maybe(row.reference.as_deref())),
    Column::new("actor", ["Oleh", "By"], 20, |row| Cell::maybe(row.actor.as_deref())),
];

/// Movements, the latest first.
pub(super) async fn movements(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: MovementFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "stock-movements", ask.format, &filter).await?;
    let position = |row: &movements::Row| vec![row.created_at.into(), row.id.0.into()];
    let rows = Keyset::new(&ctx.db, MOVEMENTS, movements::conditions(filter), &["m.created_at", "m.id"], position);
    Export::of(ask, "stock-movements", ["Mutasi stok", "Stock movements"], MOVEMENT_COLUMNS, rows).await
}

static VALUE_COLUMNS: &[Column<InventoryValueRow>] = &[
    Column::new("category", ["Kategori", "Category"], 24, |row| Cell::text(&row.category)),
    Column::new("variants", ["Varian", "Variants"], 10, |row| Cell::Integer(row.variants)),
    Column::new("pieces", ["Barang", "Pieces"], 10, |row| Cell::Integer(row.pieces)),
    Column::new("without_cost", ["Tanpa harga pokok", "Without cost"], 16, |row| Cell::Integer(row.without_cost)),
    Column::new("cost_value", ["Nilai pokok", "Value at cost"], 18, |row| Cell::Money(row.cost_value)),
    Column::new("retail_value", ["Nilai jual", "Value at retail"], 18, |row| Cell::Money(row.retail_value)),
];

/// Rows that are all there at once.
pub(super) struct Ready<R>(pub Vec<R>);

impl<R: Send + 'static> Rows for Ready<R> {
    type Row = R;

    async fn next(&mut self) -> Result<Vec<R>, ApiError> {
        Ok(std::mem::take(&mut self.0))
    }
}

/// What the shelf is worth, by category.
pub(super) async fn values(ctx: &Ctx, by: &Caller, ask: &ExportAsk) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "inventory-reports", ask.format, &serde_json::json!({})).await?;
    let mut rows = value::by_category(ctx).await?;
    if ask.locale == Locale::English {
        for row in &mut rows {
            row.category.clone_from(&row.category_en);
        }
    }
    Export::of(ask, "inventory-value", ["Nilai stok", "Inventory value"], VALUE_COLUMNS, Ready(rows)).await
}

/// A word for people, where the files have that of the API.
pub(super) fn kind_word(kind: MovementKind, english: bool) -> &'static str {
    let [indonesian, in_english] = match kind {
        MovementKind::Receipt => ["Masuk", "Receipt"],
        MovementKind::Sale => ["Terjual", "Sale"],
        MovementKind::Return => ["Kembali", "Return"],
        MovementKind::Adjustment => ["Koreksi", "Adjustment"],
    };
    if english { in_english } else { indonesian }
}

/// A level for people.
pub(super) fn level_word(level: StockLevel, english: bool) -> &'static str {
    let [indonesian, in_english] = match level {
        StockLevel::Adequate => ["Cukup", "Adequate"],
        StockLevel::Low => ["Menipis", "Low"],
        StockLevel::Critical => ["Kritis", "Critical"],
        StockLevel::Out => ["Habis", "Out"],
    };
    if english { in_english } else { indonesian }
}
