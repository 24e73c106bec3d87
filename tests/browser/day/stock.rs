//! In the afternoon: what runs short is ordered, received and counted.

use shared::ids::VariantId;
use tests::{Browser, TestApp};

use super::Shop;
use crate::steps::choose;

async fn on_hand(app: &TestApp, variant: VariantId) -> i64 {
    app.number(&format!("SELECT on_hand::bigint AS n FROM stocks WHERE variant_id = '{variant}'")).await
}

/// Both finishes of the guitar that sold.
pub(super) async fn see_low(desk: &Browser) {
    desk.click(".rooms a[href='/admin/inventory']").await;
    desk.click("a.chip >> Perlu perhatian").await;
    desk.arrive("what runs short", |url| url.contains("short=true")).await;
    desk.write("[data-test=stock-search]", "RG550").await;
    desk.arrive("the search", |url| url.contains("q=RG550")).await;
    desk.see_count("[data-test=stock-row]", 2).await;
    for sku in ["RG550-HITAM", "RG550-MERAH"] {
        desk.see(&format!("[data-test=stock-row][data-sku={sku}]")).await;
    }
}

/// Suggestions become an order, and the order goes to the supplier.
pub(super) async fn order(desk: &Browser, shop: &Shop) {
    desk.click(".rooms a[href='/admin/restock-orders']").await;
    desk.click("a[href='/admin/restock-orders/new']").await;
    desk.click("[data-test=suggest]").await;
    desk.see_count("dialog[open] [data-test=suggested]", 2).await;
    desk.click("[data-test=take-suggestions]").await;
    desk.see_count("[data-test=restock-line]", 2).await;
    desk.click("[data-test=save]").await;
    desk.arrive("the order's own address", |url| url.contains("/admin/restock-orders/0")).await;
    desk.see_text("[data-test=restock-number]", "PO-").await;
    desk.click("[data-test=place-order] button:not([aria-disabled])").await;
    desk.click("[data-test=place-confirm]").await;
    desk.see("[data-test=scan]").await;
    let ordered = "SELECT count(*) AS n FROM restock_orders o JOIN email_messages m ON m.restock_order_id = o.id
                   WHERE o.status = 'ordered'";
    assert_eq!(shop.app.number(ordered).await, 1);
}

/// All but one black guitar came, and no more will.
pub(super) async fn receive_short(desk: &Browser, shop: &Shop) {
    let black = shop.goods[0].variant;
    let sql = format!("SELECT quantity_ordered::bigint - 1 AS n FROM restock_order_items WHERE variant_id = '{black}'");
    let came = shop.app.number(&sql).await;
    let before = on_hand(&shop.app, black).await;
    desk.click("[data-test=receive-all]").await;
    desk.write("[data-test=receive-line][data-sku=RG550-HITAM] [data-test=receive-quantity]", &came.to_string()).await;
    desk.click("[data-pointer='/closes'] input").await;
    desk.click("[data-test=receive-save]").await;
    desk.see_count("[data-test=receipt]", 1).await;
    desk.see_text("[data-test=difference]", "kurang 1").await;
    assert_eq!(on_hand(&shop.app, black).await, before + came);
}

/// One guitar is gone, and nobody knows where.
pub(super) async fn correct(desk: &Browser, shop: &Shop) {
    let black = shop.goods[0].variant;
    let before = on_hand(&shop.app, black).await;
    desk.click(&format!("#main a[href='/admin/inventory/{black}']")).await;
    desk.click("[data-test=adjust]").await;
    let reason = "dialog[open] [data-pointer='/reason'] select";
    // What is added is not broken, and a note says what it is.
    for (how, likely) in [("Tambah", "other"), ("Hasil hitung", "count"), ("Kurangi", "damage")] {
        desk.click(&format!("dialog[open] label.radio >> {how}")).await;
        desk.see_value(reason, likely).await;
    }
    desk.write("dialog[open] [data-pointer='/quantity']", "1").await;
    choose(desk, reason, "Hilang atau dicuri").await;
    desk.write("dialog[open] [data-pointer='/note']", "Tidak ada di rak sejak siang").await;
    desk.click("[data-test=adjust-save]").await;
    desk.gone("dialog[open]").await;
    desk.see_text("[data-test=on-hand]", &(before - 1).to_string()).await;
    desk.see_text("#main tbody tr", "Hilang atau dicuri").await;
    assert_eq!(on_hand(&shop.app, black).await, before - 1);
}
