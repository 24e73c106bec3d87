//! The stock list.

use sea_orm::FromQueryResult;
use serde::Serialize;
use shared::catalog::ProductStatus;
use shared::ids::{ProductId, SupplierId, VariantId};
use shared::inventory::{StockLevel, StockRow, StockSort};
use shared::money::Rupiah;
use shared::page::Page;
use uuid::Uuid;

use super::{FOR_SALE, INCOMING, OPTIONS};
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, like_part, total};
use crate::files;
use crate::http::ApiError;

/// What staff filter the stock by.
#[derive(Default, Serialize)]
pub(super) struct StockFilter {
    pub level: Option<StockLevel>,
    /// Only what is low, critical or out.
    pub short: Option<bool>,
    pub text: Option<String>,
    pub category: Option<String>,
    pub supplier: Option<SupplierId>,
}

/// Where the rows come from.
pub(super) const FROM: &str = "stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id JOIN categories c ON c.id = p.category_id";

/// What a filter lets through. What is neither for sale nor there is no stock.
pub(super) fn conditions(ask: StockFilter) -> Filter {
    let mut filter = Filter::new();
    filter.and_sql("(v.active AND p.status <> 'archived' OR s.on_hand > 0)");
    // As many as the summary, the dashboard and the morning's email say.
    if ask.level.is_some() || ask.short == Some(true) {
        filter.and_sql(FOR_SALE);
    }
    if let Some(level) = ask.level {
        filter.and("s.level = ?", level);
    }
    if ask.short == Some(true) {
        filter.and_sql("s.level <> 'adequate'");
    }
    and_named(&mut filter, ask.text.as_deref());
    if let Some(slug) = ask.category.filter(|slug| !slug.is_empty()) {
        let slug = filter.value(slug);
        filter.and_sql(&format!(
            "p.category_id IN (WITH RECURSIVE below AS (
                 SELECT id FROM categories WHERE slug = {slug}
                 UNION ALL SELECT k.id FROM categories k JOIN below b ON k.parent_id = b.id) SELECT id FROM below)"
        ));
    }
    if let Some(supplier) = ask.supplier {
        filter.and("v.id IN (SELECT variant_id FROM supplies WHERE supplier_id = ?)", supplier.0);
    }
    filter
}

/// Only variants `v` of which brand, name or model hold every word, whose SKU begins so, or whose
/// barcode it is.
pub(super) fn and_named(filter: &mut Filter, text: Option<&str>) {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() {
        return;
    }
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            let word = filter.value(like_part(word));
            format!("fold(x.brand || ' ' || x.name || ' ' || x.model) LIKE '%' || fold({word}) || '%'")
        })
        .collect();
    let (part, whole) = (filter.value(like_part(text)), filter.value(text));
    filter.and_sql(&format!(
        "(v.product_id IN (SELECT x.id FROM products x WHERE {}) OR v.sku LIKE upper({part}) || '%' OR v.barcode = {whole})",
        words.join(" AND ")
    ));
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    variant_id: VariantId,
    product_id: ProductId,
    name: String,
    brand: String,
    options: String,
    sku: String,
    barcode: Option<String>,
    category: String,
    category_en: String,
    status: ProductStatus,
    active: bool,
    supplier: Option<String>,
    level: StockLevel,
    on_hand: i32,
    reserved: i32,
    incoming: i64,
    low_stock_threshold: i32,
    minimum_stock: i32,
    cost: Option<Rupiah>,
    price: Rupiah,
    image: Option<serde_json::Value>,
}

impl From<Row> for StockRow {
    fn from(row: Row) -> Self {
        Self {
            variant_id: row.variant_id,
            product_id: row.product_id,
            name: row.name,
            brand: row.brand,
            options: row.options,
            sku: row.sku,
            barcode: row.barcode,
            category: row.category,
            category_en: row.category_en,
            status: row.status,
            active: row.active,
            supplier: row.supplier,
            level: row.level,
            on_hand: row.on_hand,
            reserved: row.reserved,
            available: row.on_hand - row.reserved,
            incoming: row.incoming,
            low_stock_threshold: row.low_stock_threshold,
            minimum_stock: row.minimum_stock,
            cost: row.cost,
            price: row.price,
            image: row.image.and_then(files::image_from_json),
        }
    }
}

/// The columns of a row.
pub(super) fn columns() -> String {
    format!(
        "s.variant_id, s.product_id, p.name, p.brand, {OPTIONS} AS options, v.sku, v.barcode, c.name AS category, c.name_en AS category_en,
         p.status, v.active, (SELECT u.name FROM suppliers u WHERE u.id = p.supplier_id) AS supplier, s.level, s.on_hand, s.reserved,
         {INCOMING} AS incoming, s.low_stock_threshold, s.minimum_stock, v.cost, v.price,
         (SELECT row_to_json(i) FROM (
             SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path FROM product_images i
             WHERE i.product_id = p.id ORDER BY i.is_thumbnail DESC, i.sort_order LIMIT 1) i) AS image"
    )
}

/// What the rows are ordered by, and whether the least comes first.
fn order(sort: StockSort) -> (&'static str, bool) {
    match sort {
        StockSort::Name => ("p.name", true),
        StockSort::Sku => ("v.sku", true),
        StockSort::Least => ("(s.on_hand - s.reserved)::bigint", true),
        StockSort::Most => ("(s.on_hand - s.reserved)::bigint", false),
        StockSort::Value => ("s.on_hand * COALESCE(v.cost, 0)", false),
    }
}

/// A page of the stock.
pub(super) async fn page(
    ctx: &Ctx,
    ask: StockFilter,
    sort: StockSort,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<StockRow>, ApiError> {
    let mut filter = conditions(ask);
    let (total, total_is_estimate) = total(&ctx.db, FROM, &filter).await?;
    let (column, upwards) = order(sort);
    let (direction, beyond) = if upwards { ("ASC", ">") } else { ("DESC", "<") };
    let by_text = matches!(sort, StockSort::Name | StockSort::Sku);
    if let Some(cursor) = cursor {
        let (key, id) = if by_text {
            let (key, id): (String, Uuid) = decode_cursor(cursor)?;
            (filter.value(key), id)
        } else {
            let (key, id): (i64, Uuid) = decode_cursor(cursor)?;
            (filter.value(key), id)
        };
        let id = filter.value(id);
        filter.and_sql(&format!("({column}, s.variant_id) {beyond} ({key}, {id})"));
    }
    // Which rows is decided first; what is shown of them is looked up for these alone.
    let sql = format!(
        "SELECT {} FROM (SELECT s.*, {column} AS key FROM {FROM} {} ORDER BY {column} {direction}, s.variant_id {direction} LIMIT {}) s
         JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id JOIN categories c ON c.id = p.category_id
         ORDER BY s.key {direction}, s.variant_id {direction}",
        columns(),
        filter.sql(),
        limit + 1
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| match sort {
        StockSort::Name => serde_json::json!([row.name, row.variant_id]),
        StockSort::Sku => serde_json::json!([row.sku, row.variant_id]),
        StockSort::Least | StockSort::Most => serde_json::json!([row.on_hand - row.reserved, row.variant_id]),
        StockSort::Value => {
            serde_json::json!([row.cost.map_or(0, |cost| cost.0) * i64::from(row.on_hand), row.variant_id])
        }
    });
    Ok(Page { items: rows.into_iter().map(StockRow::from).collect(), next_cursor, total, total_is_estimate })
}
