//! C1–C3: the cart.

use serde_json::json;
use shared::cart::{Cart, LineNotice, RestoredCart};
use shared::totals::MAX_LINES;
use tests::{Shelf, TestApp};

#[tokio::test]
async fn a_guests_cart_is_theirs_alone_and_survives_signing_in() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, strings) = (shelf.goods("RG550", 12_000_000, 3).await, shelf.goods("Senar 10-46", 95_000, 50).await);

    let mut guest = app.guest();
    guest.add_to_cart(guitar.variant, 1).await;
    let cart = guest.add_to_cart(strings.variant, 4).await;
    assert_eq!((cart.count, cart.subtotal.0, cart.ready), (5, 12_380_000, true));
    assert!(app.guest().get("/cart").await.ok::<Cart>().items.is_empty());

    guest.register().await;
    let cart: Cart = guest.get("/cart").await.ok();
    assert_eq!(cart.count, 5);

    // A second guest cart of the same person is merged, capped by stock: what is there already, and what is new.
    let (bass, amp) = (shelf.goods("SR505", 9_000_000, 3).await, shelf.goods("Cube 30", 4_000_000, 2).await);
    let mut again = app.guest();
    for goods in [guitar, bass] {
        again.add_to_cart(goods.variant, 3).await;
    }
    again.add_to_cart(amp.variant, 2).await;
    // Meanwhile others buy two, and the last ones.
    app.buyer().await.order(bass.variant, 2).await;
    app.buyer().await.order(amp.variant, 2).await;
    let ask = json!({ "login": guest.email(), "password": guest.password() });
    let answer = again.post("/auth/sign-in", ask).await;
    again.remember(answer);
    let cart: Cart = again.get("/cart").await.ok();
    let pieces = |goods: tests::Goods| cart.items.iter().find(|item| item.variant_id == goods.variant).unwrap().quantity;
    assert_eq!((pieces(guitar), pieces(bass), pieces(amp)), (3, 1, 2), "what is sold out stays, and the cart says so");
}

#[tokio::test]
async fn what_was_put_in_before_it_was_known_who_is_there_is_not_lost() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, strings) = (shelf.goods("RG550", 12_000_000, 3).await, shelf.goods("Senar 10-46", 95_000, 50).await);
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;

    // The page was opened without a connection: a guest's cart, in the browser of somebody who is signed in.
    let mut guest = app.guest();
    guest.add_to_cart(strings.variant, 2).await;
    guest.set_cookie(buyer.cookie().unwrap());
    let answer = guest.post("/auth/refresh", json!(null)).await;
    guest.remember(answer);
    assert_eq!(guest.user_id(), buyer.user_id());
    let cart: Cart = guest.get("/cart").await.ok();
    assert_eq!(cart.count, 3);
}

#[tokio::test]
async fn buying_again_fills_a_cart_no_further_than_it_goes() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let mut buyer = app.buyer().await;
    let ordered = shelf.goods("RG550", 12_000_000, 9).await;
    let order = buyer.order(ordered.variant, 1).await;
    let mut items = Vec::new();
    for _ in 0..MAX_LINES {
        items.push(json!({ "variant_id": shelf.goods("Senar", 95_000, 5).await.variant, "quantity": 1 }));
    }
    let again = format!("/orders/{}/reorder", order.number);
    let full: Cart = buyer.put("/cart", json!({ "items": items })).await.ok();
    let cart: Cart = buyer.post(&again, json!(null)).await.ok();
    assert_eq!((full.items.len(), cart.items.len()), (MAX_LINES, MAX_LINES));
    assert_eq!((full.left_out, cart.left_out), (None, Some(vec![ordered.variant])));
    // What is in it already still counts up, and what there is room for comes in.
    items[0] = json!({ "variant_id": ordered.variant, "quantity": 1 });
    buyer.put("/cart", json!({ "items": items })).await.ok::<Cart>();
    let cart: Cart = buyer.post(&again, json!(null)).await.ok();
    assert_eq!(cart.items.iter().find(|item| item.variant_id == ordered.variant).map(|item| item.quantity), Some(2));
}

#[tokio::test]
async fn what_of_an_order_is_no_longer_for_sale_is_told() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, strings) = (shelf.goods("RG550", 12_000_000, 9).await, shelf.goods("Senar 10-46", 95_000, 9).await);
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(strings.variant, 1).await;
    let order = buyer.order(guitar.variant, 1).await;
    assert_eq!(order.items.len(), 2);
    let again = format!("/orders/{}/reorder", order.number);
    let archive = "UPDATE products SET status = 'archived' WHERE id = $1";
    app.sql(archive, [guitar.product.0.into()]).await;
    let cart: Cart = buyer.post(&again, json!(null)).await.ok();
    assert_eq!((cart.items.len(), cart.left_out), (1, Some(vec![guitar.variant])));
    app.sql(archive, [strings.product.0.into()]).await;
    let cart: Cart = buyer.post(&again, json!(null)).await.ok();
    assert_eq!(cart.items[0].quantity, 1, "one that is in the cart already is not added to");
    let mut left_out = cart.left_out.unwrap();
    left_out.sort_unstable();
    let mut both = vec![guitar.variant, strings.variant];
    both.sort_unstable();
    assert_eq!(left_out, both);
}

#[tokio::test]
async fn more_than_there_are_is_refused_and_explained() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 2).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let problem =
        buyer.post("/cart/items", json!({ "variant_id": guitar.variant, "quantity": 2 })).await.problem(409, "out_of_stock");
    assert_eq!(problem.params["items"][0]["available"], 2);
    assert_eq!(problem.params["items"][0]["in_cart"], 1);
    buyer.put(&format!("/cart/items/{}", guitar.variant), json!({ "quantity": 3 })).await.problem(409, "out_of_stock");
    let cart: Cart = buyer.put(&format!("/cart/items/{}", guitar.variant), json!({ "quantity": 2 })).await.ok();
    assert_eq!(cart.count, 2);
    let cart: Cart = buyer.delete(&format!("/cart/items/{}", guitar.variant)).await.ok();
    assert!(cart.items.is_empty() && !cart.ready);
}

#[tokio::test]
async fn the_cart_tells_what_changed() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (dearer, short, gone) =
        (shelf.goods("A", 100_000, 5).await, shelf.goods("B", 100_000, 5).await, shelf.goods("C", 100_000, 5).await);
    let mut buyer = app.buyer().await;
    for goods in [dearer, short, gone] {
        buyer.add_to_cart(goods.variant, 3).await;
    }
    app.sql("UPDATE variants SET price = 120000 WHERE id = $1", [dearer.variant.0.into()]).await;
    app.sql("INSERT INTO stock_movements (id, variant_id, kind, quantity, reason) VALUES (gen_random_uuid(), $1, 'adjustment', -3, 'damage')", [short.variant.0.into()]).await;
    app.sql("UPDATE products SET status = 'archived' WHERE id = $1", [gone.product.0.into()]).await;
    let cart: Cart = buyer.get("/cart").await.ok();
    let notices = |goods: tests::Goods| cart.items.iter().find(|item| item.variant_id == goods.variant).unwrap().notices.clone();
    assert_eq!(notices(dearer), [LineNotice::PriceChanged]);
    assert_eq!(notices(short), [LineNotice::ShortOfStock]);
    assert_eq!(notices(gone), [LineNotice::Withdrawn]);
    assert!(!cart.ready);
}

#[tokio::test]
async fn clearing_can_be_undone() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 2).await;
    let mut guest = app.guest();
    guest.add_to_cart(guitar.variant, 2).await;
    let cart: Cart = guest.delete("/cart").await.ok();
    assert!(cart.items.is_empty());
    let cart: Cart = guest.put("/cart", json!({ "items": [{ "variant_id": guitar.variant, "quantity": 2 }] })).await.ok();
    assert_eq!(cart.count, 2);
    let unknown = json!({ "items": [{ "variant_id": uuid::Uuid::now_v7(), "quantity": 2 }] });
    guest.put("/cart", unknown).await.problem(422, "invalid_fields");
    assert_eq!(guest.get("/cart").await.ok::<Cart>().count, 2);
}

#[tokio::test]
async fn lines_are_put_back_beside_what_is_there_by_now() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, strings) = (shelf.goods("RG550", 12_000_000, 3).await, shelf.goods("Senar 10-46", 95_000, 50).await);
    let mut guest = app.guest();
    guest.add_to_cart(guitar.variant, 2).await;
    guest.add_to_cart(strings.variant, 4).await;
    guest.delete(&format!("/cart/items/{}", guitar.variant)).await.done();
    // Meanwhile, in another tab; and the shop asks another price.
    guest.put(&format!("/cart/items/{}", strings.variant), json!({ "quantity": 5 })).await.done();
    app.sql("UPDATE variants SET price = 12500000 WHERE id = $1", [guitar.variant.0.into()]).await;
    let lines = json!({ "items": [{ "variant_id": guitar.variant, "quantity": 2 }] });
    let after: RestoredCart = guest.post("/cart/restoration", lines.clone()).await.ok();
    assert_eq!(after.left_out, []);
    let told: Vec<_> = after.cart.items.iter().map(|item| (item.variant_id, item.quantity)).collect();
    assert_eq!(told, [(strings.variant, 5), (guitar.variant, 2)]);
    assert_eq!(after.cart.items[1].price_when_added.0, 12_500_000, "the price counts from now");
    assert!(after.cart.ready, "{:?}", after.cart.items);
    // Pressed twice, it is there once; and what was put in anew meanwhile is not added to.
    let after: RestoredCart = guest.post("/cart/restoration", lines).await.ok();
    assert_eq!((after.cart.count, after.left_out), (7, vec![]));
}

#[tokio::test]
async fn what_can_no_longer_be_put_back_is_told() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, gone, short) =
        (shelf.goods("A", 100_000, 5).await, shelf.goods("B", 100_000, 5).await, shelf.goods("C", 100_000, 5).await);
    let mut buyer = app.buyer().await;
    for goods in [guitar, gone, short] {
        buyer.add_to_cart(goods.variant, 3).await;
    }
    buyer.delete("/cart").await.done();
    app.sql("UPDATE products SET status = 'archived' WHERE id = $1", [gone.product.0.into()]).await;
    app.sql("INSERT INTO stock_movements (id, variant_id, kind, quantity, reason) VALUES (gen_random_uuid(), $1, 'adjustment', -3, 'damage')", [short.variant.0.into()]).await;
    let lines: Vec<_> = [guitar, gone, short].iter().map(|goods| json!({ "variant_id": goods.variant, "quantity": 3 })).collect();
    let after: RestoredCart = buyer.post("/cart/restoration", json!({ "items": lines })).await.ok();
    assert_eq!(after.left_out, [gone.variant]);
    let told: Vec<_> = after.cart.items.iter().map(|item| (item.variant_id, item.quantity)).collect();
    assert_eq!(told, [(guitar.variant, 3), (short.variant, 3)], "in their order, with all that was wanted");
    assert_eq!(after.cart.items[1].notices, [LineNotice::ShortOfStock]);
    buyer.post("/cart/restoration", json!({ "items": [] })).await.problem(422, "invalid_fields");

    // A cart has so many lines and no more.
    let names: Vec<String> = (0..51).map(|number| format!("Nomor {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let finishes = shelf.finishes("Ibanez", "Banyak", 100_000, 1, &names).await;
    let line = |goods: &tests::Goods| json!({ "variant_id": goods.variant, "quantity": 1 });
    let full: Vec<_> = finishes[..50].iter().map(line).collect();
    buyer.put("/cart", json!({ "items": full })).await.done();
    let after: RestoredCart = buyer.post("/cart/restoration", json!({ "items": [line(&finishes[50])] })).await.ok();
    assert_eq!((after.cart.items.len(), after.left_out), (50, vec![finishes[50].variant]));
}

#[tokio::test]
async fn adding_takes_at_most_four_statements() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let (statements, _) = app.statements(buyer.add_to_cart(guitar.variant, 1)).await;
    assert!(statements <= 4, "{statements} statements");
    let mut guest = app.guest();
    let (statements, _) = app.statements(guest.add_to_cart(guitar.variant, 1)).await;
    assert!(statements <= 4, "{statements} statements");
}
