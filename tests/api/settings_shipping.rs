//! I3: what shipping costs, as staff set it.

use serde_json::{Value, json};
use shared::checkout::CheckoutQuote;
use shared::settings::ShippingSettings;
use shared::shipping::ShippingQuote;
use tests::{Answer, Caller, Shelf, TestApp, districts};

async fn read(admin: &Caller) -> ShippingSettings {
    admin.get("/admin/settings/shipping").await.ok()
}

async fn save(admin: &Caller, change: impl FnOnce(&mut Value)) -> Answer {
    let now = read(admin).await;
    let mut details = serde_json::to_value(&now.details).unwrap();
    change(&mut details);
    admin.put_at("/admin/settings/shipping", now.revision, details).await
}

#[tokio::test]
async fn quotes_follow_at_once_and_orders_keep_theirs() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 3_000_000, 9).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(districts::JAKARTA).await;
    let quote = async |buyer: &Caller| {
        buyer.post("/checkout/quotes", json!({ "address_id": address })).await.ok::<CheckoutQuote>().options
    };
    let estimate = async |quantity: i32| -> Vec<ShippingQuote> {
        let items = json!([{ "variant_id": guitar.variant, "quantity": quantity }]);
        app.guest().post("/shipping/estimates", json!({ "region_code": "31.74", "items": items })).await.ok()
    };
    let before = quote(&buyer).await;
    assert_eq!(before.len(), 2);
    let settings = read(&admin).await;
    assert_eq!((settings.details.services.len(), settings.origin.as_str()), (2, "Kota Bandung"));

    let saved: ShippingSettings = save(&admin, |details| {
        details["free_from"] = json!(6_000_000);
        details["handling_days"] = json!(2);
        details["services"][0]["base_price"] = json!(50_000);
        details["services"][1]["active"] = json!(false);
        details["services"].as_array_mut().unwrap().push(json!({
            "courier": "Toko", "code": "FLAT", "name": "Kurir toko", "base_price": 25_000, "price_per_kg": 0, "price_per_km": 0,
            "volumetric_divisor": 6000, "min_weight_kg": 1, "rounding_tolerance_g": 300, "max_distance_km": null, "min_days": 0,
            "max_days": 1, "active": true,
        }));
    })
    .await
    .ok();
    assert_eq!((saved.revision, saved.details.services.len()), (2, 3));
    let after = quote(&buyer).await;
    let codes: Vec<&str> = after.iter().map(|option| option.quote.code.as_str()).collect();
    assert_eq!(codes, ["FLAT", "REG"]);
    assert_eq!((after[0].quote.price.0, after[0].quote.min_days, after[0].quote.max_days), (25_000, 2, 3));
    assert_eq!(estimate(1).await[0].price.0, 25_000);
    let free = estimate(2).await;
    assert!(!free.is_empty() && free.iter().all(|quote| quote.price.0 == 0), "free from six million on");
    buyer.add_to_cart(guitar.variant, 1).await;
    let free = quote(&buyer).await;
    assert!(free.iter().all(|option| option.totals.shipping.0 == 0));
    // It can be ordered for the total that was shown.
    let ask = buyer.order_request(address).await;
    buyer.place("bebas-ongkir", &ask).await.done();
    assert_eq!(buyer.read(&order).await.totals, order.totals);

    // What is left out stays, switched off.
    let left: ShippingSettings = save(&admin, |details| details["services"] = json!([])).await.ok();
    assert!(left.details.services.len() == 3 && left.details.services.iter().all(|service| !service.active));
}

#[tokio::test]
async fn what_is_no_tariff_is_refused() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    Shelf::new(&app).await;
    for (name, value) in [
        ("base_price", json!(-1)),
        ("volumetric_divisor", json!(0)),
        ("rounding_tolerance_g", json!(1000)),
        ("max_days", json!(0)),
        ("courier", json!(" ")),
        ("max_distance_km", json!(0)),
        ("id", json!(uuid::Uuid::now_v7())),
    ] {
        let problem = save(&admin, |details| details["services"][0][name] = value.clone()).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, format!("/services/0/{name}"), "{value}");
    }
    save(&admin, |details| details["free_from"] = json!(0)).await.problem(422, "invalid_fields");
    save(&admin, |details| details["handling_days"] = json!(31)).await.problem(422, "invalid_fields");
    let twice = save(&admin, |details| details["services"][1]["code"] = details["services"][0]["code"].clone()).await;
    assert_eq!(twice.problem(422, "invalid_fields").errors[0].code.as_str(), "duplicate");
    assert_eq!(read(&admin).await.revision, 1);
    let details = serde_json::to_value(read(&admin).await.details).unwrap();
    admin.put_at("/admin/settings/shipping", 7, details).await.problem(412, "stale");
    app.staff().await.get("/admin/settings/shipping").await.problem(403, "forbidden");
}

#[tokio::test]
async fn codes_change_hands_in_one_save() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    Shelf::new(&app).await;
    let before = read(&admin).await.details.services;
    assert_eq!(before.len(), 2);
    let swap = |details: &mut Value| {
        for field in ["courier", "code"] {
            let first = details["services"][0][field].take();
            details["services"][0][field] = details["services"][1][field].take();
            details["services"][1][field] = first;
        }
    };
    let swapped: ShippingSettings = save(&admin, swap).await.ok();
    let after = &swapped.details.services;
    assert_eq!((after[0].id, &after[0].code, &after[1].code), (before[0].id, &before[1].code, &before[0].code));
    save(&admin, swap).await.done();

    // Taken out and put in again it is the one that orders know.
    let again: ShippingSettings = save(&admin, |details| {
        details["services"][0]["id"] = Value::Null;
        details["services"][0]["name"] = json!("Kembali lagi");
    })
    .await
    .ok();
    let ids: Vec<_> = again.details.services.iter().map(|service| service.id).collect();
    assert_eq!(ids, [before[0].id, before[1].id]);
    assert_eq!(again.details.services[0].name, "Kembali lagi");

    // Another one does not take its place, nor does one come twice.
    let taken = save(&admin, |details| {
        let gone = details["services"].as_array_mut().unwrap().remove(0);
        details["services"][0]["courier"] = gone["courier"].clone();
        details["services"][0]["code"] = gone["code"].clone();
    })
    .await
    .problem(422, "invalid_fields");
    assert_eq!((taken.errors[0].pointer.as_str(), taken.errors[0].code.as_str()), ("/services/0/code", "taken"));
    let twice = save(&admin, |details| details["services"][1]["id"] = details["services"][0]["id"].clone()).await;
    let twice = twice.problem(422, "invalid_fields");
    assert_eq!((twice.errors[0].pointer.as_str(), twice.errors[0].code.as_str()), ("/services/1/id", "duplicate"));
}
