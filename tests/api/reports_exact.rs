//! H1, H2: figures are those of plain SQL over the orders, to the rupiah, whatever happens and
//! whether days were added up or not.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use reqwest::Method;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::analytics::{Analytics, ProductPerformance};
use shared::dashboard::Dashboard;
use shared::money::Rupiah;
use shared::orders::Order;
use shared::page::Page;
use shared::payments::Payment;
use tests::{Caller, Goods, Shelf, TestApp, page};
use uuid::Uuid;

/// The day it is in the shop.
fn today() -> NaiveDate {
    (chrono::Utc::now() + chrono::TimeDelta::hours(7)).date_naive()
}

async fn rows<R: FromQueryResult>(app: &TestApp, sql: &str, from: NaiveDate, until: NaiveDate) -> Vec<R> {
    let rows = app.ctx.db.query_all_raw(api::db::statement(sql, [from.into(), until.into()])).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter().map(|row| R::from_query_result(row, "").unwrap()).collect()
}

/// Sales from the side of payments: what orders took, less what went back of it.
const MONEY: &str =
    "SELECT count(*) AS orders, COALESCE(sum(p.amount), 0)::bigint AS captured, COALESCE(sum(r.back), 0)::bigint AS refunded
    FROM payments p JOIN orders o ON o.id = p.order_id
    LEFT JOIN LATERAL (SELECT sum(amount) AS back, bool_or(kind = 'automatic') AS unwanted FROM refunds
                       WHERE payment_id = p.id AND status = 'succeeded' OR payment_id = p.id AND kind = 'automatic') r ON true
    WHERE p.status IN ('paid', 'partially_refunded', 'refunded') AND NOT COALESCE(r.unwanted, false)
      AND o.paid_at >= ($1::date::timestamp - interval '7 hours') AT TIME ZONE 'UTC'
      AND o.paid_at < ($2::date::timestamp + interval '17 hours') AT TIME ZONE 'UTC'";

/// The same by what a part is called.
fn split(key: &str) -> String {
    MONEY.replace("SELECT count(*)", &format!("SELECT {key} AS key, count(*)")) + " GROUP BY 1"
}

/// Goods: lines less what went back for their pieces, nothing of orders that went back whole.
const GOODS: &str = "SELECT i.product_id, count(DISTINCT o.id) AS orders,
        sum(CASE WHEN o.refunded_total = o.grand_total THEN 0 ELSE i.quantity - COALESCE(b.pieces, 0) END)::bigint AS pieces,
        sum(CASE WHEN o.refunded_total = o.grand_total THEN 0 ELSE i.line_total - COALESCE(b.amount, 0) END)::bigint AS revenue
    FROM orders o JOIN order_items i ON i.order_id = o.id
    LEFT JOIN (SELECT t.order_item_id, sum(t.quantity) AS pieces, sum(t.amount) AS amount
               FROM refund_items t JOIN refunds r ON r.id = t.refund_id WHERE r.status = 'succeeded' GROUP BY 1) b ON b.order_item_id = i.id
    WHERE o.paid_at >= ($1::date::timestamp - interval '7 hours') AT TIME ZONE 'UTC'
      AND o.paid_at < ($2::date::timestamp + interval '17 hours') AT TIME ZONE 'UTC'
      AND EXISTS (SELECT FROM payments p WHERE p.order_id = o.id AND p.status IN ('paid', 'partially_refunded', 'refunded'))
    GROUP BY i.product_id";

#[derive(FromQueryResult)]
struct Money {
    orders: i64,
    captured: i64,
    refunded: i64,
}

#[derive(FromQueryResult)]
struct Split {
    key: String,
    orders: i64,
    captured: i64,
    refunded: i64,
}

#[derive(Debug, PartialEq, FromQueryResult)]
struct Product {
    product_id: Uuid,
    orders: i64,
    pieces: i64,
    revenue: i64,
}

async fn analytics(caller: &Caller, from: NaiveDate, until: NaiveDate) -> Analytics {
    caller.get(&format!("/admin/analytics?from={from}&until={until}")).await.ok()
}

/// Every figure of a span against plain SQL.
async fn agree(app: &TestApp, staff: &Caller, from: NaiveDate, until: NaiveDate) {
    let shown = analytics(staff, from, until).await;
    let money = async |from, until| rows::<Money>(app, MONEY, from, until).await.remove(0);
    for (figures, truth) in [
        (shown.figures.current, money(from, until).await),
        (shown.figures.previous, money(shown.previous_from, shown.previous_until).await),
    ] {
        assert_eq!((figures.captured, figures.refunded), (Rupiah(truth.captured), Rupiah(truth.refunded)), "{from} to {until}");
        assert_eq!((figures.revenue.0, figures.orders), (truth.captured - truth.refunded, truth.orders), "{from} to {until}");
        assert_eq!(figures.average_order.0, (truth.captured - truth.refunded).checked_div(truth.orders).unwrap_or(0));
    }
    for point in &shown.points {
        let truth = money(point.from, point.until).await;
        assert_eq!((point.revenue.0, point.orders), (truth.captured - truth.refunded, truth.orders), "{}", point.from);
    }
    let before: i64 = shown.points.iter().map(|point| point.previous_revenue.0).sum();
    assert_eq!(before, shown.figures.previous.revenue.0, "the days before, shifted");

    for (parts, key) in [(&shown.couriers, "o.courier"), (&shown.methods, "COALESCE(p.method, p.provider)")] {
        let told: BTreeMap<&str, (i64, i64)> =
            parts.iter().map(|part| (part.key.as_str(), (part.orders, part.revenue.0))).collect();
        let truth = rows::<Split>(app, &split(key), from, until).await;
        let truth: BTreeMap<&str, (i64, i64)> =
            truth.iter().map(|part| (part.key.as_str(), (part.orders, part.captured - part.refunded))).collect();
        assert_eq!(told, truth, "{key}");
    }

    let list: Page<ProductPerformance> =
        staff.get(&format!("/admin/analytics/products?from={from}&until={until}&limit=100")).await.ok();
    let mut told: Vec<Product> = list
        .items
        .iter()
        .filter(|row| row.orders > 0)
        .map(|row| Product { product_id: row.product_id.0, orders: row.orders, pieces: row.pieces, revenue: row.revenue.0 })
        .collect();
    let mut truth = rows::<Product>(app, GOODS, from, until).await;
    told.sort_by_key(|row| row.product_id);
    truth.sort_by_key(|row| row.product_id);
    assert_eq!(told, truth);
    let goods: i64 = truth.iter().map(|row| row.revenue).sum();
    let told: i64 = shown.categories.iter().map(|row| row.revenue.0).sum();
    assert_eq!((told, told + shown.besides_goods.0), (goods, shown.figures.current.revenue.0), "categories add up to the whole");
}

/// Spans around today, each a moment on its own.
async fn agree_everywhere(app: &TestApp, staff: &Caller) {
    let today = today();
    for (first, last) in [(0, 0), (1, 1), (1, 0), (6, 0), (29, 0), (40, 20), (400, 0), (1200, 0)] {
        agree(app, staff, today - Days::new(first), today - Days::new(last)).await;
    }
}

async fn marks(app: &TestApp) -> i64 {
    app.number("SELECT count(*) AS n FROM figure_marks").await
}

/// As it is, and added up: the same figures.
async fn agree_folded_and_not(app: &TestApp, staff: &Caller) {
    agree_everywhere(app, staff).await;
    app.sql("SELECT fold_figures(1)", []).await;
    agree_everywhere(app, staff).await;
    api::jobs::enqueue(&app.ctx.db, &api::reports::FoldFigures {}).await.unwrap();
    app.run_jobs().await;
    assert_eq!(marks(app).await, 0);
    agree_everywhere(app, staff).await;
}

struct Scene {
    app: TestApp,
    buyer: Caller,
    admin: Caller,
    guitar: Goods,
    strings: Goods,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let shelf = Shelf::new(&app).await;
        let guitar = shelf.goods("RG550", 12_345_679, 50).await;
        let strings = shelf.goods("Super Slinky", 98_765, 50).await;
        let (buyer, admin) = (app.buyer().await, app.admin().await);
        Self { app, buyer, admin, guitar, strings }
    }

    /// An order of a guitar and two sets of strings, paid by a provider.
    async fn sell(&mut self, method: &str) -> Order {
        self.buyer.add_to_cart(self.strings.variant, 2).await;
        let order = self.buyer.order(self.guitar.variant, 1).await;
        self.pay(&order, method).await;
        order
    }

    async fn pay(&self, order: &Order, method: &str) {
        let provider = if method == "card" { "stripe" } else { "midtrans" };
        let payment: Payment = self.buyer.try_to_pay(order, provider).await.ok();
        match method {
            "card" => self.app.sandbox.stripe().pay(&page(&payment)).unwrap(),
            method => self.app.sandbox.midtrans().pay(&page(&payment), method).unwrap(),
        }
        self.app.settle().await;
    }

    async fn refund(&self, order: &Order, ask: serde_json::Value) {
        let request = self.admin.request(Method::POST, &format!("/admin/orders/{}/refunds", order.id));
        self.admin.send(request.header("idempotency-key", Uuid::now_v7().to_string()).json(&ask)).await.done();
        self.app.settle().await;
    }

    /// Puts the payment of an order elsewhere in time.
    async fn paid_at(&self, order: &Order, at: &str) {
        let sql = format!("UPDATE orders SET paid_at = {at} WHERE id = $1");
        self.app.sql(&sql, [order.id.0.into()]).await;
    }
}

#[tokio::test]
async fn figures_agree_with_plain_sql_whatever_happens() {
    let mut scene = Scene::new().await;
    agree_folded_and_not(&scene.app, &scene.admin).await;

    let first = scene.sell("card").await;
    let second = scene.sell("bca_va").await;
    agree_folded_and_not(&scene.app, &scene.admin).await;

    // The last moment of a day, the first of the next, months ago.
    let midnight = "((shop_day(now()) - 1)::timestamp AT TIME ZONE 'Asia/Jakarta')";
    scene.paid_at(&first, &format!("{midnight} - interval '1 microsecond'")).await;
    scene.paid_at(&second, midnight).await;
    let third = scene.sell("card").await;
    scene.paid_at(&third, "now() - interval '35 days'").await;
    agree_folded_and_not(&scene.app, &scene.admin).await;

    // Not paid, called off: no sales.
    let fourth = scene.buyer.order(scene.guitar.variant, 2).await;
    agree_everywhere(&scene.app, &scene.admin).await;
    scene.buyer.post(&format!("/orders/{}/cancellation", fourth.number), json!({})).await.done();
    agree_folded_and_not(&scene.app, &scene.admin).await;

    // What goes back is taken off the day of the payment.
    let line = first.items.iter().find(|item| item.name.contains("Slinky")).unwrap();
    let pieces = json!({ "kind": "items", "items": [{ "order_item_id": line.id, "quantity": 1 }], "restock": false, "reason": "Salah ukuran" });
    scene.refund(&first, pieces).await;
    assert!(marks(&scene.app).await > 0);
    agree_folded_and_not(&scene.app, &scene.admin).await;
    scene.refund(&third, json!({ "kind": "goodwill", "amount": 50_001, "reason": "Terlambat" })).await;
    agree_folded_and_not(&scene.app, &scene.admin).await;
    scene.refund(&third, json!({ "kind": "full", "reason": "Dikembalikan" })).await;
    agree_folded_and_not(&scene.app, &scene.admin).await;

    // The provider takes the money back: no sale any more.
    let fifth = scene.sell("credit_card").await;
    agree_folded_and_not(&scene.app, &scene.admin).await;
    scene.app.sql("UPDATE payments SET status = 'charged_back' WHERE order_id = $1", [fifth.id.0.into()]).await;
    scene.app.sql("UPDATE orders SET payment_status = 'unpaid', shipped_at = now() WHERE id = $1", [fifth.id.0.into()]).await;
    agree_folded_and_not(&scene.app, &scene.admin).await;
}

#[tokio::test]
async fn months_and_single_days_make_the_same_year() {
    let mut scene = Scene::new().await;
    let order = scene.sell("card").await;
    // Orders over fourteen months, in a copy of all that hangs on them.
    let copy = |table: &str, changes: &str| {
        format!(
            "INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object({changes}))).*
             FROM {table} t, generate_series(1, 430) n WHERE t.{} = $1",
            if table == "orders" { "id" } else { "order_id" }
        )
    };
    let id = |kind: &str| format!("md5('{kind}' || n)::uuid");
    let orders = format!(
        "'id', {}, 'cart_id', null, 'number', 'HRT-250101-' || lpad(upper(to_hex(n)), 6, '0'), 'paid_at', t.paid_at - n * interval '1 day',
         'items_total', t.items_total + n, 'grand_total', t.grand_total + n, 'courier', CASE WHEN n % 3 = 0 THEN 'POS' ELSE 'JNE' END",
        id("o")
    );
    scene.app.sql(&copy("orders", &orders), [order.id.0.into()]).await;
    let payments = format!(
        "'id', {}, 'order_id', {}, 'reference', 'copy-' || n, 'external_id', 'copy-' || n, 'amount', t.amount + n,
         'method', CASE WHEN n % 2 = 0 THEN 'qris' ELSE 'card' END",
        id("p"),
        id("o")
    );
    scene.app.sql(&copy("payments", &payments), [order.id.0.into()]).await;
    let items = format!("'id', md5('i' || n || t.id)::uuid, 'order_id', {}, 'price', t.price, 'quantity', t.quantity", id("o"));
    scene.app.sql(&copy("order_items", &items), [order.id.0.into()]).await;
    agree_folded_and_not(&scene.app, &scene.admin).await;
    assert!(scene.app.number("SELECT count(*) AS n FROM figure_products WHERE grain = 'month'").await >= 28);

    // One day of one month changes.
    scene
        .app
        .sql("UPDATE orders SET refunded_total = 1, payment_status = 'partially_refunded' WHERE id = md5('o200')::uuid", [])
        .await;
    scene.app.sql("UPDATE payments SET refunded = 1, status = 'partially_refunded' WHERE id = md5('p200')::uuid", []).await;
    let refund = "INSERT INTO refunds (id, order_id, payment_id, amount, kind, channel, status, created_at, settled_at)
                  VALUES (md5('r200')::uuid, md5('o200')::uuid, md5('p200')::uuid, 1, 'goodwill', 'provider', 'succeeded', now(), now())";
    scene.app.sql(refund, []).await;
    agree_folded_and_not(&scene.app, &scene.admin).await;
}

#[tokio::test]
async fn figures_are_true_at_every_moment_while_days_are_added_up() {
    let mut scene = Scene::new().await;
    let order = scene.sell("card").await;
    let sql = "INSERT INTO orders SELECT (jsonb_populate_record(t, jsonb_build_object('id', md5('o' || n)::uuid, 'cart_id', null,
                   'number', 'HRT-250101-' || lpad(upper(to_hex(n)), 6, '0'), 'paid_at', t.paid_at - n * interval '1 hour'))).*
               FROM orders t, generate_series(1, 200) n WHERE t.id = $1";
    scene.app.sql(sql, [order.id.0.into()]).await;
    let db = &scene.app.ctx.db;
    let change = async |start: i64| {
        for n in 0..120_i64 {
            let id = 1 + (start + n * 7) % 200;
            let sql = "UPDATE orders SET refunded_total = (refunded_total + 1001) % 100000, payment_status = 'partially_refunded' WHERE id = md5('o' || $1)::uuid";
            api::db::execute(db, sql, [id.into()]).await.unwrap();
        }
    };
    let fold = async || {
        for _ in 0..40 {
            api::db::execute(db, "SELECT fold_figures(3)", []).await.unwrap();
        }
    };
    let look = async || {
        for _ in 0..80 {
            let wrong =
                "SELECT (SELECT sum(captured - refunded) FROM sales_by_day(shop_day(now()) - 30, shop_day(now())))::bigint
                              - (SELECT sum(grand_total - refunded_total) FROM orders WHERE paid_at IS NOT NULL)::bigint AS n";
            assert_eq!(scene.app.number(wrong).await, 0);
        }
    };
    tokio::join!(change(0), change(3), fold(), fold(), look());
    agree_nothing_marked(&scene.app).await;
}

/// Added up to the end, nothing differs from the orders.
async fn agree_nothing_marked(app: &TestApp) {
    while app.number("SELECT fold_figures(31)::bigint AS n").await > 0 {}
    let wrong = "SELECT count(*) AS n FROM figure_days f FULL JOIN
                     (SELECT shop_day(paid_at) AS day, sum(grand_total - refunded_total) AS revenue FROM orders WHERE paid_at IS NOT NULL GROUP BY 1) o
                     ON o.day = f.day WHERE o.revenue IS DISTINCT FROM f.captured - f.refunded";
    assert_eq!(app.number(wrong).await, 0);
}

#[tokio::test]
async fn the_dashboard_compares_with_as_much_of_the_time_before() {
    let mut scene = Scene::new().await;
    let now = scene.sell("card").await;
    let before = scene.sell("card").await;
    scene.paid_at(&before, "now() - interval '24 hours 1 minute'").await;
    let later = scene.sell("card").await;
    // Yesterday, but at an hour that has not come yet today.
    scene.paid_at(&later, "now() - interval '23 hours 55 minutes'").await;
    let dashboard: Dashboard = scene.admin.get("/admin/dashboard").await.ok();
    assert_eq!((dashboard.today.current.revenue, dashboard.today.current.orders), (now.totals.grand, 1));
    let yesterday = |minutes: i64| {
        let at = chrono::Utc::now() + chrono::TimeDelta::hours(7) - chrono::TimeDelta::minutes(minutes);
        at.date_naive() == today() - Days::new(1)
    };
    let expected = i64::from(yesterday(24 * 60 + 1));
    assert_eq!(dashboard.today.previous.orders, expected, "up to the same hour");
    assert_eq!(dashboard.days.iter().map(|day| day.orders).sum::<i64>(), 3);
    assert_eq!((dashboard.products, dashboard.orders, dashboard.to_ship), (2, 3, 3));
    assert_eq!((dashboard.unmatched_payments, dashboard.failed_emails, dashboard.open_chats), (0, 0, 0));
}
