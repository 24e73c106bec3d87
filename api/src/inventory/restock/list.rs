//! The list of restock orders.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use shared::ids::{RestockOrderId, SupplierId, VariantId};
use shared::inventory::{RestockRow, RestockSort, RestockStatus};
use shared::money::Rupiah;
use shared::page::Page;
use uuid::Uuid;

use crate::audit;
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, total};
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};

/// What staff filter restock orders by.
#[derive(Default, Serialize)]
pub(super) struct RestockFilter {
    pub status: Option<RestockStatus>,
    /// Only those under way.
    pub open: Option<bool>,
    pub supplier: Option<SupplierId>,
    pub variant: Option<VariantId>,
    pub text: Option<String>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

fn conditions(ask: RestockFilter) -> Filter {
    let mut filter = Filter::new();
    if let Some(status) = ask.status {
        filter.and("o.status = ?", status);
    }
    if ask.open == Some(true) {
        filter.and_sql("o.status IN ('ordered', 'partially_received')");
    }
    if let Some(supplier) = ask.supplier {
        filter.and("o.supplier_id = ?", supplier.0);
    }
    if let Some(variant) = ask.variant {
        filter.and("o.id IN (SELECT restock_order_id FROM restock_order_items WHERE variant_id = ?)", variant.0);
    }
    filter.and_contains(
        "fold(o.number || ' ' || (SELECT u.name || ' ' || u.company FROM suppliers u WHERE u.id = o.supplier_id))",
        ask.text.as_deref(),
    );
    if let Some(from) = ask.from {
        filter.and("o.created_at >= ?", from);
    }
    if let Some(until) = ask.until {
        filter.and("o.created_at < ?", until);
    }
    filter
}

#[derive(FromQueryResult)]
struct Row {
    id: RestockOrderId,
    number: String,
    status: RestockStatus,
    supplier_id: SupplierId,
    supplier: String,
    expected_on: Option<NaiveDate>,
    ordered: i64,
    received: i64,
    damaged: i64,
    total: Rupiah,
    created_at: DateTime<Utc>,
    ordered_at: Option<DateTime<Utc>>,
    received_at: Option<DateTime<Utc>>,
}

const SELECT: &str =
    "SELECT o.id, o.number, o.status, o.supplier_id, (SELECT u.name FROM suppliers u WHERE u.id = o.supplier_id) AS supplier,
    o.expected_on, o.total, o.created_at, o.ordered_at, o.received_at,
    (SELECT COALESCE(sum(i.quantity_ordered), 0) FROM restock_order_items i WHERE i.restock_order_id = o.id)::bigint AS ordered,
    (SELECT COALESCE(sum(i.quantity_received), 0) FROM restock_order_items i WHERE i.restock_order_id = o.id)::bigint AS received,
    (SELECT COALESCE(sum(i.quantity_damaged), 0) FROM restock_order_items i WHERE i.restock_order_id = o.id)::bigint AS damaged
    FROM restock_orders o";

/// A page of restock orders.
pub(super) async fn page(
    ctx: &Ctx,
    ask: RestockFilter,
    sort: RestockSort,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<RestockRow>, ApiError> {
    let by_time = matches!(sort, RestockSort::Newest | RestockSort::Oldest);
    let (sign, direction) = match sort {
        RestockSort::Newest | RestockSort::Largest => ("<", "DESC"),
        RestockSort::Oldest | RestockSort::Smallest => (">", "ASC"),
    };
    let column = if by_time { "o.created_at" } else { "o.total" };
    let mut filter = conditions(ask);
    let (total, total_is_estimate) = total(&ctx.db, "restock_orders o", &filter).await?;
    if let Some(cursor) = cursor {
        let (first, id) = if by_time {
            let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
            (filter.value(at), id)
        } else {
            let (amount, id): (i64, Uuid) = decode_cursor(cursor)?;
            (filter.value(amount), id)
        };
        let id = filter.value(id);
        filter.and_sql(&format!("({column}, o.id) {sign} ({first}, {id})"));
    }
    let sql = format!("{SELECT} {} ORDER BY {column} {direction}, o.id {direction} LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| {
        if by_time { serde_json::json!([row.created_at, row.id]) } else { serde_json::json!([row.total, row.id]) }
    });
    let today = shop_day(ctx.clock.now());
    let view = |row: Row| RestockRow {
        id: row.id,
        number: row.number,
        status: row.status,
        supplier_id: row.supplier_id,
        supplier: row.supplier,
        overdue: row.status.is_open() && row.expected_on.is_some_and(|day| day < today),
        expected_on: row.expected_on,
        ordered: row.ordered,
        received: row.received,
        total: row.total,
        created_at: row.created_at,
    };
    Ok(Page { items: rows.into_iter().map(view).collect(), next_cursor, total, total_is_estimate })
}

static COLUMNS: &[Column<Row>] = &[
    Column::new("number", ["Nomor", "Number"], 18, |row| Cell::text(&row.number)),
    Column::new("supplier", ["Pemasok", "Supplier"], 24, |row| Cell::text(&row.supplier)),
    Column::new("status", ["Status", "Status"], 18, |row| Cell::text(row.status.as_str())),
    Column::new("created_at", ["Dibuat", "Made"], 17, |row| Cell::Time(row.created_at)),
    Column::new("ordered_at", ["Dipesan", "Ordered"], 17, |row| Cell::time(row.ordered_at)),
    Column::new("expected_on", ["Diharapkan", "Expected"], 12, |row| {
        row.expected_on.map_or(Cell::Empty, |day| Cell::text(day.to_string()))
    }),
    Column::new("received_at", ["Diterima", "Received"], 17, |row| Cell::time(row.received_at)),
    Column::new("pieces_ordered", ["Barang dipesan", "Pieces ordered"], 12, |row| Cell::Integer(row.ordered)),
    Column::new("pieces_received", ["Barang diterima", "Pieces received"], 12, |row| Cell::Integer(row.received)),
    Column::new("pieces_damaged", ["Barang rusak", "Pieces damaged"], 12, |row| Cell::Integer(row.damaged)),
    Column::new("total", ["Total", "Total"], 16, |row| Cell::Money(row.total)),
];

/// The restock orders of the list, newest first.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: RestockFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "restock-orders", ask.format, &filter).await?;
    let position = |row: &Row| vec![row.created_at.into(), row.id.0.into()];
    let rows = Keyset::new(&ctx.db, SELECT, conditions(filter), &["o.created_at", "o.id"], position);
    Export::of(ask, "restock-orders", ["Pesanan stok", "Restock orders"], COLUMNS, rows).await
}
