//! F1: staff change many products together, while people buy.

use serde_json::{Value, json};
use shared::catalog::{Product, ProductList};
use shared::products::{BulkReport, StaffProduct};
use tests::product::as_it_is;
use tests::{Goods, Shelf, TestApp};

fn ids(goods: &[Goods]) -> Vec<shared::ids::ProductId> {
    goods.iter().map(|goods| goods.product).collect()
}

#[tokio::test]
async fn all_of_them_or_none() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let mut goods = Vec::new();
    for index in 0..4 {
        goods.push(shelf.goods(&format!("RG {index}"), 1_000_000 + index, 3).await);
    }
    let change = async |edit: &str, ids: Value| {
        admin.post("/admin/products/changes", json!({ "ids": ids, "edit": edit, "price": null })).await
    };
    let guest = app.guest();
    let listed = async || guest.get("/products").await.ok::<ProductList>().total;
    app.eventually("all are listed", async || listed().await == 4).await;

    let report: BulkReport = change("archive", json!(ids(&goods[..2]))).await.ok();
    assert_eq!((report.changed.len(), report.unchanged.len()), (2, 0));
    app.eventually("they are gone", async || listed().await == 2).await;
    let report: BulkReport = change("archive", json!(ids(&goods[..3]))).await.ok();
    assert_eq!((report.changed.len(), report.unchanged.len()), (1, 2));

    // One has nothing to sell: none is put up for sale, and it is named.
    app.sql("UPDATE variants SET active = false WHERE product_id = $1", [goods[1].product.0.into()]).await;
    let problem = change("activate", json!(ids(&goods))).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors.len(), problem.errors[0].pointer.as_str()), (1, "/ids/1"));
    assert_eq!(problem.errors[0].params["name"], "RG 1");
    assert_eq!(app.number("SELECT count(*) AS n FROM products WHERE status = 'active'").await, 1);
    let nowhere = uuid::Uuid::now_v7();
    let problem = change("feature", json!([goods[0].product, nowhere])).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/ids/1");
    app.sql("UPDATE variants SET active = true", []).await;

    let report: BulkReport = change("activate", json!(ids(&goods))).await.ok();
    assert_eq!((report.changed.len(), report.unchanged.len()), (3, 1));
    let report: BulkReport = change("feature", json!(ids(&goods))).await.ok();
    assert_eq!(report.changed.len(), 4);
    app.eventually("all are back", async || listed().await == 4).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM product_listings WHERE featured").await, 4);
    // One event for each product that was changed.
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'product.updated'").await, 10);
    let many: Vec<uuid::Uuid> = (0..501).map(|_| uuid::Uuid::now_v7()).collect();
    let problem = change("feature", json!(many)).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/ids", "too_many"));
}

#[tokio::test]
async fn prices_change_by_a_rule() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let dear = shelf.goods("RG550", 12_345_600, 3).await;
    let cheap = shelf.goods("Pick", 4_000, 3).await;
    let ask = |ids: Value, kind: &str, value: i64, round_to: i64, dry_run: bool| {
        json!({ "ids": ids, "edit": "price", "dry_run": dry_run,
                "price": { "kind": kind, "value": value, "round_to": round_to, "show_reduction": true } })
    };
    let send = async |ask: Value| admin.post("/admin/products/changes", ask).await;
    let both = json!([dear.product, cheap.product]);
    let told: BulkReport = send(ask(both.clone(), "percent", -1_000, 500, true)).await.ok();
    let rows: Vec<_> = told.prices.iter().map(|row| (row.name.as_str(), row.before.0, row.after.0)).collect();
    assert_eq!(rows, [("RG550", 12_345_600, 11_111_000), ("Pick", 4_000, 3_500)]);
    assert_eq!(app.number("SELECT sum(price)::bigint AS n FROM variants").await, 12_349_600, "nothing has changed");
    let done: BulkReport = send(ask(both.clone(), "percent", -1_000, 500, false)).await.ok();
    assert_eq!(done, told);
    let guest = app.guest();
    app.eventually("the shop shows what it cost before", async || {
        let list: ProductList = guest.get("/products?sort=price_desc").await.ok();
        list.items
            .first()
            .is_some_and(|card| card.price.0 == 11_111_000 && card.compare_at.map(|price| price.0) == Some(12_345_600))
    })
    .await;

    // One would cost nothing: no price changes.
    let problem = send(ask(both, "amount", -5_000, 1, false)).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors.len(), problem.errors[0].pointer.as_str()), (1, "/ids/1"));
    assert_eq!(app.number("SELECT sum(price)::bigint AS n FROM variants").await, 11_114_500);
    for (kind, value, round_to, pointer) in
        [("percent", 0, 1, "/price/value"), ("percent", -10_000, 1, "/price/value"), ("amount", 1, 7, "/price/round_to")]
    {
        let problem = send(ask(json!([dear.product]), kind, value, round_to, false)).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, pointer);
    }
}

/// The answer to a change is lost and the browser sends it once more, or somebody else was faster: what was seen is done
/// once, or not at all.
#[tokio::test]
async fn prices_change_as_they_were_seen_or_not_at_all() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let (dear, cheap) = (shelf.goods("RG550", 10_000_000, 3).await, shelf.goods("Pick", 4_000, 3).await);
    let price = json!({ "kind": "percent", "value": -1_000, "round_to": 1, "show_reduction": false });
    let send = async |edit: Value, dry_run: bool, seen: Option<&str>| {
        let price = if edit == "price" { price.clone() } else { Value::Null };
        let ids = json!([dear.product, cheap.product]);
        let ask = json!({ "ids": ids, "edit": edit, "price": price, "dry_run": dry_run, "fingerprint": seen });
        admin.post("/admin/products/changes", ask).await
    };
    let total = async || app.number("SELECT sum(price)::bigint AS n FROM variants").await;

    let seen: BulkReport = send(json!("price"), true, None).await.ok();
    let done: BulkReport = send(json!("price"), false, seen.fingerprint.as_deref()).await.ok();
    assert_eq!((&done, total().await), (&seen, 9_003_600));
    send(json!("price"), false, seen.fingerprint.as_deref()).await.problem(409, "stale");
    assert_eq!(total().await, 9_003_600, "once");

    // Somebody changes one of them meanwhile; who looks anew may go on.
    let seen: BulkReport = send(json!("price"), true, None).await.ok();
    app.sql("UPDATE variants SET price = 5000 WHERE product_id = $1", [cheap.product.0.into()]).await;
    send(json!("price"), false, seen.fingerprint.as_deref()).await.problem(409, "stale");
    assert_eq!(total().await, 9_005_000);
    let seen: BulkReport = send(json!("price"), true, seen.fingerprint.as_deref()).await.ok();
    send(json!("price"), false, seen.fingerprint.as_deref()).await.done();
    assert_eq!(total().await, 8_104_500);

    let problem = send(json!("archive"), false, seen.fingerprint.as_deref()).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/fingerprint");
}

/// Staff save products and change them together while people buy: nobody waits for ever, nobody gets
/// a fault of ours, and stock adds up.
#[tokio::test]
async fn editing_and_buying_do_not_get_in_each_others_way() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let mut goods = Vec::new();
    for index in 0..3 {
        goods.extend(shelf.finishes("Ibanez", &format!("RG{index}"), 1_000_000, 6, &["Hitam", "Merah"]).await);
    }
    let buyers = (0..6).map(|index| {
        let mut buyer = app.guest();
        let goods = goods.clone();
        tokio::spawn(async move {
            buyer.register().await;
            for step in 0..3 {
                buyer.add_to_cart(goods[(index + step) % goods.len()].variant, 1).await;
                buyer.add_to_cart(goods[(index * 5 + step + 2) % goods.len()].variant, 1).await;
                let address = buyer.add_address(tests::districts::BANDUNG).await;
                let ask = buyer.order_request(address).await;
                let answer = buyer.place(&uuid::Uuid::now_v7().to_string(), &ask).await;
                assert!(answer.status < 500, "{}", answer.text());
                buyer.delete("/cart").await;
            }
        })
    });
    let buyers: Vec<_> = buyers.collect();
    let editors = goods.chunks(2).map(|pair| {
        let (admin, path) = (admin.clone(), format!("/admin/products/{}", pair[0].product));
        tokio::spawn(async move {
            for round in 0..6 {
                let product: StaffProduct = admin.get(&path).await.ok();
                let mut ask = as_it_is(&product);
                ask["variants"][0]["low_stock_threshold"] = json!(round);
                ask["variants"][1]["sku"] = json!(format!("{}-{round}", product.slug).to_uppercase());
                let answer = admin.put_at(&path, product.revision, ask).await;
                assert!(matches!(answer.status, 200 | 412), "{}", answer.text());
            }
        })
    });
    let editors: Vec<_> = editors.collect();
    let all = ids(&goods);
    for round in 0..4 {
        let edit = if round % 2 == 0 { "feature" } else { "unfeature" };
        admin.post("/admin/products/changes", json!({ "ids": all, "edit": edit, "price": null })).await.done();
        let price = json!({ "kind": "amount", "value": 100, "round_to": 1, "show_reduction": false });
        admin.post("/admin/products/changes", json!({ "ids": all, "edit": "price", "price": price })).await.done();
    }
    for task in buyers.into_iter().chain(editors) {
        task.await.unwrap();
    }
    app.assert_laws().await;
    let guest = app.guest();
    let list: ProductList = guest.get("/products").await.ok();
    for card in list.items {
        let page: Product = guest.get(&format!("/products/{}", card.slug)).await.ok();
        assert_eq!(page.variants[0].price.0, 1_000_400);
    }
}
