//! The list of people.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use shared::ids::UserId;
use shared::money::Rupiah;
use shared::page::Page;
use shared::users::{DORMANT_DAYS, HIGH_VALUE, NEW_DAYS, REPEAT_ORDERS, StaffUserRow, UserSegment, UserSort};
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, total};
use crate::http::ApiError;

/// Which people.
#[derive(Default, Serialize)]
pub(super) struct UserFilter {
    pub text: Option<String>,
    pub role: Option<String>,
    pub active: Option<bool>,
    pub segment: Option<UserSegment>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub email_verified: bool,
    pub phone: Option<String>,
    pub role: String,
    pub active: bool,
    pub two_factor: bool,
    pub orders: i64,
    pub spent: i64,
    pub last_order_at: Option<DateTime<Utc>>,
    pub last_seen_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl From<Row> for StaffUserRow {
    fn from(row: Row) -> Self {
        Self {
            id: UserId(row.id),
            name: row.name,
            email: row.email,
            email_verified: row.email_verified,
            phone: row.phone,
            role: row.role,
            active: row.active,
            two_factor: row.two_factor,
            orders: row.orders,
            spent: Rupiah(row.spent),
            last_order_at: row.last_order_at,
            last_seen_at: row.last_seen_at,
            created_at: row.created_at,
        }
    }
}

macro_rules! people {
    () => {
        "users u JOIN roles r ON r.id = u.role_id"
    };
}
// An order that the shop was paid for, as in the view `sales`; the index `orders_bought_idx` has these.
macro_rules! paid {
    () => {
        "o.paid_at IS NOT NULL AND o.payment_status IN ('paid', 'partially_refunded', 'refunded')"
    };
}
macro_rules! bought {
    () => {
        concat!(
            " CROSS JOIN LATERAL (SELECT count(*) AS orders, COALESCE(sum(o.grand_total - o.refunded_total), 0)::bigint AS spent,
                max(o.paid_at) AS last_order_at FROM orders o WHERE o.user_id = u.id AND ",
            paid!(),
            ") f"
        )
    };
}
macro_rules! all_bought {
    () => {
        concat!(
            " LEFT JOIN (SELECT o.user_id, count(*) AS orders, sum(o.grand_total - o.refunded_total)::bigint AS spent,
                max(o.paid_at) AS last_order_at FROM orders o WHERE o.user_id IS NOT NULL AND ",
            paid!(),
            " GROUP BY o.user_id) b ON b.user_id = u.id
            CROSS JOIN LATERAL (SELECT COALESCE(b.orders, 0) AS orders, COALESCE(b.spent, 0) AS spent, b.last_order_at) f"
        )
    };
}
macro_rules! columns {
    () => {
        "SELECT u.id, u.name, u.email, u.email_verified_at IS NOT NULL AS email_verified, u.phone, r.name AS role, u.active,
        u.totp_enabled_at IS NOT NULL AS two_factor, f.orders, f.spent, f.last_order_at,
        (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at, u.created_at FROM "
    };
}

/// People with their roles.
const PEOPLE: &str = people!();
/// The same with what they bought, added up for everybody at once.
const BUYERS: &str = concat!(people!(), all_bought!());
/// The rows of [`Row`]. What they bought is looked up one by one: right for a page's people, of whom there are few.
pub(super) const SELECT: &str = concat!(columns!(), people!(), bought!());
/// The same rows, where what everybody bought decides who is on the page.
const SELECT_BY_BOUGHT: &str = concat!(columns!(), people!(), all_bought!());

/// What a filter lets through.
pub(super) fn conditions(ask: UserFilter, now: DateTime<Utc>) -> Filter {
    let mut filter = Filter::new();
    filter.and_sql("u.deleted_at IS NULL");
    filter.and_contains(
        "fold(u.name || ' ' || u.email || ' ' || COALESCE(u.username, '') || ' ' || COALESCE(u.phone, ''))",
        ask.text.as_deref(),
    );
    if let Some(role) = ask.role.filter(|role| !role.is_empty()) {
        filter.and("r.name = ?", role);
    }
    if let Some(active) = ask.active {
        filter.and("u.active = ?", active);
    }
    match ask.segment {
        Some(UserSegment::New) => filter.and("u.created_at >= ?", now - TimeDelta::days(NEW_DAYS)),
        Some(UserSegment::Repeat) => filter.and("f.orders >= ?", REPEAT_ORDERS),
        Some(UserSegment::HighValue) => filter.and("f.spent >= ?", HIGH_VALUE.0),
        Some(UserSegment::Dormant) => filter.and("f.last_order_at < ?", now - TimeDelta::days(DORMANT_DAYS)),
        None => {}
    }
    filter
}

/// The segments that somebody belongs to; the same rules as [`conditions`].
pub(super) fn segments(user: &StaffUserRow, now: DateTime<Utc>) -> Vec<UserSegment> {
    let belongs = |segment: &UserSegment| match segment {
        UserSegment::New => user.created_at >= now - TimeDelta::days(NEW_DAYS),
        UserSegment::Repeat => user.orders >= REPEAT_ORDERS,
        UserSegment::HighValue => user.spent >= HIGH_VALUE,
        UserSegment::Dormant => user.last_order_at.is_some_and(|at| at < now - TimeDelta::days(DORMANT_DAYS)),
    };
    UserSegment::ALL.iter().copied().filter(belongs).collect()
}

/// A page of people.
pub(super) async fn page(
    ctx: &Ctx,
    ask: UserFilter,
    sort: UserSort,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<StaffUserRow>, ApiError> {
    let found_by_bought = matches!(ask.segment, Some(UserSegment::Repeat | UserSegment::HighValue | UserSegment::Dormant));
    let select = if found_by_bought || matches!(sort, UserSort::Spent) { SELECT_BY_BOUGHT } else { SELECT };
    let mut filter = conditions(ask, ctx.clock.now());
    let (total, total_is_estimate) = total(&ctx.db, if found_by_bought { BUYERS } else { PEOPLE }, &filter).await?;
    let (column, sign, direction) = match sort {
        UserSort::Newest => ("u.created_at", "<", "DESC"),
        UserSort::Oldest => ("u.created_at", ">", "ASC"),
        UserSort::Name => ("lower(u.name)", ">", "ASC"),
        UserSort::Spent => ("f.spent", "<", "DESC"),
    };
    if let Some(cursor) = cursor {
        let (first, id) = match sort {
            UserSort::Newest | UserSort::Oldest => {
                let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
                (filter.value(at), id)
            }
            UserSort::Name => {
                let (name, id): (String, Uuid) = decode_cursor(cursor)?;
                // Folded by the database, as the column is.
                (format!("lower({})", filter.value(name)), id)
            }
            UserSort::Spent => {
                let (spent, id): (i64, Uuid) = decode_cursor(cursor)?;
                (filter.value(spent), id)
            }
        };
        let id = filter.value(id);
        filter.and_sql(&format!("({column}, u.id) {sign} ({first}, {id})"));
    }
    let sql = format!("{select} {} ORDER BY {column} {direction}, u.id {direction} LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| match sort {
        UserSort::Newest | UserSort::Oldest => serde_json::json!([row.created_at, row.id]),
        UserSort::Name => serde_json::json!([row.name, row.id]),
        UserSort::Spent => serde_json::json!([row.spent, row.id]),
    });
    Ok(Page { items: rows.into_iter().map(StaffUserRow::from).collect(), next_cursor, total, total_is_estimate })
}
