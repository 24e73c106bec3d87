//! The first page of the back office.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use sea_orm::{DbErr, FromQueryResult};
use shared::dashboard::{BestSeller, Comparison, Dashboard, DayRevenue, Figures};
use shared::ids::ProductId;
use shared::money::Rupiah;
use uuid::Uuid;

use crate::clock::{shop_day, start_of_shop_day};
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::ApiError;

/// Days of the chart.
const CHART_DAYS: u64 = 30;

#[derive(FromQueryResult)]
struct FiguresRow {
    revenue: i64,
    orders: i64,
    new_customers: i64,
}

async fn figures(ctx: &Ctx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Figures, DbErr> {
    let sql = "SELECT COALESCE(sum(grand_total - refunded_total), 0)::bigint AS revenue, count(*) AS orders,
                      (SELECT count(*) FROM users u JOIN roles r ON r.id = u.role_id AND r.name = 'buyer'
                       WHERE u.created_at >= $1 AND u.created_at < $2) AS new_customers
               FROM orders WHERE paid_at >= $1 AND paid_at < $2";
    let row: Option<FiguresRow> = one(&ctx.db, sql, [from.into(), until.into()]).await?;
    Ok(row.map_or_else(Figures::default, |row| Figures {
        revenue: Rupiah(row.revenue),
        orders: row.orders,
        average_order: Rupiah(row.revenue.checked_div(row.orders).unwrap_or(0)),
        new_customers: row.new_customers,
    }))
}

/// A span up to now, and the one before it up to the same point.
async fn comparison(ctx: &Ctx, start: NaiveDate, previous_start: NaiveDate, now: DateTime<Utc>) -> Result<Comparison, DbErr> {
    let (start, previous_start) = (start_of_shop_day(start), start_of_shop_day(previous_start));
    let previous_end = (previous_start + (now - start)).min(start);
    let soon = now + TimeDelta::microseconds(1);
    Ok(Comparison { current: figures(ctx, start, soon).await?, previous: figures(ctx, previous_start, previous_end).await? })
}

#[derive(FromQueryResult)]
struct DayRow {
    day: NaiveDate,
    revenue: i64,
    orders: i64,
}

async fn days(ctx: &Ctx, today: NaiveDate) -> Result<Vec<DayRevenue>, DbErr> {
    let first = today - Days::new(CHART_DAYS - 1);
    let sql =
        "SELECT d::date AS day, COALESCE(sum(o.grand_total - o.refunded_total), 0)::bigint AS revenue, count(o.id) AS orders
               FROM generate_series($1::date, $2::date, interval '1 day') d
               LEFT JOIN orders o ON o.paid_at >= (d::timestamp AT TIME ZONE 'Asia/Jakarta')
                    AND o.paid_at < ((d + interval '1 day')::timestamp AT TIME ZONE 'Asia/Jakarta')
               GROUP BY d ORDER BY d";
    let rows: Vec<DayRow> = all(&ctx.db, sql, [first.into(), today.into()]).await?;
    Ok(rows.into_iter().map(|row| DayRevenue { day: row.day, revenue: Rupiah(row.revenue), orders: row.orders }).collect())
}

#[derive(FromQueryResult)]
struct CountsRow {
    products: i64,
    orders: i64,
    users: i64,
    to_ship: i64,
    awaiting_payment: i64,
    low_stock: i64,
}

async fn counts(ctx: &Ctx) -> Result<CountsRow, DbErr> {
    let sql = "SELECT (SELECT count(*) FROM product_listings) AS products,
                      (SELECT count(*) FROM orders) AS orders,
                      (SELECT count(*) FROM users u JOIN roles r ON r.id = u.role_id WHERE r.name = 'buyer' AND u.deleted_at IS NULL) AS users,
                      (SELECT count(*) FROM orders WHERE status IN ('paid', 'processing')) AS to_ship,
                      (SELECT count(*) FROM orders WHERE status = 'pending') AS awaiting_payment,
                      (SELECT count(*) FROM stocks s JOIN variants v ON v.id = s.variant_id AND v.active
                       JOIN products p ON p.id = v.product_id AND p.status = 'active' WHERE s.level <> 'adequate') AS low_stock";
    one(&ctx.db, sql, []).await?.ok_or(DbErr::RecordNotFound("counts".to_owned()))
}

#[derive(FromQueryResult)]
struct BestRow {
    product_id: Uuid,
    name: String,
    quantity: i64,
    revenue: i64,
    image: Option<serde_json::Value>,
}

async fn best_sellers(ctx: &Ctx, since: DateTime<Utc>) -> Result<Vec<BestSeller>, DbErr> {
    let sql = "SELECT b.product_id, p.name, b.quantity, b.revenue, l.images -> 0 AS image
               FROM (SELECT i.product_id, sum(i.quantity)::bigint AS quantity, sum(i.line_total)::bigint AS revenue
                     FROM orders o JOIN order_items i ON i.order_id = o.id
                     WHERE o.paid_at >= $1 AND o.status NOT IN ('refunded', 'cancelled', 'expired')
                     GROUP BY i.product_id ORDER BY quantity DESC, revenue DESC LIMIT 5) b
               JOIN products p ON p.id = b.product_id LEFT JOIN product_listings l ON l.product_id = b.product_id
               ORDER BY b.quantity DESC, b.revenue DESC";
    let rows: Vec<BestRow> = all(&ctx.db, sql, [since.into()]).await?;
    let view = |row: BestRow| BestSeller {
        product_id: ProductId(row.product_id),
        name: row.name,
        quantity: row.quantity,
        revenue: Rupiah(row.revenue),
        image: row.image.and_then(crate::files::image_from_json),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The whole page.
pub(super) async fn get(ctx: &Ctx) -> Result<Dashboard, ApiError> {
    let now = ctx.clock.now();
    let today = shop_day(now);
    let month = today.with_day(1).unwrap_or(today);
    let counts = counts(ctx).await?;
    Ok(Dashboard {
        today: comparison(ctx, today, today - Days::new(1), now).await?,
        month: comparison(ctx, month, month - Months::new(1), now).await?,
        days: days(ctx, today).await?,
        products: counts.products,
        orders: counts.orders,
        users: counts.users,
        to_ship: counts.to_ship,
        awaiting_payment: counts.awaiting_payment,
        low_stock: counts.low_stock,
        recent_orders: crate::orders::staff_rows(ctx, 8).await?,
        best_sellers: best_sellers(ctx, now - TimeDelta::days(30)).await?,
    })
}
