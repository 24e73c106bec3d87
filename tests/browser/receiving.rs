//! A delivery is taken in by the scanner, which types a code and presses Enter.

use reqwest::Method;
use serde_json::json;
use shared::inventory::RestockOrder;
use tests::{Browser, Caller, Goods, TestApp};

use crate::steps;

/// Two of each, on their way.
async fn ordered(admin: &Caller, goods: &[Goods]) -> RestockOrder {
    let supplier = steps::supplier(admin).await;
    let line = |goods: &Goods| json!({ "variant_id": goods.variant, "quantity": 2, "unit_cost": 9_000_000 });
    let lines: Vec<_> = goods.iter().map(line).collect();
    let ask = json!({ "supplier_id": supplier.id, "expected_on": "2026-12-05", "notes": "", "lines": lines });
    let draft: RestockOrder = admin.post("/admin/restock-orders", ask).await.ok();
    let path = format!("/admin/restock-orders/{}/placement", draft.id);
    admin.post_at(&path, draft.revision, json!({ "email": false })).await.ok()
}

async fn scan(desk: &Browser, code: &str) {
    desk.write("[data-test=scan]", code).await;
    desk.enter("[data-test=scan]").await;
}

async fn on_hand(app: &TestApp, goods: Goods) -> i64 {
    app.number(&format!("SELECT on_hand::bigint AS n FROM stocks WHERE variant_id = '{}'", goods.variant)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delivery_is_scanned_piece_by_piece() {
    let (app, goods) = steps::shop().await;
    let admin = app.admin().await;
    app.sql("UPDATE variants SET barcode = '2100000000012' WHERE id = $1", [goods[0].variant.0.into()]).await;
    let order = ordered(&admin, &goods).await;
    let (black, red) = ("[data-test=receive-line][data-sku=RG550-HITAM]", "[data-test=receive-line][data-sku=RG550-MERAH]");
    Browser::with(&app, "receiving", async |desk| {
        steps::sign_in_to_desk(desk, &admin).await;
        desk.click(".rooms a[href='/admin/restock-orders']").await;
        desk.click(&format!("[data-test=restock-row][data-number='{}']", order.number)).await;
        desk.see("[data-test=receive-save] [aria-disabled=true]").await;

        // By barcode, and by SKU however it is written.
        scan(desk, "2100000000012").await;
        desk.see_text("[data-test=scanned]", "Hitam: 1").await;
        scan(desk, "2100000000012").await;
        desk.see_text("[data-test=scanned]", "Hitam: 2").await;
        scan(desk, "rg550-merah").await;
        desk.see_text("[data-test=scanned]", "Merah: 1").await;
        scan(desk, "2199999999990").await;
        desk.see_text(".toast", "tidak ada di pesanan ini").await;
        // The other red one came broken.
        desk.write(&format!("{red} [data-test=receive-damaged]"), "1").await;
        desk.write(&format!("{red} [data-test=receive-reason]"), "Leher patah").await;
        // Writing to the supplier meanwhile leaves what was counted alone.
        desk.click("[data-test=send-order]").await;
        desk.click("dialog[open] .btn--primary").await;
        desk.see_text(".toast", "Email sedang dikirim").await;
        desk.see(&format!("{red}.is-counted")).await;
        // So does a colleague who has counted one of the black ones as well, and was faster.
        let one = json!({ "lines": [{ "variant_id": goods[0].variant, "quantity": 1 }] });
        let receipts = format!("/admin/restock-orders/{}/receipts", order.id);
        let booked = admin.request(Method::POST, &receipts).header("idempotency-key", "kiriman-rekan").json(&one);
        admin.send(booked).await.done();
        desk.see("[data-test=fresh-notice]").await;
        desk.click("[data-test=receive-save]").await;
        desk.see_text(".toast", "penerimaanmu belum dicatat").await;
        desk.see_text(&format!("{black} [data-test=receive-awaited]"), "1").await;
        assert_eq!((on_hand(&app, goods[0]).await, on_hand(&app, goods[1]).await), (5, 4));
        desk.see(&format!("{red}.is-counted")).await;
        desk.write(&format!("{black} [data-test=receive-quantity]"), "1").await;
        desk.click("[data-test=receive-save]").await;
        desk.see_text("[data-test=difference]", "menunggu 1, rusak 1").await;
        assert_eq!((on_hand(&app, goods[0]).await, on_hand(&app, goods[1]).await), (6, 5));

        // It is made up for, and that is all.
        desk.see(&format!("{black}:not(.is-counted)")).await;
        scan(desk, "RG550-MERAH").await;
        desk.see_text("[data-test=scanned]", "Merah: 1").await;
        desk.click("[data-test=receive-save]").await;
        desk.see_count("[data-test=receipt]", 3).await;
        desk.gone("[data-test=scan]").await;
        assert_eq!(on_hand(&app, goods[1]).await, 6);
    })
    .await;
    let received = "SELECT count(*) AS n FROM restock_orders WHERE status = 'received'";
    assert_eq!(app.number(received).await, 1);
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_added_by_hand_has_the_price_of_the_supplier() {
    let (app, goods) = steps::shop().await;
    let admin = app.admin().await;
    app.sql("UPDATE variants SET cost = 9000000 WHERE product_id = $1", [goods[0].product.0.into()]).await;
    let supplier = steps::supplier(&admin).await;
    let terms = json!({ "supplier_sku": "LD-550", "cost": 8_250_000, "lead_time_days": null, "minimum_quantity": 1 });
    admin.put(&format!("/admin/suppliers/{}/products/{}", supplier.id, goods[0].variant), terms).await.done();
    Browser::with(&app, "ordering", async |desk| {
        steps::sign_in_to_desk(desk, &admin).await;
        desk.go(&format!("/admin/restock-orders/new?supplier={}", supplier.id)).await;
        desk.click("[data-test=add-line]").await;
        scan(desk, "RG550-HITAM").await;
        desk.see_count("[data-test=restock-line]", 1).await;
        // There are no terms for the other one: what it cost so far.
        scan(desk, "RG550-MERAH").await;
        desk.see_count("[data-test=restock-line]", 2).await;
        desk.see_value("[data-test=restock-line]:nth-child(1) [data-test=line-cost]", "8.250.000").await;
        desk.see_value("[data-test=restock-line]:nth-child(2) [data-test=line-cost]", "9.000.000").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supplier_is_written_down_by_enter_and_removed_again() {
    let (app, _) = steps::shop().await;
    let admin = app.admin().await;
    Browser::with(&app, "supplier", async |desk| {
        steps::sign_in_to_desk(desk, &admin).await;
        desk.go("/admin/suppliers/new").await;
        // The form goes away under the field that somebody stands in.
        desk.write("[data-pointer='/name'] input", "Toko Kayu").await;
        desk.enter("[data-pointer='/name'] input").await;
        desk.see_text("[data-test=supplier-name]", "Toko Kayu").await;
        desk.click("[data-test=delete-supplier]").await;
        desk.click("dialog[open] .sheet__foot .btn--danger").await;
        desk.arrive("the suppliers", |url| url.ends_with("/admin/suppliers")).await;
        desk.see("[data-test=new-supplier]").await;
    })
    .await;
    assert_eq!(app.number("SELECT count(*) AS n FROM suppliers WHERE name = 'Toko Kayu'").await, 0);
}
