//! In the morning: what was ordered goes out.

use tests::Browser;

use super::Shop;
use crate::steps::{self, digits};

/// The paid ones among all.
pub(super) async fn find(desk: &Browser) {
    desk.click(".rooms a[href='/admin/orders']").await;
    desk.see_count("[data-test=order-row]", 5).await;
    desk.click("a.chip >> Dibayar").await;
    desk.arrive("the paid orders", |url| url.contains("status=paid")).await;
    desk.see_count("[data-test=order-row]", 4).await;
}

/// One page for each, with its number and where it goes.
pub(super) async fn print_labels(desk: &Browser, shop: &Shop) {
    desk.click("thead .pick input").await;
    desk.see_text("[data-test=picked-count]", "4").await;
    let (name, pdf) = desk.save("[data-test=print-label]").await;
    assert_eq!(name, "label-4.pdf");
    assert!(pdf.starts_with(b"%PDF"), "a PDF");
    let pages = pdf_reader::pages(&pdf).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(pages.len(), 4);
    for order in shop.to_ship.iter().chain([&shop.to_refund]) {
        let page =
            pages.iter().find(|page| page.contains(&order.number)).unwrap_or_else(|| panic!("no label of {}", order.number));
        assert!(page.contains("Budi Santoso") && page.contains("Jl. Riau No. 11"), "{page}");
    }
}

/// A file of tracking numbers: tried first, then done.
pub(super) async fn ship(desk: &Browser, shop: &Shop) {
    let mut csv = "order_number;courier;service;tracking_number\r\n".to_owned();
    for (index, order) in shop.to_ship.iter().enumerate() {
        csv += &format!("{};;;JX000000001{index}\r\n", order.number);
    }
    let file = steps::file(&shop.app, "resi.csv", csv);
    desk.click("a[href='/admin/orders/tracking-numbers']").await;
    desk.attach("[data-test=csv-file]", &[file]).await;
    desk.see_text("[data-test=tracking-sums]", "3 siap dikirim, 0 sudah dikirim, 0 ditolak").await;
    let shipped = "SELECT count(*) AS n FROM orders WHERE status = 'shipped'";
    assert_eq!(shop.app.number(shipped).await, 0, "only tried");
    desk.click("[data-test=ship-all]").await;
    desk.see_text("[data-test=tracking-sums]", "3 dikirim, 0 sudah dikirim, 0 ditolak").await;
    assert_eq!(shop.app.number(shipped).await, 3);
}

/// One of two pieces goes back, and is not held any more.
pub(super) async fn refund(desk: &Browser, shop: &Shop) {
    desk.click(".rooms a[href='/admin/orders']").await;
    desk.click(&format!("[data-test=order-row][data-number='{}']", shop.to_refund.number)).await;
    // Half a note, which nothing that happens meanwhile takes away.
    desk.write("[data-test=order-note] textarea", "Pembeli minta ").await;
    desk.click("[data-test=refund-open]").await;
    desk.click("[data-test=refund-line] .stepper__btn:last-child").await;
    assert_eq!(digits(&desk.text("[data-test=refund-sum]").await), "15500000");
    desk.click("[data-test=refund-restock] input").await;
    desk.write("[data-test=refund-reason]", "Lecet di bodi").await;
    desk.click("[data-test=refund-send]").await;
    desk.see("[data-test=refund][data-status=succeeded]").await;
    desk.see("[data-test=payment-status][data-status=partially_refunded]").await;
    desk.see("[data-test=order-status][data-status=paid]").await;
    desk.see_value("[data-test=order-note] textarea", "Pembeli minta ").await;
}
