//! The law of stock and money: a shop that did everything keeps it, and every breach is found.

use std::collections::BTreeSet;

use api::jobs::Job;
use reqwest::Method;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;
use shared::orders::{Order, OrderStatus};
use tests::{Caller, Shelf, TestApp};
use uuid::Uuid;

/// A shop with an order in every state, by way of its own endpoints.
async fn busy_shop() -> (TestApp, Caller) {
    let app = TestApp::new().await;
    app.sql("UPDATE store_profile SET taxable = true, tax_number = '0123456789012345'", []).await;
    app.ctx.caches.apply(&api::cache::Change::Settings);
    let shelf = Shelf::new(&app).await;
    let (guitar, amp) = (shelf.goods("RG550", 12_000_000, 30).await, shelf.goods("MG30", 2_345_678, 30).await);
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    let by_staff = async |order: &Order, what: &str, ask: serde_json::Value| {
        let path = format!("/admin/orders/{}/{what}", order.id);
        let key = Uuid::now_v7().to_string();
        admin.send(admin.request(Method::POST, &path).header("idempotency-key", key).json(&ask)).await.done();
    };
    let ship = async |order: &Order| {
        let number = format!("JX{}", &order.id.0.simple().to_string()[20..]);
        by_staff(order, "shipments", json!({ "courier": "JNE", "service": "REG", "tracking_number": number })).await;
    };
    let pieces = |order: &Order, quantity: i32, restock: bool| {
        let items = json!([{ "order_item_id": order.items[0].id, "quantity": quantity }]);
        json!({ "kind": "items", "items": items, "restock": restock, "shipping": true, "reason": "Lecet" })
    };

    let pending = buyer.order(guitar.variant, 1).await;
    buyer.try_to_pay(&pending, "stripe").await.done();
    let cancelled = buyer.order(amp.variant, 2).await;
    buyer.post(&format!("/orders/{}/cancellation", cancelled.number), json!({})).await.done();
    let expired = buyer.order(amp.variant, 1).await;
    app.sql("UPDATE orders SET pay_until = now() - interval '1 hour' WHERE id = $1", [expired.id.0.into()]).await;
    api::orders::ExpireOrder { order_id: expired.id }.run(&app.ctx).await.unwrap();

    app.paid_order(&mut buyer, guitar.variant, 2).await;
    let processing = app.paid_order(&mut buyer, guitar.variant, 3).await;
    by_staff(&processing, "status", json!({ "status": "processing" })).await;
    by_staff(&processing, "refunds", pieces(&processing, 1, true)).await;
    let shipped = app.paid_order(&mut buyer, amp.variant, 3).await;
    by_staff(&shipped, "refunds", pieces(&shipped, 1, true)).await;
    ship(&shipped).await;
    by_staff(&shipped, "refunds", pieces(&shipped, 1, true)).await;
    let delivered = app.paid_order(&mut buyer, amp.variant, 1).await;
    ship(&delivered).await;
    by_staff(&delivered, "status", json!({ "status": "delivered" })).await;
    by_staff(&delivered, "refunds", json!({ "kind": "goodwill", "amount": 50_000, "reason": "Terlambat" })).await;
    let completed = app.paid_order(&mut buyer, amp.variant, 1).await;
    ship(&completed).await;
    buyer.post(&format!("/orders/{}/receipt", completed.number), serde_json::Value::Null).await.done();
    let refunded = app.paid_order(&mut buyer, amp.variant, 1).await;
    by_staff(&refunded, "refunds", json!({ "kind": "full", "reason": "Batal" })).await;
    app.settle().await;
    let restock = crate::inventory_restock::placed(&admin, &[(amp.variant, 4)]).await;
    let came = json!({ "lines": [{ "variant_id": amp.variant, "quantity": 2, "damaged": 1, "reason": "Penyok" }] });
    crate::inventory_restock::receive(&admin, restock.id, came).await.done();

    for (order, status) in [
        (&pending, OrderStatus::Pending),
        (&cancelled, OrderStatus::Cancelled),
        (&expired, OrderStatus::Expired),
        (&processing, OrderStatus::Processing),
        (&shipped, OrderStatus::Shipped),
        (&delivered, OrderStatus::Delivered),
        (&completed, OrderStatus::Completed),
        (&refunded, OrderStatus::Refunded),
    ] {
        assert_eq!(buyer.read(order).await.status, status);
    }
    assert!(app.number("SELECT min(tax_included) AS n FROM orders").await > 0, "the shop shows its tax");
    (app, admin)
}

/// A breach of each law, and the law.
const BREACHES: &[(&str, &str)] = &[
    ("on_hand_is_the_ledger", "UPDATE stocks SET on_hand = on_hand + 1"),
    ("reserved_is_the_holds", "UPDATE stocks SET reserved = reserved + 1"),
    ("reserved_is_on_the_shelf", "UPDATE stocks SET reserved = on_hand + 1"),
    ("received_is_the_deliveries", "UPDATE restock_order_items SET quantity_damaged = quantity_damaged + 1"),
    ("received_is_on_the_shelf", "DELETE FROM stock_movements WHERE reference_kind = 'restock_order'"),
    ("no_more_held_than_ordered", "UPDATE stock_reservations SET quantity = 9"),
    ("what_is_paid_is_held", "DELETE FROM stock_reservations"),
    ("no_more_sold_than_ordered", "UPDATE stock_movements SET quantity = -9 WHERE kind = 'sale'"),
    ("what_is_paid_is_shipped", "DELETE FROM stock_movements WHERE kind = 'sale'"),
    ("sold_only_when_shipped", "UPDATE orders SET shipped_at = NULL"),
    ("no_more_back_than_sold", "UPDATE stock_movements SET quantity = 9 WHERE kind = 'return'"),
    ("no_more_pieces_refunded_than_ordered", "UPDATE refund_items SET quantity = 9"),
    ("no_more_refunded_than_the_line_cost", "UPDATE refund_items SET amount = amount + 1000000000"),
    ("a_line_is_price_times_quantity", "UPDATE order_items SET line_total = line_total + 1"),
    (
        "only_open_orders_hold",
        "INSERT INTO stock_reservations (order_id, variant_id, quantity) SELECT i.order_id, i.variant_id, 1 FROM order_items i
         JOIN orders o ON o.id = i.order_id WHERE o.status = 'cancelled'",
    ),
    (
        "only_what_was_ordered_is_held",
        "INSERT INTO stock_reservations (order_id, variant_id, quantity)
         SELECT o.id, v.id, 1 FROM orders o, variants v WHERE o.status = 'paid'
         AND NOT EXISTS (SELECT FROM order_items i WHERE i.order_id = o.id AND i.variant_id = v.id)",
    ),
    ("a_hold_ends_unless_paid", "UPDATE stock_reservations SET expires_at = now()"),
    ("only_what_was_ordered_is_sold", "UPDATE stock_movements SET reference_id = gen_random_uuid() WHERE kind = 'sale'"),
    ("a_payment_is_what_the_order_costs", "UPDATE payments SET amount = amount + 1"),
    ("money_that_came_has_its_day", "UPDATE payments SET settled_at = NULL"),
    ("refunded_is_the_refunds", "UPDATE payments SET refunded = refunded + 1"),
    ("a_payment_says_what_went_back", "UPDATE payments SET status = 'refunded' WHERE status = 'partially_refunded'"),
    ("no_more_goes_back_than_came", "UPDATE refunds SET amount = amount * 100"),
    ("no_more_is_promised_than_came", "UPDATE refunds SET amount = amount * 100, status = 'pending'"),
    ("only_money_that_came_goes_back", "UPDATE payments SET settled_at = NULL, status = 'failed' WHERE status = 'refunded'"),
    ("no_money_without_an_order", "UPDATE orders SET status = 'expired' WHERE status = 'paid'"),
    ("a_refund_is_the_sum_of_its_parts", "UPDATE refunds SET shipping = shipping + 1 WHERE kind = 'items'"),
    (
        "a_refund_is_of_its_own_order",
        "UPDATE refunds SET order_id = (SELECT id FROM orders WHERE status = 'pending') WHERE kind = 'full'",
    ),
    ("a_refund_that_ended_has_its_day", "UPDATE refunds SET settled_at = NULL"),
    ("a_transfer_by_hand_has_its_reference", "UPDATE refunds SET channel = 'manual_transfer'"),
    ("an_order_is_the_sum_of_its_lines", "UPDATE orders SET items_total = items_total - 1, grand_total = grand_total - 1"),
    ("an_order_counts_its_pieces", "DELETE FROM order_items"),
    ("grand_total_adds_up", "UPDATE orders SET grand_total = grand_total - 1"),
    ("a_discount_is_not_more_than_the_items", "UPDATE orders SET discount_total = items_total + 1"),
    ("tax_is_contained_in_the_items", "UPDATE orders SET tax_included = tax_included + 1"),
    ("no_order_without_money", "UPDATE payments SET status = 'failed' WHERE status = 'paid'"),
    (
        "an_order_is_paid_once",
        "UPDATE payments SET order_id = (SELECT id FROM orders WHERE status = 'paid') WHERE status = 'paid'",
    ),
    ("one_bill_at_a_time", "UPDATE payments SET status = 'open', order_id = (SELECT id FROM orders WHERE status = 'pending')"),
    ("unpaid_goods_were_reversed", "UPDATE orders SET payment_status = 'unpaid'"),
    ("a_payment_status_is_the_moneys", "UPDATE orders SET payment_status = 'partially_refunded' WHERE status = 'paid'"),
    ("without_money_nothing_is_paid", "UPDATE orders SET payment_status = 'refunded' WHERE status = 'pending'"),
    ("awaited_money_has_a_bill", "UPDATE orders SET payment_status = 'challenged' WHERE status = 'pending'"),
    ("an_order_knows_what_went_back", "UPDATE orders SET refunded_total = 1"),
    ("refunded_means_all_of_it", "UPDATE orders SET status = 'refunded' WHERE status = 'paid'"),
    ("all_of_it_means_refunded", "UPDATE orders SET status = 'paid' WHERE status = 'refunded'"),
    ("no_more_shipping_back_than_paid", "UPDATE refunds SET shipping = shipping + 1000000"),
    ("what_is_away_was_shipped", "UPDATE orders SET shipped_at = NULL"),
    ("only_sales_are_shipped", "UPDATE orders SET shipped_at = now() WHERE status = 'paid'"),
    ("what_was_shipped_has_a_parcel", "DELETE FROM shipments"),
    ("dates_follow_the_status", "UPDATE orders SET paid_at = NULL"),
    ("the_cart_is_closed", "UPDATE carts SET status = 'open'"),
    ("placed_once", "DELETE FROM order_events WHERE kind = 'placed'"),
    ("paid_is_on_the_timeline", "DELETE FROM order_events WHERE kind = 'paid'"),
    ("processing_is_on_the_timeline", "DELETE FROM order_events WHERE kind = 'processing'"),
    ("shipped_once", "DELETE FROM order_events WHERE kind = 'shipped'"),
    ("delivered_once", "DELETE FROM order_events WHERE kind = 'delivered'"),
    ("completed_once", "DELETE FROM order_events WHERE kind = 'completed'"),
    ("cancelled_once", "UPDATE order_events SET kind = 'cancelled' WHERE kind = 'completed'"),
    ("expired_is_on_the_timeline", "DELETE FROM order_events WHERE kind = 'expired'"),
    ("refunds_are_on_the_timeline", "DELETE FROM order_events WHERE kind = 'refunded'"),
];

/// The laws that the database's functions name.
async fn laws(app: &TestApp) -> BTreeSet<String> {
    let sql =
        "SELECT DISTINCT m[1] AS law FROM pg_proc p, regexp_matches(p.prosrc, '(?:ROW \\(|SELECT )''([a-z]+(?:_[a-z]+)+)'',', 'g') m
               WHERE p.proname IN ('stock_faults', 'line_faults', 'payment_faults', 'order_faults')";
    let rows = app.ctx.db.query_all_raw(api::db::statement(sql, [])).await.unwrap();
    rows.iter().map(|row| row.try_get("", "law").unwrap()).collect()
}

#[tokio::test]
async fn a_busy_shop_keeps_every_law_and_each_breach_is_found() {
    let (app, _admin) = busy_shop().await;
    app.assert_laws().await;
    let named = laws(&app).await;
    let tried: BTreeSet<String> = BREACHES.iter().map(|(law, _)| (*law).to_owned()).collect();
    assert_eq!(named, tried, "each law has its breach here");

    // What the database itself refuses is let through: somebody may have switched that off.
    let unguarded = "DO $$ DECLARE c record; BEGIN
                       FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP
                         EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
                       END LOOP; END $$";
    app.ctx.db.execute_unprepared(unguarded).await.unwrap();
    app.ctx.db.execute_unprepared("DROP INDEX payments_live_key, carts_open_user_key").await.unwrap();
    for (law, breach) in BREACHES {
        let tx = app.ctx.db.begin().await.unwrap();
        tx.execute_unprepared("SET LOCAL session_replication_role = replica").await.unwrap();
        let changed = tx.execute_unprepared(breach).await.unwrap_or_else(|error| panic!("{law}: {error}"));
        assert!(changed.rows_affected() > 0, "{law}: nothing to break");
        let found = api::ledger::faults(&tx, 10_000).await.unwrap();
        assert!(found.first.iter().any(|fault| fault.law == *law), "{law} is not found: {found:#?}");
        assert!(found.first.iter().all(|fault| !fault.subject.is_empty() && !fault.detail.is_empty()), "{found:#?}");
        tx.rollback().await.unwrap();
    }
    app.assert_laws().await;
}

#[tokio::test]
async fn every_law_has_words_in_both_languages() {
    let app = TestApp::new().await;
    for (language, words) in [
        ("en", include_str!("../../api/src/mail/templates/en/law.txt")),
        ("id", include_str!("../../api/src/mail/templates/id/law.txt")),
    ] {
        for law in laws(&app).await {
            assert!(words.contains(&format!("\"{law}\": \"")), "{language} has no words for {law}");
        }
    }
}

#[tokio::test]
async fn the_nightly_check_tells_those_who_look_after_payments() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let admin = app.admin().await;
    app.buyer().await.order(guitar.variant, 1).await;
    let mails = "SELECT count(*) AS n FROM email_messages WHERE template = 'staff_ledger_faults' AND state = 'sent'";
    let check = async || {
        api::ledger::Check {}.run(&app.ctx).await.unwrap();
        app.run_jobs().await;
        app.number(mails).await
    };
    assert_eq!(check().await, 0, "all is well");
    let tx = app.ctx.db.begin().await.unwrap();
    tx.execute_unprepared("SET LOCAL session_replication_role = replica; UPDATE stocks SET on_hand = on_hand + 4").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((check().await, check().await), (1, 1), "once a night");
    let sql = "SELECT count(*) AS n FROM email_messages WHERE template = 'staff_ledger_faults' AND recipient = '{}' AND body_text LIKE '%7 instead of 3%'";
    assert_eq!(app.number(&sql.replace("{}", admin.email())).await, 1);
    app.ctx.clock.advance(chrono::TimeDelta::days(1));
    assert_eq!(check().await, 2, "and again while it is so");
}
