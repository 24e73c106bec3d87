//! The same thing many times at once happens once.

use std::collections::HashSet;

use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::{Value, json};
use shared::orders::{Order, OrderEventKind, OrderStatus, StaffOrder};
use shared::payments::{AttemptStatus, Payment, PaymentStatus};
use tests::{Caller, Shelf, TestApp, districts, page};

use super::assert_sound;

async fn keyed(caller: &Caller, path: &str, key: &str, ask: &Value) -> tests::Answer {
    caller.send(caller.request(Method::POST, path).header("idempotency-key", key).json(ask)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_from_sixteen_connections_places_one_order() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 90).await;
    for round in 0..6 {
        let mut buyer = app.buyer().await;
        buyer.add_to_cart(guitar.variant, 2).await;
        let address = buyer.add_address(districts::BANDUNG).await;
        let ask = buyer.order_request(address).await;
        // In every other round half of them come with another key: one order per cart all the same.
        let key = |index: usize| if round % 2 == 1 && index % 2 == 1 { "kunci-yang-lain" } else { "kunci-pertama" };
        let answers = join_all((0..16).map(|index| buyer.place(key(index), &ask))).await;
        let mut numbers = HashSet::new();
        for (index, answer) in answers.into_iter().enumerate() {
            if answer.status == 201 {
                numbers.insert((key(index), answer.ok::<Order>().number));
            } else {
                answer.problem(409, "cart_empty");
            }
        }
        assert_eq!(numbers.len(), 1, "{numbers:?}");
        assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, round + 1);
        assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 2 * (round + 1));
    }
    app.settle().await;
    assert_sound(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_from_sixteen_connections_pays_and_refunds_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let admin = app.admin().await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 2).await;
    let path = format!("/orders/{}/payments", order.number);
    let ask = json!({ "provider": "stripe" });
    let attempts: HashSet<_> = join_all((0..16).map(|_| keyed(&buyer, &path, "bayar-sekarang", &ask)))
        .await
        .into_iter()
        .map(|answer| answer.ok::<Payment>())
        .map(|payment| (payment.id, payment.redirect_url))
        .collect();
    assert_eq!(attempts.len(), 1);
    let (_, url) = attempts.into_iter().next().unwrap();
    let session = url.unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    app.sandbox.stripe().pay(&session).unwrap();
    app.settle().await;

    let path = format!("/admin/orders/{}/refunds", order.id);
    let items = json!([{ "order_item_id": order.items[0].id, "quantity": 1 }]);
    let ask = json!({ "kind": "items", "items": items, "restock": true, "reason": "Lecet" });
    for answer in join_all((0..16).map(|_| keyed(&admin, &path, "kembalikan-satu", &ask))).await {
        assert_eq!(answer.ok::<StaffOrder>().refunds.len(), 1);
    }
    app.settle().await;
    let seen = buyer.read(&order).await;
    assert_eq!((seen.payment_status, seen.refunded.0), (PaymentStatus::PartiallyRefunded, 12_000_000));
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 1);
    assert_sound(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_that_pay_by_two_providers_pay_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 90).await;
    for round in 0..8 {
        let mut buyer = app.buyer().await;
        let order = buyer.order(guitar.variant, 1).await;
        // Both tabs get a page, one after the other or at once; then both are paid.
        let tab = async |provider: &str| {
            let answer = buyer.try_to_pay(&order, provider).await;
            assert!(matches!(answer.status, 201 | 409), "{}", answer.text());
            (answer.status == 201).then(|| page(&answer.ok::<Payment>()))
        };
        let (stripe, midtrans) = if round % 2 == 0 {
            join(tab("stripe"), tab("midtrans")).await
        } else {
            let first = tab("midtrans").await;
            (tab("stripe").await, first)
        };
        let pay_card = async {
            if let Some(page) = &stripe {
                let _ = app.sandbox.stripe().pay(page);
            }
        };
        let pay_wallet = async {
            if let Some(page) = &midtrans {
                let _ = app.sandbox.midtrans().pay(page, "gopay");
            }
        };
        let look = async || {
            let answer = buyer.post(&format!("/orders/{}/payments/refresh", order.number), Value::Null).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        };
        tokio::join!(pay_card, pay_wallet, look(), look(), app.run_jobs(), app.run_jobs());
        app.settle().await;
        let seen = buyer.read(&order).await;
        assert_eq!((seen.status, seen.payment_status, seen.refunded.0), (OrderStatus::Paid, PaymentStatus::Paid, 0));
        let kept = seen.payments.iter().filter(|payment| payment.status == AttemptStatus::Paid).count();
        assert_eq!(kept, 1, "{:?}", seen.payments);
        assert_eq!(seen.events.iter().filter(|event| event.kind == OrderEventKind::Paid).count(), 1);
        assert_sound(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_notification_sixteen_times_at_once_is_applied_once() {
    let mut app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut buyer = app.buyer().await;
    // Two servers' worth of workers.
    app.work().await;
    app.work().await;
    let keys = sandbox::Config::default();
    for provider in ["stripe", "midtrans", "stripe", "midtrans"] {
        let order = buyer.order(guitar.variant, 1).await;
        let payment: Payment = buyer.try_to_pay(&order, provider).await.ok();
        match provider {
            "stripe" => app.sandbox.stripe().pay(&page(&payment)).unwrap(),
            _ => app.sandbox.midtrans().pay(&page(&payment), "gopay").unwrap(),
        }
        let told = app.sandbox.deliveries();
        let again = told.iter().rev().find(|delivery| delivery.url.contains(provider)).expect("a notification");
        let guest = app.guest();
        let tell = async || {
            let mut request = guest
                .request(Method::POST, &format!("/payments/{provider}/notifications"))
                .header("content-type", "application/json")
                .body(again.body.clone());
            if provider == "stripe" {
                let now = app.ctx.clock.now().timestamp();
                let signature = sandbox::stripe_signature_header(&keys.stripe.webhook_secret, now, &again.body);
                request = request.header("stripe-signature", signature);
            }
            let answer = guest.send(request).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        };
        join_all((0..16).map(|_| tell())).await;
        app.eventually("it is paid", async || buyer.read(&order).await.status == OrderStatus::Paid).await;
        app.sandbox.idle(std::time::Duration::from_secs(20)).await.unwrap();
    }
    let due = "SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE run_at <= now()";
    app.eventually("every job is done", async || app.number(due).await == 0).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM order_events WHERE kind = 'paid'").await, 4);
    assert_eq!(app.number("SELECT count(*) AS n FROM payment_events WHERE effect = 'paid'").await, 4);
    assert_eq!(app.number("SELECT count(*) AS n FROM payment_events WHERE applied_at IS NULL").await, 0);
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_paid'").await, 4);
    assert_sound(&app).await;
}
