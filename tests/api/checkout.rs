//! C4–C6: from cart to order, also when many come at once.

use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::TransactionTrait;
use serde_json::json;
use shared::catalog::{Product, ProductList};
use shared::checkout::CheckoutQuote;
use shared::orders::{Order, OrderStatus};
use shared::payments::PaymentStatus;
use tests::{Shelf, TestApp, districts};

#[tokio::test]
async fn farther_and_faster_costs_more() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let mut prices = Vec::new();
    for district in [districts::BANDUNG, districts::JAKARTA, districts::JAYAPURA] {
        let address = buyer.add_address(district).await;
        let quote: CheckoutQuote = buyer.post("/checkout/quotes", json!({ "address_id": address })).await.ok();
        assert_eq!(quote.options.len(), 2);
        assert!(quote.options[0].quote.price < quote.options[1].quote.price);
        for option in &quote.options {
            assert_eq!(option.totals.grand.0, 12_000_000 + option.quote.price.0);
        }
        prices.push(quote.options[0].quote.price);
    }
    assert!(prices[0] < prices[1] && prices[1] < prices[2], "{prices:?}");
}

#[tokio::test]
async fn an_order_holds_stock_and_freezes_what_was_bought() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 2).await;
    assert_eq!((order.status, order.payment_status), (OrderStatus::Pending, PaymentStatus::Unpaid));
    assert_eq!(order.totals.grand.0, 24_000_000 + order.totals.shipping.0);
    assert_eq!(order.address.region.regency.name, "Kota Administrasi Jakarta Selatan");
    assert!(order.actions.pay && order.actions.cancel && !order.actions.confirm_receipt);
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 2);

    app.sql("UPDATE variants SET price = 1", []).await;
    app.sql("UPDATE products SET name = 'Lain'", []).await;
    let again: Order = buyer.get(&format!("/orders/{}", order.number)).await.ok();
    assert_eq!((again.items[0].name.as_str(), again.totals), ("RG550", order.totals));
    assert!(buyer.get("/cart").await.ok::<shared::cart::Cart>().items.is_empty());

    // It is nobody else's business.
    let stranger = app.buyer().await;
    stranger.get(&format!("/orders/{}", order.number)).await.problem(404, "not_found");
    app.run_jobs().await;
    assert_eq!(
        app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_placed' AND state = 'sent'").await,
        1
    );
    app.assert_laws().await;
}

#[tokio::test]
async fn an_order_takes_no_second_connection_while_it_holds_one() {
    let app = TestApp::with(&[("database_connections", "5")]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(districts::BANDUNG).await;
    let ask = buyer.order_request(address).await;

    // All connections but one are in use, and what tells the price is not at hand.
    let mut in_use = Vec::new();
    while let Ok(tx) = tokio::time::timeout(Duration::from_secs(1), app.ctx.db.begin()).await {
        in_use.push(tx.unwrap());
    }
    in_use.pop().unwrap().rollback().await.unwrap();
    app.ctx.caches.store.clear();
    app.ctx.caches.points.clear();
    buyer.place("kunci-pertama", &ask).await.done();
}

#[tokio::test]
async fn a_changed_total_is_told_and_never_charged() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(districts::BANDUNG).await;
    let ask = buyer.order_request(address).await;
    app.sql("UPDATE variants SET price = price + 500000", []).await;
    let problem = buyer.place("kunci-pertama", &ask).await.problem(409, "total_changed");
    assert_eq!(problem.params["total"].as_i64().unwrap(), ask["expected_total"].as_i64().unwrap() + 500_000);
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 0);
    // The refused key is free again.
    let ask = buyer.order_request(address).await;
    buyer.place("kunci-pertama", &ask).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_twenty_times_at_once_makes_one_order() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 30).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(districts::BANDUNG).await;
    let ask = buyer.order_request(address).await;
    let orders = join_all((0..20).map(|_| buyer.place("satu-kunci-saja", &ask))).await;
    let numbers: std::collections::HashSet<String> = orders.into_iter().map(|answer| answer.ok::<Order>().number).collect();
    assert_eq!(numbers.len(), 1);
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 1);
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 1);

    // The same key for something else is a mistake.
    let mut other = ask.clone();
    other["note"] = json!("lain");
    buyer.place("satu-kunci-saja", &other).await.problem(409, "idempotency_mismatch");
    // Another key finds the cart empty: one order per cart.
    buyer.place("kunci-yang-lain", &ask).await.problem(409, "cart_empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_buyers_of_ten_pieces_get_exactly_ten() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 10).await;
    let mut buyers = Vec::new();
    for _ in 0..50 {
        let mut buyer = app.buyer().await;
        buyer.add_to_cart(guitar.variant, 1).await;
        let address = buyer.add_address(districts::BANDUNG).await;
        let ask = buyer.order_request(address).await;
        buyers.push((buyer, ask));
    }
    let answers = join_all(buyers.iter().map(|(buyer, ask)| buyer.place("beli-sekarang", ask))).await;
    let placed = answers.iter().filter(|answer| answer.status == 201).count();
    for answer in answers {
        if answer.status != 201 {
            let problem = answer.problem(409, "out_of_stock");
            assert_eq!(problem.params["items"][0]["available"], 0);
        }
    }
    assert_eq!(placed, 10);
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 10);
    assert_eq!(app.number("SELECT (on_hand - reserved)::bigint AS n FROM stocks").await, 0);
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn crossing_baskets_never_block_each_other() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let goods = [shelf.goods("A", 100_000, 15).await, shelf.goods("B", 100_000, 15).await, shelf.goods("C", 100_000, 15).await];
    let mut buyers = Vec::new();
    for index in 0..24_usize {
        let mut buyer = app.buyer().await;
        for step in 0..3 {
            // Each adds the same goods in another order.
            buyer.add_to_cart(goods[(index + step * (1 + index % 2)) % 3].variant, 1).await;
        }
        let address = buyer.add_address(districts::BANDUNG).await;
        let ask = buyer.order_request(address).await;
        buyers.push((buyer, ask));
    }
    let answers = join_all(buyers.iter().map(|(buyer, ask)| buyer.place("beli-sekarang", ask))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 15);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.problem(409, "out_of_stock");
    }
    app.assert_laws().await;
}

#[tokio::test]
async fn dead_holds_are_not_in_the_way() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 1).await;
    app.buyer().await.order(guitar.variant, 1).await;
    let mut second = app.buyer().await;
    second.post("/cart/items", json!({ "variant_id": guitar.variant, "quantity": 1 })).await.problem(409, "out_of_stock");
    // The expiry job is late; the hold is over all the same.
    let address = second.add_address(districts::BANDUNG).await;
    second.put("/cart", json!({ "items": [{ "variant_id": guitar.variant, "quantity": 1 }] })).await.done();
    app.ctx.clock.advance(chrono::TimeDelta::hours(25));
    second.sign_in().await;
    let ask = second.order_request(address).await;
    second.place("kunci-kedua", &ask).await.done();
    app.assert_laws().await;
}

#[tokio::test]
async fn goods_are_held_for_a_few_unpaid_orders_of_a_buyer() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 20).await;
    let mut buyer = app.buyer().await;
    let mut orders = Vec::new();
    for _ in 0..5 {
        orders.push(buyer.order(guitar.variant, 1).await);
    }
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(districts::BANDUNG).await;
    let ask = buyer.order_request(address).await;
    let refused = buyer.place("kunci-keenam", &ask).await.problem(409, "unpaid_orders");
    assert_eq!((&refused.params["most"], &refused.params["orders"][4]), (&json!(5), &json!(orders[0].number)));
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 5);
    assert_eq!(buyer.get("/cart").await.ok::<shared::cart::Cart>().items.len(), 1, "the cart stays");
    // It is nobody else's business.
    app.buyer().await.order(guitar.variant, 1).await;

    // One that is called off makes room; the refusal did not use the key up.
    buyer.post(&format!("/orders/{}/cancellation", orders[0].number), json!({})).await.done();
    buyer.place("kunci-keenam", &ask).await.done();
    // So does one whose time is over, before the job that ends it comes by, and one that is paid.
    let ready = async |buyer: &mut tests::Caller| {
        buyer.add_to_cart(guitar.variant, 1).await;
        buyer.order_request(address).await
    };
    let ask = ready(&mut buyer).await;
    buyer.place("kunci-ketujuh", &ask).await.problem(409, "unpaid_orders");
    let over = "UPDATE orders SET pay_until = now() - interval '1 minute' WHERE number = $1";
    app.sql(over, [orders[1].number.as_str().into()]).await;
    buyer.place("kunci-ketujuh", &ask).await.done();
    let ask = ready(&mut buyer).await;
    buyer.place("kunci-kedelapan", &ask).await.problem(409, "unpaid_orders");
    app.sql("UPDATE orders SET status = 'paid' WHERE number = $1", [orders[2].number.as_str().into()]).await;
    buyer.place("kunci-kedelapan", &ask).await.done();
}

#[tokio::test]
async fn placing_an_order_takes_few_statements() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let goods = [shelf.goods("A", 100_000, 15).await, shelf.goods("B", 100_000, 15).await, shelf.goods("C", 100_000, 15).await];
    let mut buyer = app.buyer().await;
    for goods in goods {
        buyer.add_to_cart(goods.variant, 2).await;
    }
    let address = buyer.add_address(districts::BANDUNG).await;
    let ask = buyer.order_request(address).await;
    let (statements, answer) = app.statements(buyer.place("kunci-hitung", &ask)).await;
    answer.done();
    assert!(statements <= 12, "{statements} statements");
}

#[tokio::test]
async fn a_remembered_page_hears_of_an_order() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let guest = app.guest();
    let list: ProductList = guest.get("/products").await.ok();
    let path = format!("/products/{}", list.items[0].slug);
    let available = async || guest.get(&path).await.ok::<Product>().variants[0].available;
    app.eventually("the page says 9", async || available().await == 9).await;
    app.buyer().await.order(guitar.variant, 2).await;
    app.eventually("the page says 7", async || available().await == 7).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM outbox").await, 0);
}

#[tokio::test]
async fn what_a_killed_process_wrote_down_another_passes_on() {
    let mut app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let order = app.buyer().await.order(guitar.variant, 1).await;
    app.run_jobs().await;
    let mails = "SELECT count(*) AS n FROM email_messages WHERE template = 'order_placed' AND state = 'sent'";
    assert_eq!(app.number(mails).await, 1);

    // As it lies there when the server dies between the commit and passing it on.
    let job = json!({ "kind": "orders.tell_buyer", "run_at": null, "max_attempts": 25, "key": null,
                      "payload": { "order_id": order.id, "event_id": shared::ids::OrderEventId::generate(), "kind": "placed" } });
    app.sql("INSERT INTO outbox (job) VALUES ($1)", [job.into()]).await;
    app.work().await;
    app.eventually("the job is done", async || app.number(mails).await == 2).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM outbox").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_what_was_seen_in_the_cart_is_ordered() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    // They cost and weigh the same: the total tells nothing.
    let (red, black) = (shelf.goods("RG550-R", 12_000_000, 50).await, shelf.goods("RG550-B", 12_000_000, 50).await);
    let other = json!({ "items": [{ "variant_id": black.variant, "quantity": 1 }] });
    let ready = async || {
        let mut buyer = app.buyer().await;
        buyer.add_to_cart(red.variant, 1).await;
        let address = buyer.add_address(districts::BANDUNG).await;
        let mut ask = buyer.order_request(address).await;
        ask["items"] = json!([{ "variant_id": red.variant, "quantity": 1 }]);
        (buyer, ask)
    };
    let (buyer, mut ask) = ready().await;
    buyer.put("/cart", other.clone()).await.done();
    buyer.place("kunci-pertama", &ask).await.problem(409, "stale");
    ask["items"] = other["items"].clone();
    buyer.place("kunci-pertama", &ask).await.done();

    // That it ran short besides is told to whoever saw it there.
    let white = shelf.goods("RG550-W", 12_000_000, 1).await;
    let (buyer, mut ask) = ready().await;
    let last = json!({ "items": [{ "variant_id": white.variant, "quantity": 1 }] });
    buyer.put("/cart", last.clone()).await.done();
    app.buyer().await.order(white.variant, 1).await;
    buyer.place("kunci-terakhir", &ask).await.problem(409, "stale");
    ask["items"] = last["items"].clone();
    buyer.place("kunci-terakhir", &ask).await.problem(409, "out_of_stock");

    for round in 0..8 {
        let (buyer, ask) = ready().await;
        let key = format!("kunci-putaran-{round}");
        let (changed, placed) = tokio::join!(buyer.put("/cart", other.clone()), buyer.place(&key, &ask));
        changed.done();
        if placed.status == 409 {
            placed.problem(409, "stale");
        } else {
            assert_eq!(placed.ok::<Order>().items[0].name, "RG550-R");
        }
    }
    app.assert_laws().await;
}
