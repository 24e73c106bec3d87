//! Lists of orders.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use shared::ids::{OrderId, UserId};
use shared::money::Rupiah;
use shared::orders::{OrderStatus, OrderSummary, StaffOrderRow, StaffOrderSort};
use shared::page::Page;
use shared::payments::PaymentStatus;
use shared::shipping::courier_and_service;
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, like_part, one, total};
use crate::http::ApiError;
use crate::shipping;

/// Where a page ends: lists are newest first.
type Position = (DateTime<Utc>, Uuid);

/// The id of an order by its number, when it is the person's own.
///
/// # Errors
/// 404 when there is none, or it is somebody else's.
pub async fn own(ctx: &Ctx, user: UserId, number: &str) -> Result<OrderId, ApiError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let row: Option<Id> =
        one(&ctx.db, "SELECT id FROM orders WHERE number = $1 AND user_id = $2", [number.into(), user.0.into()]).await?;
    row.map(|row| OrderId(row.id)).ok_or_else(ApiError::not_found)
}

/// The number of an order.
///
/// # Errors
/// What the database says.
pub async fn number(db: &impl ConnectionTrait, id: OrderId) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Number {
        number: String,
    }
    let row: Option<Number> = one(db, "SELECT number FROM orders WHERE id = $1", [id.0.into()]).await?;
    Ok(row.map(|row| row.number))
}

#[derive(FromQueryResult)]
struct SummaryRow {
    id: Uuid,
    number: String,
    status: OrderStatus,
    payment_status: PaymentStatus,
    grand_total: i64,
    item_count: i32,
    pay_until: DateTime<Utc>,
    created_at: DateTime<Utc>,
    first_item: String,
    image: Option<serde_json::Value>,
}

/// A page of a person's orders, newest first.
pub(super) async fn own_page(ctx: &Ctx, user: UserId, limit: u32, cursor: Option<&str>) -> Result<Page<OrderSummary>, ApiError> {
    let mut filter = Filter::new();
    filter.and("o.user_id = ?", user.0);
    let (total, total_is_estimate) = total(&ctx.db, "orders o", &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): Position = decode_cursor(cursor)?;
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(o.created_at, o.id) < ({at}, {id})"));
    }
    let sql = format!(
        "SELECT o.id, o.number, o.status, o.payment_status, o.grand_total, o.item_count, o.pay_until, o.created_at, i.name AS first_item, i.image
         FROM orders o JOIN order_items i ON i.order_id = o.id AND i.position = 0
         {} ORDER BY o.created_at DESC, o.id DESC LIMIT {}",
        filter.sql(),
        limit + 1
    );
    let rows: Vec<SummaryRow> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.created_at, row.id));
    let view = |row: SummaryRow| OrderSummary {
        id: OrderId(row.id),
        number: row.number,
        status: row.status,
        payment_status: row.payment_status,
        total: Rupiah(row.grand_total),
        item_count: row.item_count,
        first_item: row.first_item,
        image: row.image.and_then(crate::files::image_from_json),
        pay_until: (row.status == OrderStatus::Pending).then_some(row.pay_until),
        created_at: row.created_at,
    };
    Ok(Page { items: rows.into_iter().map(view).collect(), next_cursor, total, total_is_estimate })
}

/// Whether the order `o` waits to be packed or shipped.
pub const TO_SHIP: &str = "o.status IN ('paid', 'processing')";

/// Whom the shop sends with, in its order.
pub(super) async fn couriers(ctx: &Ctx) -> Result<Vec<String>, DbErr> {
    let mut couriers: Vec<String> = Vec::new();
    for service in shipping::services(&ctx.db).await? {
        if !couriers.contains(&service.courier) {
            couriers.push(service.courier);
        }
    }
    Ok(couriers)
}

/// What staff filter orders by.
#[derive(Clone, Default, Serialize)]
pub(super) struct StaffFilter {
    pub status: Option<OrderStatus>,
    /// Only what waits to be packed or shipped.
    pub to_ship: Option<bool>,
    pub payment_status: Option<PaymentStatus>,
    pub courier: Option<String>,
    pub text: Option<String>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct StaffRow {
    id: Uuid,
    number: String,
    status: OrderStatus,
    payment_status: PaymentStatus,
    buyer_name: String,
    buyer_email: String,
    destination: String,
    /// Courier and service.
    shipping: Vec<String>,
    grand_total: i64,
    item_count: i32,
    created_at: DateTime<Utc>,
}

impl From<StaffRow> for StaffOrderRow {
    fn from(row: StaffRow) -> Self {
        Self {
            id: OrderId(row.id),
            number: row.number,
            status: row.status,
            payment_status: row.payment_status,
            buyer: row.buyer_name,
            buyer_email: row.buyer_email,
            destination: row.destination,
            shipping: match row.shipping.as_slice() {
                [courier, service] => courier_and_service(courier, service),
                other => other.join(" "),
            },
            total: Rupiah(row.grand_total),
            item_count: row.item_count,
            created_at: row.created_at,
        }
    }
}

const STAFF_COLUMNS: &str = "SELECT o.id, o.number, o.status, o.payment_status, o.buyer_name, o.buyer_email, o.destination,
    COALESCE((SELECT ARRAY[s.courier, s.service] FROM shipments s WHERE s.order_id = o.id ORDER BY s.shipped_at DESC, s.id DESC LIMIT 1),
             ARRAY[o.courier, o.shipping ->> 'name']) AS shipping, o.grand_total, o.item_count, o.created_at FROM orders o";

macro_rules! carried {
    () => {
        "o.id IN (SELECT s.order_id FROM shipments s WHERE fold_courier(s.courier) = fold_courier(?))"
    };
}

/// What a filter lets through.
pub(super) fn conditions(ask: StaffFilter) -> Filter {
    let mut filter = Filter::new();
    if let Some(status) = ask.status {
        filter.and("o.status = ?", status);
    }
    if ask.to_ship == Some(true) {
        filter.and_sql(TO_SHIP);
    }
    if let Some(status) = ask.payment_status {
        filter.and("o.payment_status = ?", status);
    }
    if let Some(courier) = ask.courier.filter(|courier| !courier.is_empty()) {
        // Whoever carried it, or is to: the buyer's choice is not always what it went with.
        filter.and(concat!("(o.courier = ? OR ", carried!(), ")"), courier);
    }
    search(&mut filter, ask.text.as_deref().unwrap_or_default().trim());
    if let Some(from) = ask.from {
        filter.and("o.created_at >= ?", from);
    }
    if let Some(until) = ask.until {
        filter.and("o.created_at < ?", until);
    }
    filter
}

/// Orders with the text in their number, name or email, or with a phone or tracking number that begins with it. Each way has
/// an index of its own, and an index of ids takes in what was found among parcels, so that they are put together from these.
fn search(filter: &mut Filter, text: &str) {
    if text.is_empty() {
        return;
    }
    let part = filter.value(like_part(text));
    let mut ways = vec![format!("fold(o.number || ' ' || o.buyer_name || ' ' || o.buyer_email) LIKE '%' || fold({part}) || '%'")];
    if let Some(begins) = phone_start(text) {
        // What comes after the digits.
        let (from, until) = (filter.value(begins.clone()), filter.value(format!("{begins}:")));
        for phone in ["o.buyer_phone", "(o.address ->> 'phone')"] {
            ways.push(format!("({phone} COLLATE \"C\" >= {from} AND {phone} COLLATE \"C\" < {until})"));
        }
    }
    if let Some(begins) = tracking_number_start(text) {
        // What comes after capitals, digits and dashes.
        let (from, until) = (filter.value(begins.clone()), filter.value(format!("{begins}~")));
        ways.push(format!(
            "o.id = ANY (ARRAY (SELECT s.order_id FROM shipments s
                 WHERE s.tracking_number COLLATE \"C\" >= {from} AND s.tracking_number COLLATE \"C\" < {until} LIMIT 1000))"
        ));
    }
    filter.and_sql(&format!("({})", ways.join(" OR ")));
}

/// The text as the beginning of a phone number as they are kept, however it is written.
fn phone_start(text: &str) -> Option<String> {
    if text.chars().any(|character| !(character.is_ascii_digit() || " +-.()".contains(character))) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("62").or_else(|| digits.strip_prefix('0')).unwrap_or(&digits);
    (national.len() >= 4).then(|| format!("+62{national}"))
}

/// The text as the beginning of a tracking number as they are kept.
fn tracking_number_start(text: &str) -> Option<String> {
    let number: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let number = number.to_ascii_uppercase();
    let fits = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
    (fits && has_digit && (5..=30).contains(&number.len())).then_some(number)
}

/// How many orders the filter lets through. Those that buyers chose the courier for come first, from an index: where there are
/// enough of them, parcels are not asked.
async fn staff_total(ctx: &Ctx, mut ask: StaffFilter) -> Result<(i64, bool), DbErr> {
    let courier = ask.courier.take().filter(|courier| !courier.is_empty());
    let mut filter = conditions(ask);
    let Some(courier) = courier else { return total(&ctx.db, "orders o", &filter).await };
    let mut chosen = filter.clone();
    chosen.and("o.courier = ?", courier.clone());
    // Its number is that of the first part, of the same value.
    filter.and(concat!("o.courier <> ? AND ", carried!()), courier);
    total(&ctx.db, &format!("orders o {} UNION ALL SELECT FROM orders o", chosen.sql()), &filter).await
}

/// A page of all orders.
pub(super) async fn staff_page(
    ctx: &Ctx,
    ask: StaffFilter,
    sort: StaffOrderSort,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<StaffOrderRow>, ApiError> {
    let by_time = matches!(sort, StaffOrderSort::Newest | StaffOrderSort::Oldest);
    let (sign, direction) = match sort {
        StaffOrderSort::Newest | StaffOrderSort::Largest => ("<", "DESC"),
        StaffOrderSort::Oldest | StaffOrderSort::Smallest => (">", "ASC"),
    };
    let column = if by_time { "o.created_at" } else { "o.grand_total" };
    let (total, total_is_estimate) = staff_total(ctx, ask.clone()).await?;
    let mut filter = conditions(ask);
    if let Some(cursor) = cursor {
        let (first, id) = if by_time {
            let (at, id): Position = decode_cursor(cursor)?;
            (filter.value(at), id)
        } else {
            let (amount, id): (i64, Uuid) = decode_cursor(cursor)?;
            (filter.value(amount), id)
        };
        let id = filter.value(id);
        filter.and_sql(&format!("({column}, o.id) {sign} ({first}, {id})"));
    }
    let sql = format!("{STAFF_COLUMNS} {} ORDER BY {column} {direction}, o.id {direction} LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<StaffRow> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| {
        if by_time { serde_json::json!([row.created_at, row.id]) } else { serde_json::json!([row.grand_total, row.id]) }
    });
    Ok(Page { items: rows.into_iter().map(StaffOrderRow::from).collect(), next_cursor, total, total_is_estimate })
}

/// The latest orders, for the dashboard.
///
/// # Errors
/// What the database says.
pub async fn staff_rows(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<StaffOrderRow>, DbErr> {
    let sql = format!("{STAFF_COLUMNS} ORDER BY o.created_at DESC, o.id DESC LIMIT {limit}");
    let rows: Vec<StaffRow> = all(db, &sql, []).await?;
    Ok(rows.into_iter().map(StaffOrderRow::from).collect())
}

/// A person's latest orders.
///
/// # Errors
/// What the database says.
pub async fn staff_rows_of(ctx: &Ctx, user: UserId, limit: u32) -> Result<Vec<StaffOrderRow>, DbErr> {
    let sql = format!("{STAFF_COLUMNS} WHERE o.user_id = $1 ORDER BY o.created_at DESC, o.id DESC LIMIT {limit}");
    let rows: Vec<StaffRow> = all(&ctx.db, &sql, [user.0.into()]).await?;
    Ok(rows.into_iter().map(StaffOrderRow::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for text in ["0812-3456", "+62 812 3456", "62 (812) 3456", "8123456"] {
            assert_eq!(phone_start(text).as_deref(), Some("+628123456"), "{text}");
        }
        for text in ["budi", "081", "0812 a", "JX000012345"] {
            assert_eq!(phone_start(text), None, "{text}");
        }
        for text in ["jx 0000 12345", "JX000012345"] {
            assert_eq!(tracking_number_start(text).as_deref(), Some("JX000012345"), "{text}");
        }
        for text in ["budi santoso", "budi7@example.com", "JX01", "a_1234567"] {
            assert_eq!(tracking_number_start(text), None, "{text}");
        }
    }
}
