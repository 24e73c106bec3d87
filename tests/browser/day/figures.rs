//! In the evening: how the shop is doing.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use shared::money::Rupiah;
use tests::Browser;

use super::Shop;
use crate::steps::digits;

/// What was paid, less what went back of it: the whole day is today's, and this month's.
async fn revenue(shop: &Shop) -> i64 {
    shop.app.number("SELECT sum(grand_total - refunded_total)::bigint AS n FROM orders WHERE paid_at IS NOT NULL").await
}

/// Its figures are those of the tables.
pub(super) async fn read_dashboard(desk: &Browser, shop: &Shop) {
    let revenue = revenue(shop).await;
    desk.click(".rooms a[href='/admin']").await;
    desk.arrive("the dashboard", |url| url.ends_with("/admin")).await;
    for (css, sql) in [
        ("dl.tiles .tile:nth-child(2) .tile__figure", "SELECT count(*) AS n FROM orders WHERE paid_at IS NOT NULL"),
        ("[data-test=to-ship] .counter__figure", "SELECT count(*) AS n FROM orders WHERE status IN ('paid', 'processing')"),
        ("[data-test=awaiting-payment] .counter__figure", "SELECT count(*) AS n FROM orders WHERE status = 'pending'"),
        (
            "[data-test=low-stock] .counter__figure",
            "SELECT count(*) AS n FROM stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id
             WHERE v.active AND p.status = 'active' AND s.level <> 'adequate'",
        ),
    ] {
        assert_eq!(digits(&desk.text(css).await), shop.app.number(sql).await.to_string(), "{css}");
    }
    assert_eq!(digits(&desk.text("dl.tiles .tile:nth-child(1) .tile__figure").await), revenue.to_string());
    desk.see("[data-test=activity]").await;
}

/// Read back by another program: numbers are numbers, and days are days.
pub(super) async fn save_workbook(desk: &Browser, shop: &Shop) {
    let revenue = revenue(shop).await;
    desk.click(".rooms a[href='/admin/analytics']").await;
    desk.click("[data-test=range-month]").await;
    desk.arrive("this month", |url| url.contains("from=")).await;
    let (name, bytes) = desk.save("[data-test=analytics-files] button >> XLSX").await;
    assert!(name.starts_with("analytics-") && name.ends_with(".xlsx"), "{name}");
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let summary = book.worksheet_range("Ringkasan").expect("the summary");
    let row = |name: &str| summary.rows().find(|row| row[0].as_string().as_deref() == Some(name)).expect("the row");
    assert_eq!((row("Pendapatan")[1].as_i64(), row("Pesanan dibayar")[1].as_i64()), (Some(revenue), Some(4)));
    let sales = book.worksheet_range("Penjualan").expect("the days");
    let mut sum = 0;
    for row in sales.rows().skip(1) {
        assert!(matches!((&row[0], &row[2]), (Data::DateTime(_), Data::Float(_) | Data::Int(_))), "{row:?}");
        sum += row[2].as_i64().unwrap_or_default();
    }
    assert_eq!(sum, revenue);
}

pub(super) async fn save_report(desk: &Browser, shop: &Shop) {
    let revenue = Rupiah(revenue(shop).await).to_string().replace('\u{a0}', " ");
    let (name, pdf) = desk.save("[data-test=analytics-files] button >> PDF").await;
    assert!(name.starts_with("report-") && name.ends_with(".pdf"), "{name}");
    assert!(pdf.starts_with(b"%PDF"), "a PDF");
    let pages = pdf_reader::pages(&pdf).unwrap_or_else(|error| panic!("{name}: {error}"));
    let text = pages.join(" ").replace('\u{a0}', " ");
    assert!(text.contains("LAPORAN") && text.contains(&revenue), "{revenue} in {text}");
}
