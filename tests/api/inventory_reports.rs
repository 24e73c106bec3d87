//! G5: the stock on paper and as files.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use shared::inventory::InventoryValueRow;
use tests::{Answer, Caller, Shelf, TestApp};

use crate::inventory::adjust;

fn rows(answer: &Answer) -> Vec<csv::StringRecord> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    csv::Reader::from_reader(&answer.body[..]).records().map(Result::unwrap).collect()
}

async fn pdf(caller: &Caller, query: &str) -> String {
    let answer = caller.get(&format!("/admin/inventory/report.pdf?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.headers["content-type"], "application/pdf");
    pdf_reader::pages(&answer.body).unwrap().join("\n")
}

#[tokio::test]
async fn every_report_in_every_form() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, bass) = (shelf.goods("RG550", 12_000_000, 10).await, shelf.goods("SR300", 6_000_000, 1).await);
    app.sql("UPDATE variants SET cost = 7000000 WHERE id = $1", [guitar.variant.0.into()]).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    adjust(&admin, guitar.variant, json!({ "kind": "remove", "quantity": 2, "reason": "damage", "note": "=1+1" })).await.done();

    let stock = rows(&staff.get("/admin/inventory/export?format=csv&bom=false").await);
    assert_eq!(stock.len(), 2);
    assert_eq!((stock[0].get(1), stock[0].get(8), stock[0].get(15)), (Some("RG550"), Some("8"), Some("56000000")));
    let low = rows(&staff.get("/admin/inventory/export?format=csv&bom=false&short=true").await);
    assert_eq!((low.len(), low[0].get(1), low[0].get(7)), (1, Some("SR300"), Some("low")));
    let movements = rows(&staff.get("/admin/inventory/movements/export?format=csv&bom=false&kind=adjustment").await);
    assert_eq!((movements.len(), movements[0].get(5), movements[0].get(6)), (1, Some("-2"), Some("8")));
    assert_eq!(movements[0].get(8), Some("'=1+1"), "no spreadsheet runs it");
    let value: Vec<InventoryValueRow> = staff.get("/admin/inventory/value").await.ok();
    assert_eq!((value[0].pieces, value[0].without_cost), (9, 1));
    assert_eq!((value[0].cost_value.0, value[0].retail_value.0), (56_000_000, 102_000_000));
    let values = rows(&staff.get("/admin/inventory/value/export?format=csv&bom=false").await);
    assert_eq!(values[0].get(4), Some("56000000"));
    for path in ["/admin/inventory/export", "/admin/inventory/movements/export", "/admin/inventory/value/export"] {
        let answer = staff.get(&format!("{path}?format=xlsx")).await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap();
        let sheet = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&sheet).unwrap();
        assert!(range.rows().count() >= 2 && !matches!(range.get((0, 0)), None | Some(Data::Empty)), "{path}");
    }

    let text = pdf(&staff, "report=stock").await;
    assert!(text.contains("RG550") && text.contains("SR300") && text.contains("Laporan stok".to_uppercase().as_str()), "{text}");
    let text = pdf(&staff, "report=low_stock&locale=en").await;
    assert!(!text.contains("RG550") && text.contains("SR300") && text.contains("Low"), "{text}");
    let text = pdf(&staff, "report=value").await;
    assert!(text.contains("56.000.000") && text.contains("102.000.000"), "{text}");
    let text = pdf(&staff, "report=movements&kind=adjustment").await;
    assert!(text.contains("-2") || text.contains("−2"), "{text}");
    let text = pdf(&staff, "report=stock&category=drum").await;
    assert!(text.contains("Tidak ada isinya"), "{text}");
    staff.get("/admin/inventory/report.pdf?report=everything").await.problem(422, "invalid_fields");
    staff.get("/admin/inventory/report.pdf").await.problem(422, "invalid_fields");
    app.buyer().await.get("/admin/inventory/report.pdf?report=stock").await.problem(403, "forbidden");
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'list.exported'").await, 12);
    let papers =
        "SELECT count(*) AS n FROM audit_events WHERE action = 'list.exported' AND after ->> 'format' = 'pdf' AND subject_id = ";
    for (list, count) in [("inventory", 3), ("inventory-reports", 1), ("stock-movements", 1)] {
        assert_eq!(app.number(&format!("{papers} '{list}'")).await, count, "{list}");
    }
    let _ = bass;
}

#[tokio::test]
async fn files_name_categories_in_their_readers_language() {
    let app = TestApp::new().await;
    Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let (staff, english) = (app.staff().await, app.admin().await);
    app.sql("UPDATE users SET locale = 'en' WHERE id = $1", [english.user_id().into()]).await;
    for (reader, category) in [(&staff, "Gitar"), (&english, "Guitars")] {
        let stock = rows(&reader.get("/admin/inventory/export?format=csv&bom=false").await);
        assert_eq!(stock[0].get(4), Some(category));
        let values = rows(&reader.get("/admin/inventory/value/export?format=csv&bom=false").await);
        assert_eq!(values[0].get(0), Some(category));
        for (path, column) in [("/admin/inventory/export", 4), ("/admin/inventory/value/export", 0)] {
            let answer = reader.get(&format!("{path}?format=xlsx")).await;
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap();
            let sheet = book.sheet_names()[0].clone();
            let range = book.worksheet_range(&sheet).unwrap();
            assert_eq!(range.get((1, column)), Some(&Data::String(category.to_owned())), "{path}");
        }
    }
}

#[tokio::test]
async fn paper_says_what_it_leaves_out() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let picks = shelf.goods("Tortex", 5_000, 1).await;
    // In bulk: not every one of them writes the product's listing anew.
    let more = "INSERT INTO variants (id, product_id, sku, options, price, weight_g, length_cm, width_cm, height_cm)
                SELECT gen_random_uuid(), $1, 'PICK-' || n, jsonb_build_array(jsonb_build_object('name', 'Nomor', 'value', n::text)),
                       5000, 10, 3, 3, 1
                FROM set_config('hurtrock.bulk', 'on', true), generate_series(1, 2000) n";
    app.sql(more, [picks.product.0.into()]).await;
    let staff = app.staff().await;
    let text = pdf(&staff, "report=stock&locale=en").await;
    assert!(text.contains("The first 2,000 of 2,001 rows"), "{}", text.chars().take(400).collect::<String>());
    assert_eq!(rows(&staff.get("/admin/inventory/export?format=csv&bom=false").await).len(), 2_001);
}

#[tokio::test]
async fn a_long_report_goes_over_pages() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let finishes: Vec<String> = (0..80).map(|index| format!("Warna {index:02}")).collect();
    let names: Vec<&str> = finishes.iter().map(String::as_str).collect();
    shelf.finishes("Ibanez", "RG550", 12_000_000, 2, &names).await;
    let staff = app.staff().await;
    let answer = staff.get("/admin/inventory/report.pdf?report=stock&locale=en").await;
    let pages = pdf_reader::pages(&answer.body).unwrap();
    assert!(pages.len() > 1, "{} pages", pages.len());
    let text = pages.join("\n");
    assert!(names.iter().all(|name| text.contains(&name.to_uppercase().replace(' ', "-")) || text.contains(name)), "{text}");
    let rows = rows(&staff.get("/admin/inventory/export?format=csv&bom=false").await);
    assert_eq!(rows.len(), 80);
}
