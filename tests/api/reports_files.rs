//! H3: the figures of a span as a workbook and on paper, read back by other programs.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use shared::analytics::Analytics;
use shared::wording;
use tests::{Answer, Caller, Shelf, TestApp};

/// A shop that sold a few things, an admin who reads Indonesian.
async fn shop() -> (TestApp, Caller) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550 Genesis", 12_345_679, 20).await;
    let strings = shelf.goods("Super Slinky", 98_765, 20).await;
    app.sql("UPDATE products SET name = '=Super Slinky' WHERE id = $1", [strings.product.0.into()]).await;
    let mut buyer = app.buyer().await;
    for quantity in [1, 2] {
        app.paid_order(&mut buyer, guitar.variant, quantity).await;
        app.paid_order(&mut buyer, strings.variant, quantity).await;
    }
    app.sql("INSERT INTO visits (day, visits) VALUES (shop_day(now()), 320)", []).await;
    app.sql("INSERT INTO search_log (query, results, created_at) VALUES ('gitar', 3, now()), ('theremin', 0, now())", []).await;
    let admin = app.admin().await;
    (app, admin)
}

fn book(answer: &Answer) -> Xlsx<Cursor<Vec<u8>>> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap()
}

fn header(answer: &Answer, name: &str) -> String {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_workbook_has_the_figures_of_the_page_in_typed_cells() {
    let (app, admin) = shop().await;
    let shown: Analytics = admin.get("/admin/analytics").await.ok();
    let answer = admin.get("/admin/analytics/export").await;
    assert_eq!(header(&answer, "content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let name = header(&answer, "content-disposition");
    assert!(name.starts_with(&format!("attachment; filename=\"analytics-{}-{}", shown.from, shown.until)), "{name}");
    let mut book = book(&answer);
    let sheets = [
        "Ringkasan",
        "Penjualan",
        "Kategori",
        "Kurir",
        "Cara bayar",
        "Produk terlaris",
        "Jumlah lainnya",
        "Pencarian",
        "Pencarian tanpa hasil",
    ];
    assert_eq!(book.sheet_names(), sheets);
    let mut sheet = |name: &str| book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect::<Vec<_>>();
    let revenue = app.number("SELECT sum(grand_total - refunded_total)::bigint AS n FROM orders WHERE paid_at IS NOT NULL").await;

    let summary = sheet("Ringkasan");
    let row = |name: &str| summary.iter().find(|row| row[0].as_string().as_deref() == Some(name)).unwrap();
    assert_eq!(row("Pendapatan")[1].as_i64(), Some(revenue));
    assert_eq!((row("Pesanan dibayar")[1].as_i64(), row("Kunjungan")[1].as_i64()), (Some(4), Some(320)));
    assert_eq!(row("Konversi")[1].as_f64(), Some(0.0125), "a number that is shown as a percentage");
    assert_eq!(row("Pendapatan")[3], Data::Empty, "no change against nothing");

    let sum = |rows: &[Vec<Data>], column: usize| rows.iter().skip(1).filter_map(|row| row[column].as_i64()).sum::<i64>();
    let sales = sheet("Penjualan");
    assert_eq!(sales.len(), shown.points.len() + 1);
    assert!(
        sales.iter().skip(1).all(|row| matches!(row[0], Data::DateTime(_)) && matches!(row[2], Data::Float(_) | Data::Int(_)))
    );
    assert_eq!((sum(&sales, 2), sum(&sales, 3), sum(&sales, 5)), (revenue, 4, 320));
    assert_eq!(sales[30][0].as_datetime().unwrap().date(), shown.until);
    for (name, column) in [("Kategori", 2), ("Kurir", 2), ("Cara bayar", 2)] {
        assert_eq!(sum(&sheet(name), column), revenue, "{name} adds up to the whole");
    }
    let best = sheet("Produk terlaris");
    assert_eq!(best[1][0], Data::String("RG550 Genesis".to_owned()));
    assert_eq!(best[2][0], Data::String("=Super Slinky".to_owned()), "text, not a formula");
    assert_eq!(sum(&best, 1), 6);
    // What the page says beside its tables: one buyer, the way to four orders, two searches of which one found nothing.
    let totals: Vec<_> = sheet("Jumlah lainnya").iter().skip(1).map(|row| row[1].as_i64().unwrap()).collect();
    assert_eq!(
        totals,
        [shown.customers_before + shown.figures.current.new_customers, 320, shown.views, shown.cart_adds, 4, 2, 1]
    );
    assert_eq!(sheet("Pencarian tanpa hasil")[1][0], Data::String("theremin".to_owned()));
}

#[tokio::test]
async fn product_performance_is_a_file_with_the_totals_of_sql() {
    let (app, admin) = shop().await;
    let answer = admin.get("/admin/analytics/products/export?format=xlsx&sort=pieces").await;
    assert!(header(&answer, "content-disposition").contains("product-performance-"));
    let mut book = book(&answer);
    let range = book.worksheet_range("Kinerja produk").unwrap();
    let rows: Vec<&[Data]> = range.rows().skip(1).collect();
    let sum = |column: usize| rows.iter().filter_map(|row| row[column].as_i64()).sum::<i64>();
    let lines =
        "SELECT sum(i.line_total)::bigint AS n FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.paid_at IS NOT NULL";
    assert_eq!((rows.len(), sum(5), sum(6), sum(8)), (2, 4, 6, app.number(lines).await));

    let answer = admin.get("/admin/analytics/products/export?format=csv&bom=false&q=slinky").await;
    let mut reader = csv::Reader::from_reader(answer.body.as_ref());
    assert_eq!(reader.headers().unwrap().iter().next(), Some("product"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), &rows[0][0]), (1, "'=Super Slinky"));
    admin.get("/admin/analytics/products/export?format=pdf").await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn the_report_on_paper_says_the_same_in_both_languages() {
    let (_app, admin) = shop().await;
    let shown: Analytics = admin.get("/admin/analytics").await.ok();
    for (locale, words) in [("id", ["LAPORAN", "Pesanan dibayar", "theremin"]), ("en", ["REPORT", "Paid orders", "theremin"])] {
        let answer = admin.get(&format!("/admin/analytics/report.pdf?locale={locale}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(header(&answer, "content-type"), "application/pdf");
        assert_eq!(
            header(&answer, "content-disposition"),
            format!("inline; filename=\"report-{}-{}.pdf\"", shown.from, shown.until)
        );
        let text = pdf_reader::pages(&answer.body).unwrap().join(" ").replace('\u{a0}', " ");
        let revenue = shown.figures.current.revenue.to_string().replace('\u{a0}', " ");
        let (conversion, until) = match locale {
            "id" => ("1,25%", wording::calendar_day(shown.until, shared::account::Locale::Indonesian)),
            _ => ("1.25%", wording::calendar_day(shown.until, shared::account::Locale::English)),
        };
        // A point as it is told: the chart says days without their year.
        let (point, totals) = match locale {
            "id" => (wording::calendar_day(shown.points[1].from, shared::account::Locale::Indonesian), "Produk dilihat"),
            _ => (wording::calendar_day(shown.points[1].from, shared::account::Locale::English), "Products viewed"),
        };
        let facts = [revenue.as_str(), conversion, until.as_str(), point.as_str(), totals, "RG550 Genesis", "JNE"];
        for expected in words.iter().copied().chain(facts) {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
    // A year in weeks, ten years in months: the pages still hold it.
    for query in ["from=2025-12-01&until=2026-11-28", "from=2016-12-01&until=2026-11-28"] {
        let answer = admin.get(&format!("/admin/analytics/report.pdf?{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(!pdf_reader::pages(&answer.body).unwrap().is_empty());
    }
}
