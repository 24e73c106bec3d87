//! The pay pages, driven as a browser would without scripts.

use crate::support::{World, good_transaction, world};

async fn page(world: &World, path: &str, language: &str) -> (u16, String) {
    let url = format!("{}{path}", world.sandbox.base_url());
    let response = world.http.get(url).header("Accept-Language", language).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// Presses a button; returns where it leads, or the page itself.
async fn press(world: &World, path: &str, fields: &[(&str, &str)]) -> Result<String, String> {
    let response = world.http.post(format!("{}{path}", world.sandbox.base_url())).form(fields).send().await.unwrap();
    match response.headers().get("Location") {
        Some(place) => Ok(place.to_str().unwrap().to_owned()),
        None => Err(response.text().await.unwrap()),
    }
}

#[tokio::test]
async fn stripes_page_shows_the_bill_and_returns() {
    let world = world().await;
    let id = world.session().await;
    let path = format!("/stripe/pay/{id}");
    let (status, text) = page(&world, &path, "id-ID,id;q=0.9,en;q=0.8").await;
    assert_eq!(status, 200);
    for part in [
        "<html lang=id>",
        "Sandbox pembayaran",
        "Rp 250.000",
        "2 × Senar Gitar 9-42",
        "INV-7",
        "id=pay",
        "id=pending",
        "id=fail",
        "id=cancel",
        "https://shop.example/orders/7",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(page(&world, &path, "en-GB,en").await.1.contains("<html lang=en>"));
    let declined = press(&world, &path, &[("action", "fail")]).await.unwrap_err();
    assert!(declined.contains("Pembayaran ditolak") && declined.contains("id=pay"));
    let success = press(&world, &path, &[("action", "pay")]).await.unwrap();
    assert_eq!(success, format!("https://shop.example/orders/7?session_id={id}"));
    let (_, after) = page(&world, &path, "id").await;
    assert!(after.contains("Pembayaran berhasil") && !after.contains("id=pay") && after.contains("id=back"));
    assert_eq!(press(&world, &path, &[("action", "pay")]).await.unwrap(), path);
    assert_eq!(page(&world, "/stripe/pay/cs_none", "id").await.0, 404);
}

#[tokio::test]
async fn stripes_page_plays_delayed_money() {
    let world = world().await;
    let id = world.session().await;
    let path = format!("/stripe/pay/{id}");
    assert!(press(&world, &path, &[("action", "pending")]).await.unwrap().contains(&id));
    let (_, waiting) = page(&world, &path, "en").await;
    assert!(waiting.contains("id=settle") && waiting.contains("Waiting for the payment"));
    assert!(press(&world, &path, &[("action", "settle")]).await.unwrap().contains(&id));
    assert_eq!(world.kinds().await, ["checkout.session.completed", "checkout.session.async_payment_succeeded"]);
}

#[tokio::test]
async fn midtrans_page_pays_fails_and_returns() {
    let world = world().await;
    let token = world.transaction("INV-7").await;
    let path = format!("/midtrans/pay/{token}");
    let (_, text) = page(&world, &path, "").await;
    for part in [
        "Sandbox pembayaran",
        "Rp 250.000",
        "-Rp 10.000",
        "id=method-credit_card",
        "id=method-bca_va",
        "id=method-echannel",
        "id=method-gopay",
        "id=method-other_qris",
        "id=method-indomaret",
        "id=pay",
        "id=pending",
        "id=fail",
        "id=challenge",
        "id=cancel",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let denied = press(&world, &path, &[("action", "fail"), ("method", "credit_card")]).await.unwrap();
    assert_eq!(
        denied,
        "https://shop.example/orders/7?from=midtrans&order_id=INV-7&status_code=202&transaction_status=deny&merchant_id=G141532850"
    );
    assert!(page(&world, &path, "id").await.1.contains("Pembayaran ditolak"));
    let paid = press(&world, &path, &[("action", "pay"), ("method", "gopay")]).await.unwrap();
    assert!(paid.contains("order_id=INV-7&status_code=200&transaction_status=settlement"), "{paid}");
    assert_eq!(page(&world, "/midtrans/pay/none", "id").await.0, 404);
}

#[tokio::test]
async fn midtrans_page_shows_the_number_to_pay_to() {
    let world = world().await;
    let token = world.transaction("INV-7").await;
    let path = format!("/midtrans/pay/{token}");
    assert_eq!(press(&world, &path, &[("action", "pending"), ("method", "bca_va")]).await.unwrap(), path);
    let number = world.core("INV-7/status").await.text("/va_numbers/0/va_number");
    let (_, text) = page(&world, &path, "id").await;
    assert!(
        text.contains(&number) && text.contains("id=settle") && text.contains("status_code=201&amp;transaction_status=pending")
    );
    let paid = press(&world, &path, &[("action", "settle")]).await.unwrap();
    assert!(paid.contains("transaction_status=settlement"));
    // A QR code for methods paid by phone; a page that says so when nothing can be tried.
    let token = world.transaction("INV-8").await;
    let path = format!("/midtrans/pay/{token}");
    press(&world, &path, &[("action", "pending"), ("method", "other_qris")]).await.unwrap();
    assert!(page(&world, &path, "id").await.1.contains("<svg"));
    let mut body = good_transaction("INV-9");
    body["enabled_payments"] = serde_json::json!(["akulaku"]);
    let token = world.snap(&body).await.text("/token");
    assert!(!page(&world, &format!("/midtrans/pay/{token}"), "id").await.1.contains("id=pay"));
}

#[tokio::test]
async fn what_the_shop_sends_is_never_taken_for_html() {
    let world = world().await;
    let mut body = good_transaction("INV-7");
    body["item_details"][0]["name"] = "<script>alert(1)</script>".into();
    let token = world.snap(&body).await.text("/token");
    let (_, text) = page(&world, &format!("/midtrans/pay/{token}"), "id").await;
    assert!(text.contains("&lt;script&gt;") && !text.contains("<script"));
    let (_, overview) = page(&world, "/control", "id").await;
    assert!(!overview.contains("<script"));
}
