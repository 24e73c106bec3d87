//! The first page of the back office.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::analytics::{Grain, Span};
use shared::dashboard::{Comparison, Dashboard, DayRevenue, Figures};
use shared::permission::Permission;

use super::figures::{self, BUYERS};
use crate::clock::{shop_day, start_of_shop_day};
use crate::context::Ctx;
use crate::db::one;
use crate::http::{ApiError, Caller};
use crate::inventory::FOR_SALE;
use crate::orders::TO_SHIP;

/// Days of the chart.
const CHART_DAYS: u64 = 30;

#[derive(FromQueryResult)]
struct CountsRow {
    products: i64,
    orders: i64,
    users: i64,
    to_ship: i64,
    awaiting_payment: i64,
    low_stock: i64,
    failed_emails: i64,
    open_chats: i64,
    waiting_chats: i64,
}

async fn counts(db: &impl ConnectionTrait) -> Result<CountsRow, DbErr> {
    let sql = format!(
        "SELECT (SELECT count(*) FROM product_listings) AS products,
                (SELECT count(*) FROM orders) AS orders,
                (SELECT count(*) FROM {BUYERS} AND u.deleted_at IS NULL) AS users,
                (SELECT count(*) FROM orders o WHERE {TO_SHIP}) AS to_ship,
                (SELECT count(*) FROM orders WHERE status = 'pending') AS awaiting_payment,
                (SELECT count(*) FROM stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id
                 WHERE {FOR_SALE} AND s.level <> 'adequate') AS low_stock,
                (SELECT count(*) FROM email_messages WHERE state = 'failed') AS failed_emails,
                (SELECT count(*) FROM chat_rooms WHERE status = 'open') AS open_chats,
                (SELECT count(*) FROM chat_rooms WHERE status = 'open' AND waiting_since IS NOT NULL) AS waiting_chats"
    );
    one(db, &sql, []).await?.ok_or(DbErr::RecordNotFound("counts".to_owned()))
}

/// Days up to now, and as much of the days before them.
struct Stretch {
    start: NaiveDate,
    previous_start: NaiveDate,
    now: DateTime<Utc>,
}

impl Stretch {
    /// Where the time before ends: as far in as it is now, and not where the new days begin.
    fn previous_end(&self) -> DateTime<Utc> {
        let start = start_of_shop_day(self.start);
        (start_of_shop_day(self.previous_start) + (self.now - start)).min(start)
    }

    /// Whole days before that come to an end before it does.
    fn whole_before(&self) -> Span {
        let last = shop_day(self.previous_end()) - Days::new(1);
        Span { from: self.previous_start, until: last }
    }

    /// Visits are counted by days: those that have begun by then.
    fn begun_before(&self) -> Span {
        let end = self.previous_end() - TimeDelta::microseconds(1);
        Span { from: self.previous_start, until: shop_day(end).max(self.previous_start) }
    }

    async fn compare(&self, db: &impl ConnectionTrait, days: &figures::Days) -> Result<Comparison, DbErr> {
        let current = days.over(Span { from: self.start, until: shop_day(self.now) });
        let end = self.previous_end();
        let rest = figures::part_of_a_day(db, start_of_shop_day(shop_day(end)), end).await?;
        let begun = days.over(self.begun_before());
        let sales = figures::add(days.over(self.whole_before()), rest);
        // Whole days stand beside whole days.
        let previous = Figures { visits: begun.visits, ..sales }.reckoned();
        Ok(Comparison { current, previous: Figures { conversion: begun.conversion, ..previous } })
    }
}

/// The whole page; the latest orders, with their buyers, for those who may read orders.
pub(super) async fn get(ctx: &Ctx, by: &Caller) -> Result<Dashboard, ApiError> {
    let now = ctx.clock.now();
    let today = shop_day(now);
    let month = today.with_day(1).unwrap_or(today);
    let this_month = Stretch { start: month, previous_start: month - Months::new(1), now };
    let this_day = Stretch { start: today, previous_start: today - Days::new(1), now };
    let chart = Span { from: today - Days::new(CHART_DAYS - 1), until: today };

    let tx = figures::moment(ctx).await?;
    let counts = counts(&tx).await?;
    let from = this_month.previous_start.min(chart.from);
    let days = figures::days(&tx, Span { from, until: today }).await?;
    let bar = |span: Span| {
        let figures = days.over(span);
        DayRevenue { day: span.from, revenue: figures.revenue, orders: figures.orders }
    };
    let dashboard = Dashboard {
        today: this_day.compare(&tx, &days).await?,
        month: this_month.compare(&tx, &days).await?,
        days: chart.cut(Grain::Day).into_iter().map(bar).collect(),
        products: counts.products,
        orders: counts.orders,
        users: counts.users,
        to_ship: counts.to_ship,
        awaiting_payment: counts.awaiting_payment,
        low_stock: counts.low_stock,
        unmatched_payments: crate::payments::unmatched(&tx, now).await?,
        failed_emails: counts.failed_emails,
        open_chats: counts.open_chats,
        waiting_chats: counts.waiting_chats,
        recent_orders: if by.permissions.contains(&Permission::OrdersRead) {
            crate::orders::staff_rows(&tx, 8).await?
        } else {
            Vec::new()
        },
        best_sellers: figures::best_sellers(&tx, chart, 5).await?,
    };
    tx.commit().await?;
    Ok(dashboard)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_month_is_compared_with_as_much_of_the_month_before() {
        // 10.00 in the shop on the third.
        let stretch = Stretch { start: day("2026-11-01"), previous_start: day("2026-10-01"), now: at("2026-11-03T03:00:00Z") };
        assert_eq!(stretch.previous_end(), at("2026-10-03T03:00:00Z"));
        assert_eq!(stretch.whole_before(), Span { from: day("2026-10-01"), until: day("2026-10-02") });
        assert_eq!(stretch.begun_before(), Span { from: day("2026-10-01"), until: day("2026-10-03") });
        // The 31st of March has no counterpart in February.
        let stretch = Stretch { start: day("2026-03-01"), previous_start: day("2026-02-01"), now: at("2026-03-31T03:00:00Z") };
        assert_eq!(stretch.previous_end(), start_of_shop_day(day("2026-03-01")));
        assert_eq!(stretch.whole_before(), Span { from: day("2026-02-01"), until: day("2026-02-28") });
        assert_eq!(stretch.begun_before(), Span { from: day("2026-02-01"), until: day("2026-02-28") });
    }

    #[test]
    fn a_day_is_compared_with_yesterday_up_to_now() {
        let stretch = Stretch { start: day("2026-11-03"), previous_start: day("2026-11-02"), now: at("2026-11-03T03:00:00Z") };
        assert_eq!(stretch.previous_end(), at("2026-11-02T03:00:00Z"));
        assert!(stretch.whole_before().until < stretch.whole_before().from);
        assert_eq!(stretch.begun_before(), Span { from: day("2026-11-02"), until: day("2026-11-02") });
    }
}
