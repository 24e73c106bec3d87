//! How each product did.

use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::analytics::{ProductMeasure, ProductPerformance, Span};
use shared::dashboard::per_ten_thousand;
use shared::ids::ProductId;
use shared::money::Rupiah;
use shared::page::Page;
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::figures::moment;
use crate::audit;
use crate::context::Ctx;
use crate::db::{Filter, all, decode_cursor, encode_cursor};
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Rows};

/// Which products, and in which order.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Asked {
    #[serde(flatten)]
    pub span: Span,
    pub q: Option<String>,
    pub sort: ProductMeasure,
    pub ascending: bool,
}

/// Where a page ends.
#[derive(Serialize, Deserialize)]
struct Position {
    sort: ProductMeasure,
    ascending: bool,
    key: i64,
    id: Uuid,
}

#[derive(Clone, FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    brand: String,
    category: String,
    views: i64,
    cart_adds: i64,
    orders: i64,
    pieces: i64,
    revenue: Rupiah,
    key: i64,
    total: i64,
    image: Option<serde_json::Value>,
}

impl Row {
    fn view(self) -> ProductPerformance {
        ProductPerformance {
            product_id: ProductId(self.id),
            name: self.name,
            brand: self.brand,
            views: self.views,
            cart_adds: self.cart_adds,
            orders: self.orders,
            pieces: self.pieces,
            conversion: per_ten_thousand(self.orders, self.views),
            revenue: self.revenue,
            image: self.image.and_then(crate::files::image_from_json),
        }
    }
}

/// What a row is sorted by. Products that nobody looked at have no conversion, and come last by it.
fn key(sort: ProductMeasure) -> &'static str {
    match sort {
        ProductMeasure::Revenue => "f.revenue",
        ProductMeasure::Pieces => "f.pieces",
        ProductMeasure::Orders => "f.orders",
        ProductMeasure::Views => "f.views",
        ProductMeasure::CartAdds => "f.cart_adds",
        ProductMeasure::Conversion => "CASE WHEN f.views > 0 THEN f.orders * 10000 / f.views ELSE -1 END",
    }
}

/// The rows of products that were looked at, put into a cart or sold, from a position on.
async fn rows(ctx: &Ctx, ask: &Asked, after: Option<&Position>, limit: Option<u32>) -> Result<Vec<Row>, ApiError> {
    let mut filter = Filter::new();
    let (from, until) = (filter.value(ask.span.from), filter.value(ask.span.until));
    filter.and_sql("(f.views > 0 OR f.cart_adds > 0 OR f.orders > 0)");
    filter.and_contains("fold(p.brand || ' ' || p.name || ' ' || p.model)", ask.q.as_deref());
    let mut values: Vec<Value> = filter.values();
    let (direction, beyond) = if ask.ascending { ("ASC", ">") } else { ("DESC", "<") };
    let beyond = after.map_or_else(String::new, |after| {
        values.extend([after.key.into(), after.id.into()]);
        format!("WHERE (r.key, r.id) {beyond} (${}, ${})", values.len() - 1, values.len())
    });
    let limit = limit.map_or_else(String::new, |limit| format!("LIMIT {limit}"));
    let sql = format!(
        "WITH r AS MATERIALIZED (
             SELECT p.id, p.name, p.brand, c.name AS category, f.views, f.cart_adds, f.orders, f.pieces, f.revenue, ({})::bigint AS key
             FROM product_figures({from}::date, {until}::date) f
             JOIN products p ON p.id = f.product_id JOIN categories c ON c.id = p.category_id {})
         SELECT r.*, (SELECT count(*) FROM r) AS total, l.images -> 0 AS image
         FROM r LEFT JOIN product_listings l ON l.product_id = r.id {beyond}
         ORDER BY r.key {direction}, r.id {direction} {limit}",
        key(ask.sort),
        filter.sql(),
    );
    let tx = moment(ctx).await?;
    let rows = all(&tx, &sql, values).await?;
    tx.commit().await?;
    Ok(rows)
}

/// A page of it.
pub(super) async fn page(ctx: &Ctx, ask: Asked, limit: u32, cursor: Option<&str>) -> Result<Page<ProductPerformance>, ApiError> {
    let after: Option<Position> = cursor.map(decode_cursor).transpose()?;
    if after.as_ref().is_some_and(|after| (after.sort, after.ascending) != (ask.sort, ask.ascending)) {
        return Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]));
    }
    let mut rows = rows(ctx, &ask, after.as_ref(), Some(limit + 1)).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let position = |row: &Row| encode_cursor(&Position { sort: ask.sort, ascending: ask.ascending, key: row.key, id: row.id });
    let next_cursor = rows.last().filter(|_| more).map(position);
    Ok(Page { items: rows.into_iter().map(Row::view).collect(), next_cursor, total, total_is_estimate: false })
}

static COLUMNS: &[Column<Row>] = &[
    Column::new("product", ["Produk", "Product"], 36, |row| Cell::text(&row.name)),
    Column::new("brand", ["Merek", "Brand"], 16, |row| Cell::text(&row.brand)),
    Column::new("category", ["Kategori", "Category"], 20, |row| Cell::text(&row.category)),
    Column::new("views", ["Dilihat", "Views"], 10, |row| Cell::Integer(row.views)),
    Column::new("cart_adds", ["Masuk keranjang", "Added to cart"], 14, |row| Cell::Integer(row.cart_adds)),
    Column::new("orders", ["Pesanan dibayar", "Paid orders"], 14, |row| Cell::Integer(row.orders)),
    Column::new("pieces", ["Terjual", "Pieces sold"], 12, |row| Cell::Integer(row.pieces)),
    Column::new("conversion", ["Konversi", "Conversion"], 11, |row| {
        per_ten_thousand(row.orders, row.views).map_or(Cell::Empty, Cell::Percent)
    }),
    Column::new("revenue", ["Pendapatan", "Revenue"], 16, |row| Cell::Money(row.revenue)),
];

/// All rows, read once.
struct Whole(Option<Vec<Row>>);

impl Rows for Whole {
    type Row = Row;

    async fn next(&mut self) -> Result<Vec<Row>, ApiError> {
        Ok(self.0.take().unwrap_or_default())
    }
}

/// All of it as a file, in the order of the list.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, asked: Asked) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "analytics", ask.format, &asked).await?;
    let rows = rows(ctx, &asked, None, None).await?;
    Export::of(ask, "product-performance", ["Kinerja produk", "Product performance"], COLUMNS, Whole(Some(rows))).await
}
