//! Reads the figures of days, products and searches.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{AccessMode, ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult, IsolationLevel, TransactionTrait};
use shared::analytics::Span;
use shared::dashboard::{BestSeller, Figures};
use shared::ids::ProductId;
use shared::money::Rupiah;
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{all, execute, one};

/// One moment, for all statements of a page: they agree with each other whatever is paid meanwhile.
///
/// # Errors
/// What the database says.
pub(super) async fn moment(ctx: &Ctx) -> Result<DatabaseTransaction, DbErr> {
    let tx = ctx.db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    // Tens of thousands of products are added up in memory, not in files.
    execute(&tx, "SET LOCAL work_mem = '64MB'", []).await?;
    Ok(tx)
}

#[derive(FromQueryResult)]
struct DayRow {
    day: NaiveDate,
    orders: i64,
    captured: Rupiah,
    refunded: Rupiah,
    visits: i64,
    new_customers: i64,
}

/// The figures of days; those without any are absent.
pub(super) struct Days(BTreeMap<NaiveDate, Figures>);

impl Days {
    /// The sums over a span.
    pub(super) fn over(&self, span: Span) -> Figures {
        if span.from > span.until {
            return Figures::default();
        }
        self.0.range(span.from..=span.until).fold(Figures::default(), |sum, (_, day)| add(sum, *day)).reckoned()
    }
}

/// Both together; what follows from them is still to be reckoned.
pub(super) fn add(one: Figures, other: Figures) -> Figures {
    Figures {
        captured: Rupiah(one.captured.0.saturating_add(other.captured.0)),
        refunded: Rupiah(one.refunded.0.saturating_add(other.refunded.0)),
        orders: one.orders + other.orders,
        new_customers: one.new_customers + other.new_customers,
        visits: one.visits + other.visits,
        ..Figures::default()
    }
}

/// Accounts of buyers.
pub(super) const BUYERS: &str = "users u WHERE u.role_id = (SELECT id FROM roles WHERE name = 'buyer')";

/// The days of a span. New customers are counted in steps of a day from a midnight of the shop, where all days are equally
/// long, and only steps are asked which day they are: looking up a time zone for every customer takes longer than counting.
pub(super) async fn days(db: &impl ConnectionTrait, span: Span) -> Result<Days, DbErr> {
    let sql = format!(
        "SELECT day, sum(orders)::bigint AS orders, sum(captured)::bigint AS captured, sum(refunded)::bigint AS refunded,
                sum(visits)::bigint AS visits, sum(customers)::bigint AS new_customers
         FROM (
             SELECT day, orders, captured, refunded, 0 AS visits, 0 AS customers FROM sales_by_day($1::date, $2::date)
             UNION ALL
             SELECT day, 0, 0, 0, visits, 0 FROM visits WHERE day BETWEEN $1::date AND $2::date
             UNION ALL
             SELECT shop_day(c.start), 0, 0, 0, 0, c.customers FROM (
                 SELECT date_bin('1 day', u.created_at, '2000-01-01 00:00+07'::timestamptz) AS start, count(*) AS customers FROM {BUYERS}
                     AND u.created_at >= ($1::timestamp AT TIME ZONE 'Asia/Jakarta')
                     AND u.created_at < (($2::date + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
                 GROUP BY 1) c) x
         GROUP BY day"
    );
    let rows: Vec<DayRow> = all(db, &sql, [span.from.into(), span.until.into()]).await?;
    let figures = |row: &DayRow| Figures {
        captured: row.captured,
        refunded: row.refunded,
        orders: row.orders,
        new_customers: row.new_customers,
        visits: row.visits,
        ..Figures::default()
    };
    Ok(Days(rows.iter().map(|row| (row.day, figures(row))).collect()))
}

/// Sales and new customers of a part of a day. Visits are counted by days.
pub(super) async fn part_of_a_day(
    db: &impl ConnectionTrait,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Figures, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        orders: i64,
        captured: Rupiah,
        refunded: Rupiah,
        new_customers: i64,
    }
    let sql = format!(
        "SELECT count(*) AS orders, COALESCE(sum(captured), 0)::bigint AS captured, COALESCE(sum(refunded), 0)::bigint AS refunded,
                (SELECT count(*) FROM {BUYERS} AND u.created_at >= $1 AND u.created_at < $2) AS new_customers
         FROM sales WHERE paid_at >= $1 AND paid_at < $2"
    );
    let row: Option<Row> = one(db, &sql, [from.into(), until.into()]).await?;
    Ok(row.map_or_else(Figures::default, |row| Figures {
        captured: row.captured,
        refunded: row.refunded,
        orders: row.orders,
        new_customers: row.new_customers,
        ..Figures::default()
    }))
}

/// Accounts of buyers that were opened before a day.
pub(super) async fn customers_before(db: &impl ConnectionTrait, day: NaiveDate) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        n: i64,
    }
    let sql = format!("SELECT count(*) AS n FROM {BUYERS} AND u.created_at < ($1::timestamp AT TIME ZONE 'Asia/Jakarta')");
    let row: Option<Row> = one(db, &sql, [day.into()]).await?;
    Ok(row.map_or(0, |row| row.n))
}

/// What sold best in a span, by pieces, then by what it brought in.
pub(super) async fn best_sellers(db: &impl ConnectionTrait, span: Span, most: u32) -> Result<Vec<BestSeller>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        product_id: Uuid,
        name: String,
        quantity: i64,
        revenue: Rupiah,
        image: Option<serde_json::Value>,
    }
    let sql = format!(
        "SELECT b.product_id, p.name, b.pieces AS quantity, b.revenue, l.images -> 0 AS image
         FROM (SELECT * FROM product_figures($1::date, $2::date) f WHERE f.pieces > 0
               ORDER BY f.pieces DESC, f.revenue DESC, f.product_id LIMIT {most}) b
         JOIN products p ON p.id = b.product_id LEFT JOIN product_listings l ON l.product_id = b.product_id
         ORDER BY b.pieces DESC, b.revenue DESC, b.product_id"
    );
    let rows: Vec<Row> = all(db, &sql, [span.from.into(), span.until.into()]).await?;
    let view = |row: Row| BestSeller {
        product_id: ProductId(row.product_id),
        name: row.name,
        quantity: row.quantity,
        revenue: row.revenue,
        image: row.image.and_then(crate::files::image_from_json),
    };
    Ok(rows.into_iter().map(view).collect())
}
