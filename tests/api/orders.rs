//! C8 and E2: what buyers and staff do with orders.

use serde_json::json;
use shared::cart::Cart;
use shared::dashboard::Dashboard;
use shared::orders::{Order, OrderStatus, OrderSummary, StaffOrder, StaffOrderRow};
use shared::page::Page;
use tests::{Caller, Shelf, TestApp};

/// A shop with one paid order of two guitars.
async fn paid() -> (TestApp, Caller, Order) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 2).await;
    let payment: shared::payments::Payment =
        buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "stripe" })).await.ok();
    let session = payment.redirect_url.unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    app.sandbox.stripe().pay(&session).unwrap();
    // An answer is good for two seconds; the buyer was away longer.
    app.ctx.clock.advance(chrono::TimeDelta::seconds(5));
    let order: Order = buyer.post(&format!("/orders/{}/payments/refresh", order.number), serde_json::Value::Null).await.ok();
    assert_eq!(order.status, OrderStatus::Paid);
    (app, buyer, order)
}

#[tokio::test]
async fn staff_ship_and_the_buyer_sees_it() {
    let (app, buyer, order) = paid().await;
    let staff = app.staff().await;
    let page: Page<StaffOrderRow> = staff.get("/admin/orders?status=paid").await.ok();
    assert_eq!((page.total, page.items[0].number.as_str()), (1, order.number.as_str()));
    let path = format!("/admin/orders/{}", order.id);
    let seen: StaffOrder = staff.get(&path).await.ok();
    assert_eq!(seen.next, [OrderStatus::Processing, OrderStatus::Shipped]);
    assert!(seen.payments[0].raw.is_some(), "the provider's answer");

    staff.post(&format!("{path}/status"), json!({ "status": "processing" })).await.done();
    staff.post(&format!("{path}/notes"), json!({ "text": "Bungkus kayu" })).await.done();
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "jne 0012 3456 7890" });
    staff.post(&format!("{path}/shipments"), ship.clone()).await.done();
    staff.post(&format!("{path}/shipments"), ship).await.problem(409, "illegal_transition");

    let seen: Order = buyer.get(&format!("/orders/{}", order.number)).await.ok();
    assert_eq!(seen.status, OrderStatus::Shipped);
    assert_eq!(seen.shipments[0].tracking_number, "JNE001234567890");
    assert!(seen.events.iter().all(|event| event.note.as_deref() != Some("Bungkus kayu") && event.actor.is_none()));
    assert_eq!(app.number("SELECT on_hand * 10 + reserved::bigint AS n FROM stocks").await, 10);
    app.assert_laws().await;

    let done: Order = buyer.post(&format!("/orders/{}/receipt", order.number), serde_json::Value::Null).await.ok();
    assert_eq!(done.status, OrderStatus::Completed);
    app.run_jobs().await;
    assert_eq!(
        app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_shipped' AND state = 'sent'").await,
        1
    );
    let unread = app.number("SELECT count(*) AS n FROM notifications WHERE read_at IS NULL").await;
    assert!(unread >= 4, "{unread} notifications");
}

#[tokio::test]
async fn illegal_moves_are_refused_with_the_reason() {
    let (app, _buyer, order) = paid().await;
    let staff = app.staff().await;
    let path = format!("/admin/orders/{}", order.id);
    let problem =
        staff.post(&format!("{path}/status"), json!({ "status": "delivered" })).await.problem(409, "illegal_transition");
    assert_eq!(problem.params["status"], "paid");
    // Money moves an order to these, not a hand.
    for status in ["paid", "refunded", "pending", "shipped", "expired"] {
        let problem = staff.post(&format!("{path}/status"), json!({ "status": status })).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, "/status");
    }
    let bad = json!({ "courier": "JNE", "service": "REG", "tracking_number": "??" });
    let problem = staff.post(&format!("{path}/shipments"), bad).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/tracking_number");
}

#[tokio::test]
async fn a_tracking_number_belongs_to_one_parcel() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let staff = app.staff().await;
    let mut answers = Vec::new();
    for _ in 0..2 {
        let order = app.paid_order(&mut app.buyer().await, guitar.variant, 1).await;
        let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE00123456789" });
        answers.push(staff.post(&format!("/admin/orders/{}/shipments", order.id), ship).await);
    }
    let second = answers.pop().unwrap().problem(422, "invalid_fields");
    assert_eq!((second.errors[0].pointer.as_str(), second.errors[0].code.as_str()), ("/tracking_number", "taken"));
    answers.pop().unwrap().done();
    // What was to go with a courier and went with it counts once.
    let page: Page<StaffOrderRow> = staff.get("/admin/orders?courier=JNE").await.ok();
    assert_eq!((page.items.len(), page.total), (2, 2));
    app.assert_laws().await;
}

#[tokio::test]
async fn lists_are_read_forward_without_gaps_and_in_two_statements() {
    let app = TestApp::with(&[("unpaid_orders", "7")]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 30).await;
    let mut buyer = app.buyer().await;
    let mut placed = Vec::new();
    for _ in 0..7 {
        placed.push(buyer.order(guitar.variant, 1).await.number);
    }
    placed.reverse();
    let mut seen = Vec::new();
    let mut path = "/orders?limit=3".to_owned();
    loop {
        let (statements, page) = app.statements(async { buyer.get(&path).await.ok::<Page<OrderSummary>>() }).await;
        assert!(statements <= 2, "{statements} statements");
        assert_eq!((page.total, page.total_is_estimate), (7, false));
        seen.extend(page.items.into_iter().map(|order| order.number));
        match page.next_cursor {
            Some(cursor) => path = format!("/orders?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, placed);
    buyer.get("/orders?cursor=bukan-kursor").await.problem(422, "invalid_fields");

    let staff = app.staff().await;
    // The news of the new role may still be on its way and empty the cache of callers once.
    app.eventually("staff's list takes two statements", async || {
        app.statements(staff.get("/admin/orders?q=budi&status=pending&courier=JNE")).await.0 <= 2
    })
    .await;
    let page: Page<StaffOrderRow> = staff.get("/admin/orders?q=budi&status=pending&courier=JNE").await.ok();
    assert_eq!(page.total, 7);
    let one: Page<StaffOrderRow> = staff.get(&format!("/admin/orders?q={}", placed[0].to_lowercase())).await.ok();
    assert_eq!(one.total, 1);
}

#[tokio::test]
async fn orders_are_found_by_their_parcels_and_phones() {
    let (app, _, order) = paid().await;
    let staff = app.staff().await;
    assert_eq!(order.shipping.courier, "JNE");
    let found = async |query: &str| {
        let page: Page<StaffOrderRow> = staff.get(&format!("/admin/orders?{query}")).await.ok();
        let csv = staff.get(&format!("/admin/orders/export?format=csv&bom=false&{query}")).await.text();
        assert_eq!(i64::from(csv.contains(&order.number)), page.total, "{query}: the file is the list");
        page.total
    };
    let couriers: Vec<String> = staff.get("/admin/orders/couriers").await.ok();
    assert_eq!(couriers, ["JNE"]);
    for phone in ["0821-1555-8035", "%2B62%208211", "82115558035", "08211"] {
        assert_eq!(found(&format!("q={phone}")).await, 1, "{phone}");
    }
    assert_eq!(found("q=0899").await, 0);
    assert_eq!((found("courier=JNE").await, found("courier=J%26T%20Express").await), (1, 0));

    // The buyer chose one, another one carried it.
    let ship = json!({ "courier": "J&T Express", "service": "EZ", "tracking_number": "JX 0012 3456 7890" });
    staff.post(&format!("/admin/orders/{}/shipments", order.id), ship).await.done();
    for query in ["courier=J%26T%20Express", "courier=J%26TExpress", "courier=JNE", "q=jx%200012%203456%207890", "q=JX00123"] {
        assert_eq!(found(query).await, 1, "{query}");
    }
    assert_eq!(found("q=JX999").await, 0);
    let page: Page<StaffOrderRow> = staff.get("/admin/orders?q=JX001234567890&status=shipped").await.ok();
    assert_eq!(page.items[0].shipping, "J&T Express EZ");
    let csv = staff.get("/admin/orders/export?format=csv&bom=false").await.text();
    assert!(csv.contains("shipped_by") && csv.contains("J&T Express EZ"), "{csv}");
}

#[tokio::test]
async fn buying_again_fills_the_cart() {
    let (_app, buyer, order) = paid().await;
    let cart: Cart = buyer.post(&format!("/orders/{}/reorder", order.number), serde_json::Value::Null).await.ok();
    assert_eq!((cart.items.len(), cart.count), (1, 2));
}

#[tokio::test]
async fn the_dashboard_agrees_with_the_orders() {
    let (app, _buyer, order) = paid().await;
    let staff = app.staff().await;
    let dashboard: Dashboard = staff.get("/admin/dashboard").await.ok();
    assert_eq!((dashboard.today.current.revenue, dashboard.today.current.orders), (order.totals.grand, 1));
    assert_eq!(dashboard.month.current.average_order, order.totals.grand);
    assert_eq!(dashboard.days.len(), 30);
    assert_eq!(dashboard.days.last().unwrap().revenue, order.totals.grand);
    assert_eq!((dashboard.to_ship, dashboard.awaiting_payment, dashboard.products), (1, 0, 1));
    // The counter leads to as many, whether they are being packed or not.
    let to_ship = async || staff.get("/admin/orders?to_ship=true").await.ok::<Page<StaffOrderRow>>().total;
    assert_eq!(to_ship().await, 1);
    staff.post(&format!("/admin/orders/{}/status", order.id), json!({ "status": "processing" })).await.done();
    assert_eq!(to_ship().await, staff.get("/admin/dashboard").await.ok::<Dashboard>().to_ship);
    assert_eq!(staff.get("/admin/orders?to_ship=true&status=pending").await.ok::<Page<StaffOrderRow>>().total, 0);
    assert_eq!(dashboard.best_sellers[0].quantity, 2);
    assert_eq!(dashboard.recent_orders[0].number, order.number);

    // Figures are not names.
    let ask = json!({ "name": "pembukuan", "permissions": ["admin.access", "reports.read"] });
    app.admin().await.post("/admin/roles", ask).await.done();
    let figures: Dashboard = app.with_role("pembukuan").await.get("/admin/dashboard").await.ok();
    assert_eq!((figures.orders, figures.recent_orders.len()), (1, 0));
}

#[tokio::test]
async fn the_list_is_sorted_and_read_on_in_every_order() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let goods = shelf.goods("RG550", 1_000_000, 50).await;
    let mut buyer = app.buyer().await;
    for quantity in [3, 1, 5, 2, 4] {
        buyer.order(goods.variant, quantity).await;
        app.ctx.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let staff = app.staff().await;
    let pieces = async |sort: &str| {
        let (mut pieces, mut cursor) = (Vec::new(), String::new());
        loop {
            let page: Page<StaffOrderRow> = staff.get(&format!("/admin/orders?limit=2&sort={sort}{cursor}")).await.ok();
            pieces.extend(page.items.iter().map(|row| row.item_count));
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return pieces,
            }
        }
    };
    assert_eq!(pieces("newest").await, [4, 2, 5, 1, 3]);
    assert_eq!(pieces("oldest").await, [3, 1, 5, 2, 4]);
    assert_eq!(pieces("largest").await, [5, 4, 3, 2, 1]);
    assert_eq!(pieces("smallest").await, [1, 2, 3, 4, 5]);
    // A cursor belongs to its order.
    let page: Page<StaffOrderRow> = staff.get("/admin/orders?limit=2&sort=largest").await.ok();
    let path = format!("/admin/orders?limit=2&sort=newest&cursor={}", page.next_cursor.unwrap());
    staff.get(&path).await.problem(422, "invalid_fields");
    staff.get("/admin/orders?sort=prettiest").await.problem(422, "invalid_fields");
}
