//! The back office's product list.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::catalog::{OptionValue, ProductStatus, StaffProductSort, StockState};
use shared::dashboard::{StaffProductRow, StaffVariantRow};
use shared::ids::{ProductId, VariantId};
use shared::money::Rupiah;
use shared::page::{EXACT_TOTAL, Page};
use shared::validate::{FieldCode, FieldError};

use super::list::{ParameterFaults, db_can_hold};
use super::tree::tree;
use super::{guess, text};
use crate::context::Ctx;
use crate::db;
use crate::files::{self, ImageRow};
use crate::http::{ApiError, ApiResult};

/// The query parameters as they came in.
#[derive(Default)]
pub(super) struct StaffAsked {
    pub q: Option<String>,
    pub status: Option<ProductStatus>,
    pub stock: Option<StockState>,
    pub category: Option<String>,
    pub brand: Option<String>,
    pub featured: Option<bool>,
    pub sort: Option<StaffProductSort>,
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

impl StaffAsked {
    /// The filters that were set, for the audit log.
    pub(super) fn told(&self) -> serde_json::Value {
        serde_json::json!({
            "q": self.q, "status": self.status, "stock": self.stock, "category": self.category, "brand": self.brand,
            "featured": self.featured,
        })
    }
}

/// Where a page ends.
#[derive(Serialize, Deserialize)]
struct Position {
    sort: StaffProductSort,
    /// The number, name or time that the row is ordered by.
    number: Option<i64>,
    name: Option<String>,
    time: Option<DateTime<Utc>>,
    id: ProductId,
    total: i64,
    total_is_estimate: bool,
}

#[derive(FromQueryResult)]
struct ListRow {
    total: Option<i64>,
    items: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct ItemRow {
    id: ProductId,
    name: String,
    slug: String,
    brand: String,
    category: String,
    category_en: String,
    status: ProductStatus,
    featured: bool,
    sold_count: i64,
    updated_at: DateTime<Utc>,
    available: Option<i64>,
    image: Option<ImageRow>,
    variants: Option<Vec<VariantRow>>,
}

#[derive(Deserialize)]
struct VariantRow {
    id: VariantId,
    sku: String,
    options: Vec<OptionValue>,
    price: Rupiah,
    on_hand: i32,
    reserved: i32,
    state: StockState,
}

/// A page of products with their stock, those not for sale included.
pub(super) async fn staff_list(ctx: &Ctx, asked: StaffAsked) -> ApiResult<Page<StaffProductRow>> {
    let mut faults = ParameterFaults::default();
    let limit = faults.limit(asked.limit);
    faults.finish().map_err(ApiError::invalid)?;
    let sort = asked.sort.unwrap_or(StaffProductSort::Updated);
    let position = asked.cursor.as_deref().map(|cursor| Position::read(cursor, sort)).transpose()?;

    let (all, filter_values) = conditions(ctx, &asked).await?;
    let mut values = filter_values.clone();
    let sql = statement(&all, sort, position.as_ref(), limit, &mut values);
    let row: Option<ListRow> = db::one(&ctx.db, &sql, values).await?;
    let row = row.ok_or_else(|| ApiError::internal("a statement without a row"))?;
    let total = match (&position, row.total) {
        (Some(position), _) => (position.total, position.total_is_estimate),
        (None, Some(total)) if total > EXACT_TOTAL => {
            (guess::rows(ctx, &format!("SELECT FROM products p WHERE {all}"), filter_values).await?.max(total), true)
        }
        (None, total) => (total.unwrap_or_default(), false),
    };
    let items: Vec<ItemRow> = row.items.map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
    let (items, next_cursor) = db::cut(items, limit, |last| Position::after(last, sort, total));
    Ok(Page { items: items.into_iter().map(ItemRow::row).collect(), next_cursor, total: total.0, total_is_estimate: total.1 })
}

/// The filters as SQL about `products p`, with their values; the sort and the page are not among them.
///
/// # Errors
/// 422 for a category that there is not, or text that is too long.
pub(super) async fn conditions(ctx: &Ctx, asked: &StaffAsked) -> ApiResult<(String, Vec<Value>)> {
    let q = asked.q.as_deref().map(text::normalize).unwrap_or_default();
    let mut faults = ParameterFaults::default();
    faults.rules(|rules| rules.text("q", &q, 0, text::MAX_TEXT));
    faults.finish().map_err(ApiError::invalid)?;
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut conditions = vec!["true".to_owned()];
    if !q.is_empty() {
        conditions.push(text_condition(&q, &mut bind));
    }
    if let Some(status) = asked.status {
        conditions.push(format!("p.status = {}", bind(status.as_str().into())));
    }
    if let Some(state) = asked.stock {
        let state = bind(state.as_str().into());
        conditions.push(format!("EXISTS (SELECT FROM stocks s JOIN variants v ON v.id = s.variant_id WHERE s.product_id = p.id AND s.state = {state} AND v.active)"));
    }
    if let Some(brand) = asked.brand.as_ref().filter(|brand| !brand.is_empty()) {
        conditions.push(format!("p.brand = {}", bind(brand.as_str().into())));
    }
    if let Some(featured) = asked.featured {
        conditions.push(if featured { "p.featured" } else { "NOT p.featured" }.to_owned());
    }
    if let Some(slug) = asked.category.as_ref().filter(|slug| !slug.is_empty()) {
        let tree = tree(ctx).await?;
        let category =
            tree.find(slug).ok_or_else(|| ApiError::invalid(vec![FieldError::new("category", FieldCode::UnknownChoice)]))?;
        let within: Vec<uuid::Uuid> = tree.within(category.id).into_iter().map(|id| id.0).collect();
        conditions.push(format!("p.category_id = ANY ({})", bind(within.into())));
    }
    Ok((conditions.join(" AND "), values))
}

/// Every word in brand, name or model, or the beginning of a SKU.
fn text_condition(q: &str, bind: &mut impl FnMut(Value) -> String) -> String {
    let words: Vec<String> = q
        .split(' ')
        .map(|word| {
            format!(
                "fold(x.brand || ' ' || x.name || ' ' || x.model) LIKE '%' || fold({}) || '%'",
                bind(db::like_part(word).into())
            )
        })
        .collect();
    let sku = bind(q.to_uppercase().into());
    format!(
        "p.id IN (SELECT x.id FROM products x WHERE {} UNION ALL
            SELECT v.product_id FROM variants v WHERE v.sku >= {sku} AND v.sku < {sku} || chr(1114111))",
        words.join(" AND ")
    )
}

/// One row: `total` (of the first page, counted to one more than is exact) and `items`.
fn statement(all: &str, sort: StaffProductSort, position: Option<&Position>, limit: usize, values: &mut Vec<Value>) -> String {
    let (column, kind, direction, beyond) = match sort {
        StaffProductSort::Updated => ("p.updated_at", "timestamptz", "DESC", "<"),
        StaffProductSort::Name => ("p.name", "text", "ASC", ">"),
        StaffProductSort::Stock => ("p.available", "bigint", "ASC", ">"),
        StaffProductSort::Sold => ("p.sold_count", "bigint", "DESC", "<"),
    };
    // The sum of a product's stock has no index: this order is for lists up to EXACT_TOTAL, the
    // first of a longer one. The stock filter narrows it.
    let from = match sort {
        StaffProductSort::Stock => format!(
            "(SELECT p.id, (SELECT COALESCE(sum(s.on_hand - s.reserved), 0) FROM stocks s WHERE s.product_id = p.id) AS available
              FROM products p WHERE {all} LIMIT {EXACT_TOTAL}) p WHERE true"
        ),
        StaffProductSort::Updated | StaffProductSort::Name | StaffProductSort::Sold => format!("products p WHERE {all}"),
    };
    let after = position.map_or_else(String::new, |position| {
        values.extend([position.key(), position.id.0.into()]);
        format!(" AND ({column}, p.id) {beyond} (${}::{kind}, ${}::uuid)", values.len() - 1, values.len())
    });
    let available = if sort == StaffProductSort::Stock { "top.key" } else { "NULL::bigint" };
    let total = if position.is_some() {
        "NULL::bigint".to_owned()
    } else {
        format!("(SELECT count(*) FROM (SELECT FROM products p WHERE {all} LIMIT {}) x)", EXACT_TOTAL + 1)
    };
    format!(
        "WITH top AS MATERIALIZED (SELECT p.id, {column} AS key FROM {from}{after} ORDER BY {column} {direction}, p.id {direction} LIMIT {take})
         SELECT {total} AS total, (SELECT json_agg(i) FROM (
            SELECT p.id, p.name, p.slug, p.brand, c.name AS category, c.name_en AS category_en, p.status, p.featured, p.sold_count, p.updated_at, {available} AS available,
                (SELECT row_to_json(i) FROM (
                    SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path FROM product_images i
                    WHERE i.product_id = p.id ORDER BY i.is_thumbnail DESC, i.sort_order LIMIT 1) i) AS image,
                (SELECT json_agg(v) FROM (
                    SELECT v.id, v.sku, v.options, v.price, s.on_hand, s.reserved, s.state
                    FROM variants v JOIN stocks s ON s.variant_id = v.id WHERE v.product_id = p.id AND v.active ORDER BY v.sort_order, v.id) v) AS variants
            FROM top JOIN products p ON p.id = top.id JOIN categories c ON c.id = p.category_id
            ORDER BY top.key {direction}, p.id {direction}) i) AS items",
        take = limit + 1
    )
}

impl Position {
    fn read(cursor: &str, sort: StaffProductSort) -> ApiResult<Self> {
        let position: Self = db::decode_cursor(cursor)?;
        let has_key = match sort {
            StaffProductSort::Updated => position.time.is_some_and(db_can_hold),
            StaffProductSort::Name => position.name.as_ref().is_some_and(|name| !name.contains('\0')),
            StaffProductSort::Stock | StaffProductSort::Sold => position.number.is_some(),
        };
        if position.sort == sort && has_key && position.total >= 0 {
            Ok(position)
        } else {
            Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]))
        }
    }

    fn after(row: &ItemRow, sort: StaffProductSort, total: (i64, bool)) -> Self {
        let end = Self { sort, number: None, name: None, time: None, id: row.id, total: total.0, total_is_estimate: total.1 };
        match sort {
            StaffProductSort::Updated => Self { time: Some(row.updated_at), ..end },
            StaffProductSort::Name => Self { name: Some(row.name.clone()), ..end },
            StaffProductSort::Stock => Self { number: row.available, ..end },
            StaffProductSort::Sold => Self { number: Some(row.sold_count), ..end },
        }
    }

    fn key(&self) -> Value {
        match self.sort {
            StaffProductSort::Updated => self.time.into(),
            StaffProductSort::Name => self.name.clone().into(),
            StaffProductSort::Stock | StaffProductSort::Sold => self.number.into(),
        }
    }
}

impl ItemRow {
    fn row(self) -> StaffProductRow {
        StaffProductRow {
            id: self.id,
            name: self.name,
            slug: self.slug,
            brand: self.brand,
            category: self.category,
            category_en: self.category_en,
            status: self.status,
            featured: self.featured,
            variants: self.variants.unwrap_or_default().into_iter().map(VariantRow::row).collect(),
            sold: self.sold_count,
            updated_at: self.updated_at,
            image: self.image.map(files::image),
        }
    }
}

impl VariantRow {
    fn row(self) -> StaffVariantRow {
        let values: Vec<String> = self.options.into_iter().map(|option| option.value).collect();
        StaffVariantRow {
            id: self.id,
            sku: self.sku,
            options: values.join(" / "),
            price: self.price,
            on_hand: self.on_hand,
            reserved: self.reserved,
            stock: self.state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(sort: StaffProductSort) -> Position {
        Position { sort, number: Some(1), name: None, time: None, id: ProductId::generate(), total: 1, total_is_estimate: false }
    }

    #[test]
    fn a_cursor_belongs_to_its_sort() {
        let cursor = db::encode_cursor(&position(StaffProductSort::Sold));
        assert!(Position::read(&cursor, StaffProductSort::Sold).is_ok());
        assert!(Position::read(&cursor, StaffProductSort::Stock).is_err());
        assert!(Position::read(&db::encode_cursor(&position(StaffProductSort::Name)), StaffProductSort::Name).is_err());
    }

    #[test]
    fn wildcards_are_taken_literally() {
        let mut bound = Vec::new();
        let sql = text_condition("50% a_b", &mut |value| {
            bound.push(value);
            format!("${}", bound.len())
        });
        assert!(!sql.contains("50") && sql.contains("$3"), "{sql}");
        assert_eq!(bound, [Value::from("50\\%"), Value::from("a\\_b"), Value::from("50% A_B")]);
    }
}
