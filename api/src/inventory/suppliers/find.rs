//! Lists of suppliers, and one of them.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use shared::account::Locale;
use shared::ids::{ProductId, SupplierId, VariantId};
use shared::inventory::{StaffSupplier, SupplierDetails, SupplierProductRow, SupplierRow, SupplierTerms};
use shared::money::Rupiah;
use shared::page::Page;
use uuid::Uuid;

use crate::audit;
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, one, total};
use crate::http::{ApiError, Caller, Cell, Column, Export, ExportAsk, Keyset};
use crate::inventory::list::and_named;
use crate::inventory::{INCOMING, OPTIONS};

/// What staff filter suppliers by.
#[derive(Default, Serialize)]
pub(super) struct SupplierFilter {
    pub active: Option<bool>,
    pub text: Option<String>,
}

fn conditions(ask: SupplierFilter) -> Filter {
    let mut filter = Filter::new();
    if let Some(active) = ask.active {
        filter.and("u.active = ?", active);
    }
    filter.and_contains(
        "fold(u.name || ' ' || u.company || ' ' || u.contact_person || ' ' || COALESCE(u.email, ''))",
        ask.text.as_deref(),
    );
    filter
}

#[derive(FromQueryResult)]
struct Row {
    id: SupplierId,
    name: String,
    company: String,
    contact_person: String,
    email: Option<String>,
    phone: Option<String>,
    lead_time_days: i32,
    active: bool,
    variants: i64,
    open_orders: i64,
    last_ordered_at: Option<DateTime<Utc>>,
    address: String,
    notes: String,
    locale: Locale,
    folded: String,
}

const SELECT: &str = "SELECT u.id, lower(u.name) AS folded, u.name, u.company, u.contact_person, u.email, u.phone, u.lead_time_days, u.active, u.address, u.notes, u.locale,
    (SELECT count(*) FROM supplies t WHERE t.supplier_id = u.id) AS variants,
    (SELECT count(*) FROM restock_orders o WHERE o.supplier_id = u.id AND o.status IN ('ordered', 'partially_received')) AS open_orders,
    (SELECT max(o.ordered_at) FROM restock_orders o WHERE o.supplier_id = u.id) AS last_ordered_at
    FROM suppliers u";

/// A page of suppliers, by name.
pub(super) async fn page(
    ctx: &Ctx,
    ask: SupplierFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<SupplierRow>, ApiError> {
    let mut filter = conditions(ask);
    let (total, total_is_estimate) = total(&ctx.db, "suppliers u", &filter).await?;
    if let Some(cursor) = cursor {
        let (name, id): (String, Uuid) = decode_cursor(cursor)?;
        let (name, id) = (filter.value(name), filter.value(id));
        filter.and_sql(&format!("(lower(u.name), u.id) > (lower({name}), {id})"));
    }
    let sql = format!("{SELECT} {} ORDER BY lower(u.name), u.id LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.name.clone(), row.id));
    let view = |row: Row| SupplierRow {
        id: row.id,
        name: row.name,
        company: row.company,
        contact_person: row.contact_person,
        email: row.email,
        phone: row.phone,
        lead_time_days: row.lead_time_days,
        active: row.active,
        variants: row.variants,
        open_orders: row.open_orders,
        last_ordered_at: row.last_ordered_at,
    };
    Ok(Page { items: rows.into_iter().map(view).collect(), next_cursor, total, total_is_estimate })
}

static COLUMNS: &[Column<Row>] = &[
    Column::new("name", ["Nama", "Name"], 24, |row| Cell::text(&row.name)),
    Column::new("company", ["Perusahaan", "Company"], 28, |row| Cell::text(&row.company)),
    Column::new("contact_person", ["Kontak", "Contact"], 20, |row| Cell::text(&row.contact_person)),
    Column::new("email", ["Email", "Email"], 28, |row| Cell::maybe(row.email.as_deref())),
    Column::new("phone", ["Telepon", "Phone"], 17, |row| Cell::maybe(row.phone.as_deref())),
    Column::new("address", ["Alamat", "Address"], 34, |row| Cell::text(&row.address)),
    Column::new("lead_time_days", ["Lama kirim (hari)", "Lead time (days)"], 12, |row| Cell::Integer(row.lead_time_days.into())),
    Column::new("locale", ["Bahasa", "Language"], 8, |row| Cell::text(row.locale.as_str())),
    Column::new("active", ["Aktif", "Active"], 8, |row| Cell::Flag(row.active)),
    Column::new("variants", ["Varian", "Variants"], 9, |row| Cell::Integer(row.variants)),
    Column::new("open_orders", ["Pesanan berjalan", "Open orders"], 12, |row| Cell::Integer(row.open_orders)),
    Column::new("last_ordered_at", ["Terakhir dipesan", "Last ordered"], 17, |row| Cell::time(row.last_ordered_at)),
    Column::new("notes", ["Catatan", "Notes"], 34, |row| Cell::text(&row.notes)),
];

/// The suppliers of the list.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, filter: SupplierFilter) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "suppliers", ask.format, &filter).await?;
    let position = |row: &Row| vec![row.folded.as_str().into(), row.id.0.into()];
    let rows = Keyset::new(&ctx.db, SELECT, conditions(filter), &["lower(u.name)", "u.id"], position).upwards();
    Export::of(ask, "suppliers", ["Pemasok", "Suppliers"], COLUMNS, rows).await
}

#[derive(FromQueryResult)]
struct WholeRow {
    id: SupplierId,
    revision: i32,
    name: String,
    company: String,
    contact_person: String,
    email: Option<String>,
    phone: Option<String>,
    address: String,
    notes: String,
    lead_time_days: i32,
    locale: Locale,
    active: bool,
    variants: i64,
    orders: i64,
    spent: Rupiah,
    received_total: Rupiah,
    updated_at: DateTime<Utc>,
}

/// A supplier, with its row locked when it is to be changed.
pub(super) async fn get(db: &impl ConnectionTrait, id: SupplierId, lock: bool) -> Result<StaffSupplier, ApiError> {
    let sql = format!(
        "SELECT u.id, u.revision, u.name, u.company, u.contact_person, u.email, u.phone, u.address, u.notes, u.lead_time_days, u.locale, u.active,
                u.updated_at, (SELECT count(*) FROM supplies t WHERE t.supplier_id = u.id) AS variants,
                (SELECT count(*) FROM restock_orders o WHERE o.supplier_id = u.id AND o.status NOT IN ('draft', 'cancelled')) AS orders,
                COALESCE((SELECT sum(o.total) FROM restock_orders o
                          WHERE o.supplier_id = u.id AND o.status NOT IN ('draft', 'cancelled')), 0)::bigint AS spent,
                COALESCE((SELECT sum(t.unit_cost * t.quantity) FROM restock_orders o JOIN restock_receipts r ON r.restock_order_id = o.id
                          JOIN restock_receipt_items t ON t.receipt_id = r.id WHERE o.supplier_id = u.id), 0)::bigint AS received_total
         FROM suppliers u WHERE u.id = $1 {}",
        if lock { "FOR NO KEY UPDATE OF u" } else { "" }
    );
    let row: Option<WholeRow> = one(db, &sql, [id.0.into()]).await?;
    let row = row.ok_or_else(ApiError::not_found)?;
    Ok(StaffSupplier {
        id: row.id,
        revision: row.revision,
        details: SupplierDetails {
            name: row.name,
            company: row.company,
            contact_person: row.contact_person,
            email: row.email.unwrap_or_default(),
            phone: row.phone.unwrap_or_default(),
            address: row.address,
            notes: row.notes,
            lead_time_days: row.lead_time_days,
            locale: row.locale,
            active: row.active,
        },
        variants: row.variants,
        orders: row.orders,
        spent: row.spent,
        received_total: row.received_total,
        updated_at: row.updated_at,
    })
}

#[derive(FromQueryResult)]
struct ProductRow {
    variant_id: VariantId,
    product_id: ProductId,
    name: String,
    options: String,
    sku: String,
    supplier_sku: String,
    cost: Option<Rupiah>,
    lead_time_days: Option<i32>,
    minimum_quantity: i32,
    has_terms: bool,
    revision: i32,
    available: i32,
    incoming: i64,
    average_cost: Option<Rupiah>,
}

/// A page of what a supplier supplies, by SKU.
pub(super) async fn products(
    ctx: &Ctx,
    id: SupplierId,
    text: Option<&str>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<SupplierProductRow>, ApiError> {
    let from = "supplies t JOIN variants v ON v.id = t.variant_id JOIN products p ON p.id = v.product_id JOIN stocks s ON s.variant_id = v.id";
    let mut filter = Filter::new();
    filter.and("t.supplier_id = ?", id.0);
    and_named(&mut filter, text);
    let (total, total_is_estimate) = total(&ctx.db, from, &filter).await?;
    if let Some(cursor) = cursor {
        let sku: String = decode_cursor(cursor)?;
        filter.and("v.sku > ?", sku);
    }
    let sql = format!(
        "SELECT v.id AS variant_id, p.id AS product_id, p.name, {OPTIONS} AS options, v.sku, t.supplier_sku, t.cost, t.lead_time_days,
                t.minimum_quantity, t.has_terms,
                COALESCE((SELECT n.revision FROM supplier_products n
                          WHERE n.supplier_id = t.supplier_id AND n.variant_id = t.variant_id), 0) AS revision, s.on_hand - s.reserved AS available, {INCOMING} AS incoming, v.cost AS average_cost
         FROM {from} {} ORDER BY v.sku LIMIT {}",
        filter.sql(),
        limit + 1
    );
    let rows: Vec<ProductRow> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| row.sku.clone());
    let view = |row: ProductRow| SupplierProductRow {
        variant_id: row.variant_id,
        product_id: row.product_id,
        name: row.name,
        options: row.options,
        sku: row.sku,
        terms: SupplierTerms {
            supplier_sku: row.supplier_sku,
            cost: row.cost,
            lead_time_days: row.lead_time_days,
            minimum_quantity: row.minimum_quantity,
        },
        has_terms: row.has_terms,
        revision: row.revision,
        available: row.available,
        incoming: row.incoming,
        average_cost: row.average_cost,
    };
    Ok(Page { items: rows.into_iter().map(view).collect(), next_cursor, total, total_is_estimate })
}
