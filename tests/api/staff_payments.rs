//! D9: the payments page of the back office, and payments held for review.

use std::time::Duration;

use chrono::TimeDelta;
use sandbox::{Provider, Trouble};
use serde_json::{Value, json};
use shared::orders::{Order, OrderEventKind, OrderStatus, StaffOrder};
use shared::page::Page;
use shared::payments::{
    AttemptStatus, DisputeStatus, Payment, PaymentAsker, PaymentEffect, PaymentEventSource, PaymentFailure, PaymentStatus,
    PaymentTrouble, StaffPaymentDetail, StaffPaymentEvent, StaffPaymentRow,
};
use tests::{Caller, Shelf, TestApp};

struct Shop {
    app: TestApp,
    buyer: Caller,
    admin: Caller,
    guitar: tests::Goods,
}

impl Shop {
    async fn open() -> Self {
        let app = TestApp::new().await;
        let shelf = Shelf::new(&app).await;
        let guitar = shelf.goods("RG550", 12_000_000, 50).await;
        let (buyer, admin) = (app.buyer().await, app.admin().await);
        Self { app, buyer, admin, guitar }
    }

    async fn order(&mut self) -> Order {
        self.buyer.order(self.guitar.variant, 1).await
    }

    async fn start(&self, order: &Order, provider: &str) -> (Payment, String) {
        let payment: Payment =
            self.buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": provider })).await.ok();
        let url = payment.redirect_url.clone().unwrap();
        (payment, url.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned())
    }

    async fn settle(&self) {
        for _ in 0..3 {
            self.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
            self.app.run_jobs().await;
        }
    }

    async fn list(&self, query: &str) -> Page<StaffPaymentRow> {
        self.admin.get(&format!("/admin/payments{query}")).await.ok()
    }

    async fn detail(&self, payment: &Payment) -> StaffPaymentDetail {
        self.admin.get(&format!("/admin/payments/{}", payment.id)).await.ok()
    }

    async fn read(&self, order: &Order) -> Order {
        self.buyer.get(&format!("/orders/{}", order.number)).await.ok()
    }
}

#[tokio::test]
async fn a_payment_is_explained_by_what_was_said_of_it() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, session) = shop.start(&order, "stripe").await;
    shop.app.sandbox.stripe().decline(&session).unwrap();
    shop.settle().await;
    shop.app.sandbox.stripe().pay(&session).unwrap();
    shop.settle().await;
    let detail = shop.detail(&payment).await;
    assert_eq!((detail.order_number.as_str(), detail.order_status), (order.number.as_str(), OrderStatus::Paid));
    assert_eq!((detail.payment.payment.status, detail.payment.payment.amount), (AttemptStatus::Paid, order.totals.grand));
    assert!(detail.troubles.is_empty(), "{:?}", detail.troubles);
    let paid = detail.events.iter().find(|event| event.effect == Some(PaymentEffect::Paid)).expect("the event that paid it");
    assert_eq!((paid.source, paid.kind.as_str()), (PaymentEventSource::Notification, "checkout.session.completed"));
    assert_eq!(paid.payload["data"]["object"]["client_reference_id"], detail.payment.reference.as_str());
    assert!(detail.events.windows(2).all(|pair| pair[0].received_at >= pair[1].received_at), "the latest first");
    shop.admin.get(&format!("/admin/payments/{}", uuid::Uuid::now_v7())).await.problem(404, "not_found");
}

#[tokio::test]
async fn the_list_is_filtered_and_read_on_in_three_statements() {
    let mut shop = Shop::open().await;
    let mut numbers = Vec::new();
    for index in 0..5 {
        let order = shop.order().await;
        let (_, page) = shop.start(&order, if index % 2 == 0 { "stripe" } else { "midtrans" }).await;
        if index == 0 {
            shop.app.sandbox.stripe().pay(&page).unwrap();
        }
        numbers.push(order.number);
        shop.app.ctx.clock.advance(TimeDelta::seconds(1));
    }
    shop.settle().await;
    let (statements, first) = shop.app.statements(shop.list("?limit=2")).await;
    assert!(statements <= 4, "{statements} statements");
    assert_eq!((first.total, first.items[0].order_number.as_str()), (5, numbers[4].as_str()));
    let second = shop.list(&format!("?limit=2&cursor={}", first.next_cursor.unwrap())).await;
    assert_eq!(
        (second.items[0].order_number.as_str(), second.items[1].order_number.as_str()),
        (numbers[2].as_str(), numbers[1].as_str())
    );
    let last = shop.list(&format!("?limit=2&cursor={}", second.next_cursor.unwrap())).await;
    assert_eq!((last.items.len(), last.next_cursor), (1, None));
    assert_eq!(shop.list("?status=paid").await.items[0].order_number, numbers[0]);
    assert_eq!(shop.list("?provider=midtrans").await.total, 2);
    assert_eq!(shop.list(&format!("?q={}", &numbers[3][4..])).await.total, 1);
    assert_eq!(shop.list(&format!("?q={}-1", numbers[3])).await.total, 1);
    assert_eq!(shop.list("?q=cs_gibt_es_nicht").await.total, 0);
    // By what either provider calls it.
    shop.app.sql("UPDATE payments p SET external_id = 'kiriman-' || o.number FROM orders o WHERE o.id = p.order_id", []).await;
    for number in &numbers[..2] {
        let found = shop.list(&format!("?q=kiriman-{number}")).await;
        assert_eq!((found.total, &found.items[0].order_number), (1, number));
    }
    shop.admin.get("/admin/payments?trouble=boredom").await.problem(422, "invalid_fields");
    shop.admin.get("/admin/payments?cursor=xyz").await.problem(422, "invalid_fields");
    let staff = shop.app.staff().await;
    staff.get("/admin/payments").await.problem(403, "forbidden");
    for trouble in PaymentTrouble::ALL {
        assert_eq!(shop.list(&format!("?trouble={trouble}")).await.total, 0, "{trouble}");
    }
}

#[tokio::test]
async fn each_trouble_is_found() {
    let mut shop = Shop::open().await;
    // Nobody told: the reconciler finds out.
    let healed = shop.order().await;
    let (_, session) = shop.start(&healed, "stripe").await;
    shop.app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 10);
    shop.app.sandbox.stripe().pay(&session).unwrap();
    shop.app.ctx.clock.advance(TimeDelta::minutes(2));
    api::jobs::Job::run(api::payments::Reconcile {}, &shop.app.ctx).await.unwrap();
    shop.app.sandbox.calm(Provider::Stripe);
    let found = shop.list("?trouble=healed").await;
    assert_eq!((found.total, found.items[0].order_number.as_str()), (1, healed.number.as_str()));
    assert_eq!(found.items[0].troubles, [PaymentTrouble::Healed]);

    // A provider that speaks of another amount. (It asks the shop's own amount: the shop is made to differ.)
    let odd = shop.order().await;
    let (payment, session) = shop.start(&odd, "stripe").await;
    shop.app.sql("UPDATE payments SET amount = amount - 1 WHERE id = $1", [payment.id.0.into()]).await;
    shop.app.sandbox.stripe().pay(&session).unwrap();
    shop.settle().await;
    let found = shop.list("?trouble=mismatch").await;
    assert_eq!((found.total, found.items[0].id), (1, payment.id));
    assert!(
        shop.detail(&payment).await.events.iter().any(|event| event.note.as_deref().is_some_and(|note| note.contains("amount")))
    );

    // Paid after the end.
    let late = shop.order().await;
    let (payment, page) = shop.start(&late, "midtrans").await;
    shop.buyer.post(&format!("/orders/{}/cancellation", late.number), json!({})).await.done();
    shop.settle().await;
    shop.app.sandbox.midtrans().pay(&page, "bca_va").unwrap();
    shop.settle().await;
    assert_eq!(shop.list("?trouble=sent_back").await.items[0].id, payment.id);
    assert_eq!(shop.list("?trouble=transfer_waits").await.items[0].id, payment.id);
    let detail = shop.detail(&payment).await;
    assert_eq!(detail.troubles, [PaymentTrouble::SentBack, PaymentTrouble::TransferWaits]);
    assert_eq!(detail.refunds.len(), 1);

    // A dispute, open and then lost.
    let disputed = shop.order().await;
    let (payment, session) = shop.start(&disputed, "stripe").await;
    shop.app.sandbox.stripe().pay(&session).unwrap();
    shop.settle().await;
    let dispute = shop.app.sandbox.stripe().dispute(&session, "fraudulent").unwrap();
    shop.settle().await;
    assert_eq!(shop.list("?trouble=disputed").await.items[0].id, payment.id);
    assert_eq!(shop.detail(&payment).await.payment.dispute, Some(DisputeStatus::Open));
    let order: StaffOrder = shop.admin.get(&format!("/admin/orders/{}", disputed.id)).await.ok();
    assert_eq!(order.payments[0].dispute, Some(DisputeStatus::Open));
    shop.app.sandbox.stripe().close_dispute(&dispute, true).unwrap();
    shop.settle().await;
    assert_eq!(shop.detail(&payment).await.payment.dispute, Some(DisputeStatus::Won));
    assert_eq!(shop.list("?trouble=disputed").await.total, 0);
    // Asking again does not open it anew, though the charge stays marked.
    shop.admin.post(&format!("/admin/payments/{}/refresh", payment.id), Value::Null).await.done();
    assert_eq!(shop.detail(&payment).await.payment.dispute, Some(DisputeStatus::Won));

    // Waits for longer than it should.
    let stuck = shop.order().await;
    let (payment, _) = shop.start(&stuck, "stripe").await;
    assert_eq!(shop.list("?trouble=stuck").await.total, 0);
    shop.app.sql("UPDATE payments SET expires_at = now() - interval '1 day' WHERE id = $1", [payment.id.0.into()]).await;
    assert_eq!(shop.list("?trouble=stuck").await.items[0].id, payment.id);
}

#[tokio::test]
async fn a_payment_whose_provider_does_not_answer_waits_too_long() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, _) = shop.start(&order, "stripe").await;
    let reconcile = async |shop: &Shop| api::jobs::Job::run(api::payments::Reconcile {}, &shop.app.ctx).await.unwrap();
    let asked = shop.detail(&payment).await.payment.checked_at;
    shop.app.sandbox.fail_next(Provider::Stripe, 1_000, 500);
    for _ in 0..4 {
        shop.app.ctx.clock.advance(TimeDelta::minutes(10));
        reconcile(&shop).await;
    }
    shop.admin.sign_in().await;
    assert_eq!(shop.detail(&payment).await.payment.checked_at, asked, "nobody was told anything since");
    assert_eq!(shop.list("?trouble=stuck").await.items[0].id, payment.id);
    // It is left in peace between two tries all the same.
    let calls = shop.app.sandbox.calls().len();
    reconcile(&shop).await;
    assert_eq!(shop.app.sandbox.calls().len(), calls);
    shop.app.sandbox.calm(Provider::Stripe);
    shop.app.ctx.clock.advance(TimeDelta::minutes(10));
    reconcile(&shop).await;
    shop.admin.sign_in().await;
    assert!(shop.detail(&payment).await.payment.checked_at > asked);
    assert_eq!(shop.list("?trouble=stuck").await.total, 0);
}

#[tokio::test]
async fn news_of_a_known_payment_that_nobody_works_on_is_to_be_looked_at() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, token) = shop.start(&order, "midtrans").await;
    shop.settle().await;
    shop.app.sandbox.midtrans().pay(&token, "gopay").unwrap();
    shop.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    let to_look_at =
        async |shop: &Shop| -> Page<StaffPaymentEvent> { shop.admin.get("/admin/payment-events?unmatched=true").await.ok() };
    assert_eq!(to_look_at(&shop).await.total, 0, "its job has its time");
    shop.app.ctx.clock.advance(TimeDelta::minutes(6));
    let late = to_look_at(&shop).await;
    assert!(late.total > 0, "the payment is known, and yet nothing came of it");
    assert!(late.items.iter().all(|event| event.payment_id == Some(payment.id) && event.applied_at.is_none()));
    shop.app.run_jobs().await;
    assert_eq!(to_look_at(&shop).await.total, 0);
}

#[tokio::test]
async fn staff_ask_the_provider_themselves() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, session) = shop.start(&order, "stripe").await;
    shop.app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 10);
    shop.app.sandbox.stripe().pay(&session).unwrap();
    let path = format!("/admin/payments/{}/refresh", payment.id);
    let detail: StaffPaymentDetail = shop.admin.post(&path, Value::Null).await.ok();
    assert_eq!((detail.payment.payment.status, detail.order_status), (AttemptStatus::Paid, OrderStatus::Paid));
    let event = &detail.events[0];
    assert_eq!(
        (event.source, event.asked_by, event.effect),
        (PaymentEventSource::Query, Some(PaymentAsker::Staff), Some(PaymentEffect::Paid))
    );
    shop.app.sandbox.fail_next(Provider::Stripe, 10, 500);
    shop.admin.post(&path, Value::Null).await.problem(503, "payment_unavailable");
}

#[tokio::test]
async fn a_kept_event_is_applied_again() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, token) = shop.start(&order, "midtrans").await;
    shop.app.sandbox.midtrans().pay(&token, "gopay").unwrap();
    shop.settle().await;
    let paid = shop.detail(&payment).await.events.into_iter().find(|event| event.effect == Some(PaymentEffect::Paid)).unwrap();
    let path = format!("/admin/payment-events/{}/replay", paid.id);
    let again: StaffPaymentEvent = shop.admin.post(&path, Value::Null).await.ok();
    assert_eq!((again.effect, again.replay_effect), (Some(PaymentEffect::Paid), Some(PaymentEffect::Unchanged)));
    assert!(again.replayed_at.is_some());
    assert_eq!(shop.read(&order).await.events.iter().filter(|event| event.kind == OrderEventKind::Paid).count(), 1);
    shop.admin
        .post(&format!("/admin/payment-events/{}/replay", uuid::Uuid::now_v7()), Value::Null)
        .await
        .problem(404, "not_found");
    shop.app.staff().await.post(&path, Value::Null).await.problem(403, "forbidden");
}

#[tokio::test]
async fn what_matched_nothing_is_listed_and_may_match_later() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, session) = shop.start(&order, "stripe").await;
    // As if another shop shared the account: the reference is not known when the news comes.
    shop.app.sql("UPDATE payments SET reference = 'elsewhere' WHERE id = $1", [payment.id.0.into()]).await;
    shop.app.sandbox.stripe().pay(&session).unwrap();
    shop.settle().await;
    let unmatched: Page<StaffPaymentEvent> = shop.admin.get("/admin/payment-events?unmatched=true").await.ok();
    assert!(unmatched.total >= 1);
    let event = unmatched.items.iter().find(|event| event.kind == "checkout.session.completed").expect("the news");
    assert_eq!((event.payment_id, event.effect), (None, Some(PaymentEffect::Unmatched)));
    let path = format!("/admin/payment-events/{}/replay", event.id);
    let still: StaffPaymentEvent = shop.admin.post(&path, Value::Null).await.ok();
    assert_eq!(still.replay_effect, Some(PaymentEffect::Unmatched));

    let reference = format!("{}-1", order.number);
    shop.app.sql("UPDATE payments SET reference = $2 WHERE id = $1", [payment.id.0.into(), reference.into()]).await;
    let found: StaffPaymentEvent = shop.admin.post(&path, Value::Null).await.ok();
    assert_eq!((found.payment_id, found.replay_effect), (Some(payment.id), Some(PaymentEffect::Paid)));
    assert_eq!(found.order_number.as_deref(), Some(order.number.as_str()));
    assert_eq!(shop.read(&order).await.status, OrderStatus::Paid);
    let left: Page<StaffPaymentEvent> = shop.admin.get("/admin/payment-events?unmatched=true").await.ok();
    assert!(left.items.iter().all(|other| other.id != event.id));
    let all: Page<StaffPaymentEvent> = shop.admin.get("/admin/payment-events?provider=stripe&limit=1").await.ok();
    assert_eq!((all.items.len(), all.total), (1, unmatched.total), "each is kept once");
}

#[tokio::test]
async fn a_challenged_card_is_accepted_or_refused() {
    for decision in ["accept", "deny"] {
        let mut shop = Shop::open().await;
        let order = shop.order().await;
        let (payment, token) = shop.start(&order, "midtrans").await;
        shop.app.sandbox.midtrans().challenge(&token).unwrap();
        shop.settle().await;
        assert_eq!(shop.list("?trouble=challenged").await.items[0].id, payment.id);
        let path = format!("/admin/payments/{}/review", payment.id);
        shop.app.staff().await.post(&path, json!({ "decision": decision })).await.problem(403, "forbidden");
        shop.admin.post(&path, json!({ "decision": "shrug" })).await.problem(422, "invalid_fields");
        let detail: StaffPaymentDetail = shop.admin.post(&path, json!({ "decision": decision })).await.ok();
        shop.settle().await;
        let order = shop.read(&order).await;
        if decision == "accept" {
            assert_eq!((detail.payment.payment.status, order.status), (AttemptStatus::Paid, OrderStatus::Paid));
        } else {
            assert_eq!((detail.payment.payment.status, order.status), (AttemptStatus::Failed, OrderStatus::Pending));
            assert_eq!(order.payment_status, PaymentStatus::Unpaid);
            assert_eq!(order.payments[0].failure, Some(PaymentFailure::SuspectedFraud));
        }
        shop.admin.post(&path, json!({ "decision": decision })).await.problem(409, "conflict");
        let whole: StaffOrder = shop.admin.get(&format!("/admin/orders/{}", order.id)).await.ok();
        let kind = if decision == "accept" { OrderEventKind::PaymentAccepted } else { OrderEventKind::PaymentRefused };
        let event = whole.order.events.iter().find(|event| event.kind == kind).expect("who decided");
        assert!(event.actor.is_some());
        assert!(order.events.iter().all(|event| event.kind != kind), "buyers do not see it");
    }
}

#[tokio::test]
async fn stripe_holds_nothing_for_review() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, _) = shop.start(&order, "stripe").await;
    let path = format!("/admin/payments/{}/review", payment.id);
    shop.admin.post(&path, json!({ "decision": "accept" })).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_review_answered_elsewhere_is_found_out() {
    let mut shop = Shop::open().await;
    let order = shop.order().await;
    let (payment, token) = shop.start(&order, "midtrans").await;
    shop.app.sandbox.midtrans().challenge(&token).unwrap();
    shop.settle().await;
    // In the provider's own back office, and nobody tells.
    shop.app.sandbox.trouble(Provider::Midtrans, Trouble::Drop, 10);
    let core = format!("{}/v2/{}-1/deny", shop.app.sandbox.core_url(), order.number);
    let key = sandbox::Config::default().midtrans.server_key;
    let answer = reqwest::Client::new().post(core).basic_auth(key, Some("")).send().await.unwrap();
    assert!(answer.status().is_success());
    let path = format!("/admin/payments/{}/review", payment.id);
    shop.admin.post(&path, json!({ "decision": "accept" })).await.problem(409, "conflict");
    assert_eq!(shop.detail(&payment).await.payment.payment.status, AttemptStatus::Failed);
}
