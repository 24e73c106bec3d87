//! Which emails an order sends, to its buyer and to those who work here.

use std::time::Duration;

use api::jobs::Job;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus};
use shared::payments::Payment;
use tests::{Caller, Goods, Shelf, TestApp};

async fn ordered(pieces: i32) -> (TestApp, Caller, Order, Goods) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, pieces).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    app.run_jobs().await;
    (app, buyer, order, guitar)
}

async fn start(buyer: &Caller, order: &Order, provider: &str) -> Payment {
    buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": provider })).await.ok()
}

fn handle(payment: &Payment) -> String {
    payment.redirect_url.as_deref().unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// Until the providers have said everything and it is all worked on.
async fn told(app: &TestApp) {
    app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    for _ in 0..3 {
        app.run_jobs().await;
        app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    }
}

async fn emails(app: &TestApp, template: &str) -> i64 {
    app.number(&format!("SELECT count(*) AS n FROM email_messages WHERE template = '{template}' AND state = 'sent'")).await
}

async fn says(app: &TestApp, template: &str, fact: &str) -> bool {
    let fact = fact.replace('\'', "''");
    let sql = format!(
        "SELECT count(*) AS n FROM email_messages WHERE template = '{template}' AND strpos(body_text, '{fact}') > 0 AND strpos(html, '{fact}') > 0"
    );
    app.number(&sql).await > 0
}

#[tokio::test]
async fn the_number_to_pay_to_is_sent_once_per_attempt() {
    let (app, buyer, order, _) = ordered(3).await;
    let payment = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().choose(&handle(&payment), "bca_va").unwrap();
    told(&app).await;
    let seen: Order = buyer.get(&format!("/orders/{}", order.number)).await.ok();
    let code = seen.payments[0].pay_code.clone().unwrap();
    assert_eq!(emails(&app, "payment_pending").await, 1);
    assert!(says(&app, "payment_pending", &code).await && says(&app, "payment_pending", "BCA Virtual Account").await);
    // Telling of it again is the same email.
    api::orders::TellHowToPay { order_id: order.id }.run(&app.ctx).await.unwrap();
    app.run_jobs().await;
    assert_eq!(emails(&app, "payment_pending").await, 1);
}

#[tokio::test]
async fn who_has_not_paid_is_reminded_once_and_who_has_is_not() {
    let (app, buyer, order, guitar) = ordered(3).await;
    let sql = "SELECT count(*) AS n FROM graphile_worker.jobs WHERE task_identifier = 'orders.remind_to_pay' AND run_at > now() + interval '17 hours'";
    assert_eq!(app.number(sql).await, 1, "planned with the order");
    let mut other = app.buyer().await;
    let paid = other.order(guitar.variant, 1).await;
    let payment = start(&other, &paid, "stripe").await;
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    told(&app).await;
    app.ctx.clock.advance(TimeDelta::hours(18));
    for id in [order.id, order.id, paid.id] {
        api::orders::RemindToPay { order_id: id }.run(&app.ctx).await.unwrap();
    }
    app.run_jobs().await;
    assert_eq!(emails(&app, "payment_reminder").await, 1);
    assert!(says(&app, "payment_reminder", &order.number).await);

    // Nor once the time is over.
    app.sql("DELETE FROM email_messages WHERE template = 'payment_reminder'", []).await;
    app.ctx.clock.advance(TimeDelta::hours(7));
    api::orders::RemindToPay { order_id: order.id }.run(&app.ctx).await.unwrap();
    app.run_jobs().await;
    assert_eq!(emails(&app, "payment_reminder").await, 0);
    drop(buyer);
}

#[tokio::test]
async fn an_order_tells_its_buyer_of_every_step_and_staff_of_the_money() {
    let (app, buyer, order, _) = ordered(3).await;
    let (staff, english) = (app.staff().await, app.admin().await);
    app.sql("UPDATE users SET locale = 'en' WHERE id = $1", [english.user_id().into()]).await;
    let payment = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    told(&app).await;
    let path = format!("/admin/orders/{}", order.id);
    staff.post(&format!("{path}/status"), json!({ "status": "processing" })).await.done();
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE00123456" });
    staff.post(&format!("{path}/shipments"), ship).await.done();
    staff.post(&format!("{path}/status"), json!({ "status": "delivered" })).await.done();
    buyer.post(&format!("/orders/{}/receipt", order.number), Value::Null).await.done();
    app.run_jobs().await;
    for template in ["order_placed", "order_paid", "order_processing", "order_shipped", "order_delivered", "order_completed"] {
        assert_eq!(emails(&app, template).await, 1, "{template}");
    }
    assert_eq!(emails(&app, "staff_order_paid").await, 2, "both whose role shows orders");
    let in_english = "SELECT count(*) AS n FROM email_messages WHERE template = 'staff_order_paid' AND locale = 'en' AND subject LIKE 'New order%'";
    assert_eq!(app.number(in_english).await, 1);
    let buyers =
        format!("SELECT count(*) AS n FROM email_messages WHERE template LIKE 'staff%' AND recipient = '{}'", buyer.email());
    assert_eq!(app.number(&buyers).await, 0, "buyers read nothing meant for staff");
}

#[tokio::test]
async fn money_that_comes_too_late_is_told_either_way() {
    for (pieces, kept) in [(3, true), (1, false)] {
        let (app, buyer, order, guitar) = ordered(pieces).await;
        let admin = app.admin().await;
        let payment = start(&buyer, &order, "midtrans").await;
        app.sandbox.midtrans().choose(&handle(&payment), "bca_va").unwrap();
        told(&app).await;
        // The shop hears of nothing until the order is over.
        app.sandbox.hold(sandbox::Provider::Midtrans);
        app.sandbox.midtrans().settle(&format!("{}-1", order.number)).unwrap();
        let sql = "UPDATE orders SET status = 'expired', payment_status = 'unpaid', closed_at = now() WHERE id = $1";
        app.sql(sql, [order.id.0.into()]).await;
        app.sql("DELETE FROM stock_reservations WHERE order_id = $1", [order.id.0.into()]).await;
        if !kept {
            app.buyer().await.order(guitar.variant, 1).await;
        }
        app.sandbox.release(sandbox::Provider::Midtrans);
        told(&app).await;
        let seen: Order = buyer.get(&format!("/orders/{}", order.number)).await.ok();
        if kept {
            assert_eq!(seen.status, OrderStatus::Paid);
            assert_eq!(emails(&app, "late_payment_accepted").await, 1);
        } else {
            assert_eq!(seen.status, OrderStatus::Expired);
            assert_eq!(emails(&app, "late_payment_refunded").await, 1);
            // A virtual account has no way back: those who look after payments transfer it.
            assert_eq!(emails(&app, "staff_payment_trouble").await, 1);
            let told = format!(
                "SELECT count(*) AS n FROM email_messages WHERE template = 'staff_payment_trouble' AND recipient = '{}'",
                admin.email()
            );
            assert_eq!(app.number(&told).await, 1, "staff without that permission are not bothered");
        }
    }
}

#[tokio::test]
async fn a_refund_says_how_much_and_how() {
    let (app, buyer, order, _) = ordered(3).await;
    let payment = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&payment), "gopay").unwrap();
    told(&app).await;
    let sql = "INSERT INTO refunds (id, order_id, payment_id, amount, kind, channel, status, reason, created_at)
               SELECT gen_random_uuid(), order_id, id, 250000, 'goodwill', 'provider', 'pending', 'test', now() FROM payments";
    app.sql(sql, []).await;
    let sql =
        "SELECT graphile_worker.add_job('payments.send_refund', payload => json_build_object('refund_id', id)) FROM refunds";
    app.sql(sql, []).await;
    told(&app).await;
    assert_eq!(emails(&app, "order_refunded").await, 1);
    for fact in ["Rp\u{a0}250.000", "lewat GoPay", "sejauh ini"] {
        assert!(says(&app, "order_refunded", fact).await, "{fact}");
    }
}

#[tokio::test]
async fn a_dispute_and_a_refused_refund_are_told_once() {
    let (app, buyer, order, _) = ordered(3).await;
    app.admin().await;
    let payment = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    told(&app).await;
    app.sandbox.stripe().dispute(&handle(&payment), "fraudulent").unwrap();
    told(&app).await;
    for _ in 0..3 {
        app.ctx.clock.advance(TimeDelta::minutes(20));
        api::payments::Reconcile {}.run(&app.ctx).await.unwrap();
        app.run_jobs().await;
    }
    assert_eq!(emails(&app, "staff_payment_trouble").await, 1);
    assert!(says(&app, "staff_payment_trouble", "menyengketakan").await);
}

#[tokio::test]
async fn what_is_low_is_told_in_the_morning_and_only_then() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.goods("RG550", 12_000_000, 50).await;
    let digest = async || {
        api::reports::TellLowStock {}.run(&app.ctx).await.unwrap();
        app.run_jobs().await;
    };
    let staff = app.staff().await;
    digest().await;
    assert_eq!(emails(&app, "staff_low_stock").await, 0, "nothing is low");
    shelf.goods("SR300", 5_900_000, 2).await;
    digest().await;
    digest().await;
    assert_eq!(emails(&app, "staff_low_stock").await, 1, "once a day");
    assert!(says(&app, "staff_low_stock", "SR300").await && !says(&app, "staff_low_stock", "RG550").await);
    app.ctx.clock.advance(TimeDelta::days(1));
    digest().await;
    assert_eq!(emails(&app, "staff_low_stock").await, 2);
    drop(staff);
}
