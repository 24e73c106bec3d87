//! C1–C3: the cart.

use serde_json::json;
use shared::cart::{Cart, LineNotice};
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

    // A second guest cart of the same person is merged, capped by stock.
    let mut again = app.guest();
    again.add_to_cart(guitar.variant, 3).await;
    let ask = json!({ "login": guest.email(), "password": guest.password() });
    let answer = again.post("/auth/sign-in", ask).await;
    again.remember(answer);
    let cart: Cart = again.get("/cart").await.ok();
    let guitars = cart.items.iter().find(|item| item.variant_id == guitar.variant).unwrap();
    assert_eq!(guitars.quantity, 3);
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
