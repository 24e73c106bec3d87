//! G4: deliveries, corrections and sales at the same time; the shelf adds up afterwards.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use shared::inventory::{RestockOrder, RestockStatus, StockItem};
use tests::{Caller, Shelf, TestApp};

use crate::inventory::adjust;
use crate::inventory_restock::{placed, receive, receive_with};

#[tokio::test]
async fn the_same_delivery_sent_many_times_is_booked_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 1).await;
    let admin = app.admin().await;
    let order = placed(&admin, &[(guitar.variant, 5)]).await;
    let ask = json!({ "lines": [{ "variant_id": guitar.variant, "quantity": 2 }] });
    let answers = join_all((0..8).map(|_| receive_with(&admin, order.id, "satu-kiriman", &ask))).await;
    assert!(
        answers.iter().all(|answer| answer.status == 201),
        "{:?}",
        answers.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
    assert_eq!(app.number("SELECT on_hand::bigint AS n FROM stocks").await, 3);
    assert_eq!(app.number("SELECT count(*) AS n FROM restock_receipts").await, 1);
    app.assert_laws().await;
}

#[tokio::test]
async fn deliveries_corrections_and_sales_leave_a_shelf_that_adds_up() {
    const BUYERS: usize = 8;
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let mut goods = Vec::new();
    for name in ["RG550", "SR300", "AZ224"] {
        goods.push(shelf.goods(name, 6_000_000, 50).await);
    }
    app.sql("UPDATE variants SET cost = 4000000", []).await;
    let admin = app.admin().await;
    let variants: Vec<_> = goods.iter().map(|goods| goods.variant).collect();
    let there: Vec<_> = variants.iter().map(|id| (*id, 100)).collect();
    // Two orders with the same lines the other way round: locks are taken in the order of ids.
    let mut orders = Vec::new();
    for turned in [false, true] {
        let mut lines = there.clone();
        if turned {
            lines.reverse();
        }
        orders.push(placed(&admin, &lines).await);
    }
    let mut buyers: Vec<Caller> = Vec::new();
    for _ in 0..BUYERS {
        buyers.push(app.buyer().await);
    }
    let deliveries = (0..10).map(|round: usize| {
        let (admin, order) = (&admin, &orders[round % 2]);
        let mut lines: Vec<Value> = variants.iter().map(|id| json!({ "variant_id": id, "quantity": 3 })).collect();
        if round.is_multiple_of(3) {
            lines.reverse();
        }
        async move { receive(admin, order.id, json!({ "lines": lines })).await.status }
    });
    let corrections = (0..6).map(|round: usize| {
        let (admin, variant) = (&admin, variants[round % 3]);
        let kind = if round.is_multiple_of(2) { "add" } else { "remove" };
        async move { adjust(admin, variant, json!({ "kind": kind, "quantity": 1, "reason": "damage" })).await.status }
    });
    let variants_of = &variants;
    let sales = buyers.iter_mut().enumerate().map(|(index, buyer)| async move {
        // Each wants two kinds, so that holds cross as well.
        buyer.add_to_cart(variants_of[(index + 1) % 3], 1).await;
        buyer.order(variants_of[index % 3], 1).await
    });
    let ((received, corrected), sold) = join(join(join_all(deliveries), join_all(corrections)), join_all(sales)).await;
    assert!(received.iter().all(|status| *status == 201), "{received:?}");
    assert!(corrected.iter().all(|status| matches!(status, 200 | 409 | 422)), "{corrected:?}");
    assert_eq!(sold.len(), BUYERS);
    app.assert_laws().await;
    assert_eq!(app.number("SELECT sum(quantity_received)::bigint AS n FROM restock_order_items").await, 90);
    assert_eq!(app.number("SELECT sum(reserved)::bigint AS n FROM stocks").await, 2 * BUYERS as i64);
    assert_eq!(app.number("SELECT count(*) AS n FROM variants WHERE cost NOT BETWEEN 4000000 AND 8000000").await, 0);
    for order in &orders {
        let whole: RestockOrder = admin.get(&format!("/admin/restock-orders/{}", order.id)).await.ok();
        assert_eq!((whole.status, whole.receipts.len()), (RestockStatus::PartiallyReceived, 5));
    }
    for goods in goods {
        let item: StockItem = admin.get(&format!("/admin/inventory/{}", goods.variant)).await.ok();
        assert_eq!(item.row.available, item.row.on_hand - item.row.reserved);
    }
}

#[tokio::test]
async fn an_order_is_received_or_cancelled_never_both() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 1).await;
    let admin = app.admin().await;
    for round in 1..=6 {
        let order = placed(&admin, &[(guitar.variant, 1)]).await;
        let came = json!({ "lines": [{ "variant_id": guitar.variant, "quantity": 1 }] });
        let path = format!("/admin/restock-orders/{}/cancellation", order.id);
        let (received, cancelled) = join(receive(&admin, order.id, came), admin.post_at(&path, order.revision, json!({}))).await;
        let done = [received.status, cancelled.status];
        assert!(matches!(done, [201, 412] | [409, 200]), "{round}: {done:?}");
    }
    app.assert_laws().await;
}
