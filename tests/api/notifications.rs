//! Notifications: to buyers, and to those who work here.

use api::jobs::Job;
use serde_json::{Value, json};
use shared::live::{ServerMessage, UnreadCounts};
use shared::notifications::{Notification, NotificationKind, UnreadNotifications};
use shared::orders::{Order, OrderStatus};
use shared::page::Page;
use shared::payments::Payment;
use tests::{Caller, Live, Shelf, TestApp};

use super::live::notify;

async fn pay(app: &TestApp, buyer: &Caller, order: &Order) -> Payment {
    let payment: Payment = buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "stripe" })).await.ok();
    let url = payment.redirect_url.clone().unwrap();
    let session = url.split('?').next().unwrap().rsplit('/').next().unwrap();
    app.sandbox.stripe().pay(session).unwrap();
    // An answer is good for two seconds; the buyer was away longer.
    app.ctx.clock.advance(chrono::TimeDelta::seconds(5));
    let order: Order = buyer.post(&format!("/orders/{}/payments/refresh", order.number), Value::Null).await.ok();
    assert_eq!(order.status, OrderStatus::Paid);
    payment
}

async fn staff_list(caller: &Caller, query: &str) -> Page<Notification> {
    caller.get(&format!("/admin/notifications{query}")).await.ok()
}

#[tokio::test]
async fn a_paid_order_is_told_to_those_who_see_orders_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let (staff, admin) = (app.staff().await, app.admin().await);
    app.sql("INSERT INTO roles (id, name) VALUES (gen_random_uuid(), 'juru-foto')", []).await;
    app.sql(
        "INSERT INTO role_permissions SELECT id, unnest(ARRAY['admin.access', 'catalog.write']) FROM roles WHERE name = 'juru-foto'",
        [],
    )
    .await;
    let photographer = app.with_role("juru-foto").await;
    let gone = app.staff().await;
    app.sql("UPDATE users SET active = false WHERE id = $1", [gone.user_id().into()]).await;
    let mut buyer = app.buyer().await;
    let (mut desk, welcome) = Live::join(&staff, None, &[]).await;
    assert_eq!(welcome.counts, UnreadCounts::default());

    let order = buyer.order(guitar.variant, 1).await;
    pay(&app, &buyer, &order).await;
    app.run_jobs().await;

    let told = desk.notification().await;
    assert_eq!(told.kind, NotificationKind::StaffOrderPaid);
    assert_eq!((told.order_id, told.order_number.as_deref()), (Some(order.id), Some(order.number.as_str())));
    assert_eq!((told.amount, told.buyer.as_deref(), told.read), (Some(order.totals.grand), Some("Budi Santoso"), false));
    // What is unread is counted after the news was told, so it may come after a ping that is sent now.
    assert_eq!(desk.message().await, ServerMessage::Counts(UnreadCounts { staff: 1, ..UnreadCounts::default() }));
    assert_eq!(desk.news().await, []);
    let page = staff_list(&staff, "").await;
    assert_eq!((page.total, page.items), (1, vec![told]));
    assert_eq!(staff_list(&admin, "").await.total, 1);
    assert_eq!(staff_list(&photographer, "").await.total, 0, "not allowed to see orders");
    assert_eq!(app.number("SELECT count(*) AS n FROM notifications WHERE permission IS NOT NULL").await, 2);

    // The buyer's own are another list; each is told in one of them.
    let own: Page<Notification> = buyer.get("/notifications").await.ok();
    assert_eq!(own.items.iter().map(|told| told.kind).collect::<Vec<_>>(), [NotificationKind::Paid, NotificationKind::Placed]);
    let none: Page<Notification> = staff.get("/notifications").await.ok();
    assert_eq!(none.total, 0);

    // A job that runs twice tells once.
    let again = "SELECT (SELECT id FROM order_events WHERE kind = 'paid')::text AS id";
    let row = sea_orm::ConnectionTrait::query_one_raw(&app.ctx.db, api::db::statement(again, [])).await.unwrap().unwrap();
    let event: String = row.try_get("", "id").unwrap();
    let job: api::orders::TellBuyer =
        serde_json::from_value(json!({ "order_id": order.id, "event_id": event, "kind": "paid" })).unwrap();
    job.run(&app.ctx).await.unwrap();
    assert_eq!(staff_list(&staff, "").await.total, 1);
}

#[tokio::test]
async fn marks_are_everybodys_own() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (staff, colleague) = (app.staff().await, app.staff().await);
    let mut buyer = app.buyer().await;
    for _ in 0..3 {
        let order = buyer.order(guitar.variant, 1).await;
        pay(&app, &buyer, &order).await;
    }
    app.run_jobs().await;
    let unread = async |caller: &Caller| caller.get("/admin/notifications/unread").await.ok::<UnreadNotifications>().unread;
    assert_eq!((unread(&staff).await, unread(&colleague).await), (3, 3));
    let items = staff_list(&staff, "").await.items;

    let one = format!("/admin/notifications/{}/read", items[1].id);
    assert_eq!(staff.put(&one, Value::Null).await.ok::<UnreadNotifications>().unread, 2);
    assert_eq!(staff.put(&one, Value::Null).await.ok::<UnreadNotifications>().unread, 2, "again is no harm");
    colleague.put(&one, Value::Null).await.problem(404, "not_found");
    buyer.put(&format!("/notifications/{}/read", items[1].id), Value::Null).await.problem(404, "not_found");
    staff.put(&format!("/notifications/{}/read", items[1].id), Value::Null).await.problem(404, "not_found");
    let left = staff_list(&staff, "?unread=true").await;
    assert_eq!((left.total, left.items.len()), (2, 2));
    assert_eq!(staff.delete(&one).await.ok::<UnreadNotifications>().unread, 3);

    // Up to the middle one: what came after it stays.
    let ask = json!({ "up_to": items[1].id });
    assert_eq!(staff.post("/admin/notifications/read", ask.clone()).await.ok::<UnreadNotifications>().unread, 1);
    colleague.post("/admin/notifications/read", ask).await.problem(422, "invalid_fields");
    assert_eq!(staff.post("/admin/notifications/read", json!({})).await.ok::<UnreadNotifications>().unread, 0);
    assert_eq!(unread(&colleague).await, 3);
    assert!(staff_list(&staff, "").await.items.iter().all(|told| told.read));
}

#[tokio::test]
async fn lists_are_read_on_and_filtered() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    notify(&app, &buyer, 25).await;
    app.sql("UPDATE notifications SET kind = 'paid' WHERE sequence % 5 = 0", []).await;
    let first: Page<Notification> = buyer.get("/notifications").await.ok();
    assert_eq!((first.items.len(), first.total, first.items[0].sequence), (20, 25, 25));
    // What comes meanwhile does not shift the next page.
    notify(&app, &buyer, 3).await;
    let next: Page<Notification> =
        buyer.get(&format!("/notifications?cursor={}", first.next_cursor.as_deref().unwrap())).await.ok();
    assert_eq!(next.items.iter().map(|told| told.sequence).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    assert_eq!(next.next_cursor, None);
    let paid: Page<Notification> = buyer.get("/notifications?kind=paid").await.ok();
    assert_eq!(paid.items.iter().map(|told| told.sequence).collect::<Vec<_>>(), [25, 20, 15, 10, 5]);
    let both: Page<Notification> = buyer.get("/notifications?kind=paid&kind=shipped&limit=2").await.ok();
    assert_eq!((both.total, both.items.len()), (28, 2));
    for query in ["?kind=novel", "?limit=0", "?limit=101", "?cursor=x", "?unread=vielleicht"] {
        buyer.get(&format!("/notifications{query}")).await.problem(422, "invalid_fields");
    }
}

#[tokio::test]
async fn whoever_may_not_see_it_any_more_does_not() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let staff = app.staff().await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    pay(&app, &buyer, &order).await;
    app.run_jobs().await;
    let (mut live, welcome) = Live::join(&staff, None, &[]).await;
    assert_eq!(welcome.counts.staff, 1);
    let sql =
        "DELETE FROM role_permissions WHERE permission = 'orders.read' AND role_id = (SELECT id FROM roles WHERE name = 'staff')";
    app.sql(sql, []).await;
    assert_eq!(live.message().await, ServerMessage::Counts(UnreadCounts::default()));
    assert_eq!(staff_list(&staff, "").await.total, 0);
    let (mut again, welcome) = Live::join(&staff, Some(0), &[]).await;
    assert_eq!((welcome.counts.staff, welcome.missed), (0, false));
    assert_eq!(again.news().await, []);
}

#[tokio::test]
async fn payment_trouble_is_told_to_those_who_see_payments() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let (staff, admin) = (app.staff().await, app.admin().await);
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    let payment = pay(&app, &buyer, &order).await;
    app.run_jobs().await;
    let session = payment.redirect_url.as_deref().unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    app.sandbox.stripe().dispute(&session, "fraudulent").unwrap();
    app.sandbox.idle(std::time::Duration::from_secs(10)).await.unwrap();
    for _ in 0..3 {
        app.run_jobs().await;
    }
    let told = staff_list(&admin, "?kind=staff_dispute").await;
    assert_eq!(told.total, 1);
    assert_eq!(told.items[0].order_id, Some(order.id));
    assert_eq!(told.items[0].payment_id, Some(payment.id));
    assert_eq!(staff_list(&staff, "?kind=staff_dispute").await.total, 0);
    assert_eq!(staff_list(&staff, "").await.total, 1, "the paid order");
}

#[tokio::test]
async fn low_stock_is_told_once_a_day() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.goods("RG550", 12_000_000, 0).await;
    let staff = app.staff().await;
    let job = || serde_json::from_value::<api::reports::TellLowStock>(json!({})).unwrap();
    job().run(&app.ctx).await.unwrap();
    job().run(&app.ctx).await.unwrap();
    let told = staff_list(&staff, "").await;
    assert_eq!(told.total, 1);
    assert_eq!((told.items[0].kind, told.items[0].out), (NotificationKind::StaffLowStock, Some(1)));
    app.ctx.clock.advance(chrono::TimeDelta::days(1));
    job().run(&app.ctx).await.unwrap();
    assert_eq!(app.number("SELECT count(*) AS n FROM notifications WHERE kind = 'staff_low_stock'").await, 2);
}

#[tokio::test]
async fn what_is_older_than_a_year_is_forgotten() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    notify(&app, &buyer, 5).await;
    app.sql("UPDATE notifications SET created_at = created_at - interval '366 days' WHERE sequence <= 3", []).await;
    let job: api::notifications::ForgetNotifications = serde_json::from_value(json!({})).unwrap();
    job.run(&app.ctx).await.unwrap();
    let left: Page<Notification> = buyer.get("/notifications").await.ok();
    assert_eq!(left.items.iter().map(|told| told.sequence).collect::<Vec<_>>(), [5, 4]);
    // Numbers go on where they were.
    notify(&app, &buyer, 1).await;
    let left: Page<Notification> = buyer.get("/notifications").await.ok();
    assert_eq!(left.items[0].sequence, 6);
}
