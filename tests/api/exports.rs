//! E1: lists as files, read back by others.

use std::io::{Cursor, Read};

use calamine::{Data, DataType, Reader, Xlsx};
use serde_json::Value;
use shared::audit::AuditEvent;
use shared::orders::StaffOrderRow;
use shared::page::Page;
use tests::{Answer, Caller, Shelf, TestApp};

/// Orders beyond one batch, and not a multiple of it.
const MANY: i64 = 1_203;

/// A shop with many orders of different totals, some of them odd.
async fn shop() -> (TestApp, Caller) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    let sql = "INSERT INTO orders
               SELECT (jsonb_populate_record(o, jsonb_build_object(
                   'id', gen_random_uuid(), 'cart_id', null, 'number', 'HRT-261101-' || lpad(upper(to_hex(n)), 6, '0'),
                   'created_at', o.created_at - n * interval '1 minute', 'items_total', o.items_total + n,
                   'grand_total', o.grand_total + n, 'status', CASE WHEN n % 3 = 0 THEN 'expired' ELSE 'cancelled' END,
                   'buyer_name', CASE n WHEN 7 THEN '=HYPERLINK(\"http://jahat.example\")' WHEN 8 THEN E'Siti, \"Ning\"\\nÅsa 🎸'
                                        WHEN 9 THEN E'bunyi\\x07bel' ELSE 'Budi ' || n END))).*
               FROM orders o, generate_series(1, $2) n WHERE o.id = $1";
    app.sql(sql, [order.id.0.into(), (MANY - 1).into()]).await;
    let admin = app.admin().await;
    (app, admin)
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The columns and the rows of a CSV file without a byte order mark.
fn csv(bytes: &[u8]) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (columns, reader.records().map(Result::unwrap).collect())
}

/// The first sheet of a workbook.
fn xlsx(answer: &Answer) -> (String, calamine::Range<Data>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    (name, range)
}

#[tokio::test]
async fn orders_as_csv_are_those_of_the_list() {
    let (app, admin) = shop().await;
    let answer = admin.get("/admin/orders/export?format=csv").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(header(&answer, "content-type"), "text/csv; charset=utf-8");
    assert_eq!(header(&answer, "cache-control"), "no-store");
    let name = header(&answer, "content-disposition");
    assert!(name.starts_with("attachment; filename=\"orders-20") && name.ends_with(".csv\""), "{name}");
    let body = answer.body.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let (columns, rows) = csv(body);
    let place = |name: &str| columns.iter().position(|column| column == name).unwrap_or_else(|| panic!("{name}: {columns:?}"));
    assert_eq!(rows.len(), usize::try_from(MANY).unwrap());
    let sum: i64 = rows.iter().map(|row| row[place("grand_total")].parse::<i64>().unwrap()).sum();
    assert_eq!(sum, app.number("SELECT sum(grand_total)::bigint AS n FROM orders").await);
    assert!(rows.windows(2).all(|pair| pair[0][place("placed_at")] >= pair[1][place("placed_at")]), "newest first");
    assert!(rows[0][place("placed_at")].ends_with("+07:00"), "the shop's own time");
    let buyer = |n: i64| &rows[usize::try_from(n).unwrap()][place("buyer")];
    assert_eq!(buyer(7), "'=HYPERLINK(\"http://jahat.example\")", "a formula is text");
    assert_eq!(buyer(8), "Siti, \"Ning\"\nÅsa 🎸");

    let plain = admin.get("/admin/orders/export?format=csv&bom=false&status=expired").await;
    let (_, rows) = csv(&plain.body);
    let mut listed = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: Page<StaffOrderRow> = admin.get(&format!("/admin/orders?status=expired&limit=100{cursor}")).await.ok();
        listed.extend(page.items.into_iter().map(|row| row.number));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    let exported: Vec<&str> = rows.iter().map(|row| &row[place("number")]).collect();
    assert_eq!(exported, listed);
    assert_eq!(exported.len(), 400);
}

#[tokio::test]
async fn orders_as_xlsx_have_typed_cells() {
    let (app, admin) = shop().await;
    let answer = admin.get("/admin/orders/export?format=xlsx").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(header(&answer, "content-disposition").ends_with(".xlsx\""));
    let (title, range) = xlsx(&answer);
    assert_eq!(title, "Pesanan", "in the reader's language");
    let mut rows = range.rows();
    let heads: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}: {heads:?}"));
    let rows: Vec<&[Data]> = rows.collect();
    assert_eq!(rows.len(), usize::try_from(MANY).unwrap());
    let mut sum = 0_i64;
    for row in &rows {
        assert!(matches!(row[place("Total")], Data::Float(_) | Data::Int(_)), "{:?}", row[place("Total")]);
        sum += row[place("Total")].as_i64().unwrap();
        assert!(matches!(row[place("Dipesan")], Data::DateTime(_)), "{:?}", row[place("Dipesan")]);
        assert!(matches!(row[place("Nomor")], Data::String(_)));
    }
    assert_eq!(sum, app.number("SELECT sum(grand_total)::bigint AS n FROM orders").await);
    let local = "SELECT to_char(max(created_at) AT TIME ZONE 'Asia/Jakarta', 'YYYYMMDDHH24MI')::bigint AS n FROM orders";
    let shown = rows[0][place("Dipesan")].as_datetime().unwrap().format("%Y%m%d%H%M").to_string();
    assert_eq!(shown.parse::<i64>().unwrap(), app.number(local).await);
    assert_eq!(rows[7][place("Pembeli")], Data::String("=HYPERLINK(\"http://jahat.example\")".to_owned()), "text, not a formula");
    assert_eq!(rows[8][place("Pembeli")], Data::String("Siti, \"Ning\"\nÅsa 🎸".to_owned()));

    let mut parts = zip::ZipArchive::new(Cursor::new(answer.body.to_vec())).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        parts.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<pane ySplit=\"1\"") && sheet.contains("state=\"frozen\""), "the headings stay in sight");
    assert!(sheet.contains(&format!("<autoFilter ref=\"A1:W{}\"", MANY + 1)), "the headings filter");
    assert!(!sheet.contains("<f>"), "no formula");
    assert!(part("xl/styles.xml").contains("#,##0"), "thousands are told apart");
}

#[tokio::test]
async fn every_list_has_both_files_and_the_log_says_who_took_them() {
    let (app, admin) = shop().await;
    let staff = app.staff().await;
    admin.put("/account", serde_json::json!({ "name": "Ani", "username": null, "phone": null, "locale": "en" })).await.done();
    for (list, title) in
        [("orders", "Orders"), ("payments", "Payments"), ("emails", "Emails"), ("audit-events", "Audit log"), ("users", "Users")]
    {
        let path = format!("/admin/{list}/export");
        let answer = admin.get(&format!("{path}?format=csv&bom=false")).await;
        assert_eq!(answer.status, 200, "{list}: {}", answer.text());
        let (_, rows) = csv(&answer.body);
        let answer = admin.get(&format!("{path}?format=xlsx")).await;
        let (name, range) = xlsx(&answer);
        assert_eq!(name, title, "{list}");
        let one_more = usize::from(list == "audit-events");
        assert_eq!(range.height(), 1 + rows.len() + one_more, "{list}: the same rows, and the first export's event");
        admin.get(&format!("{path}?format=pdf")).await.problem(422, "invalid_fields");
        admin.get(&path).await.problem(422, "invalid_fields");
        // Nothing found is a file with headings.
        let nobody = format!("actor={}", uuid::Uuid::now_v7());
        let nothing = if list == "audit-events" { nobody.as_str() } else { "q=tidak-ada-sama-sekali" };
        let empty = admin.get(&format!("{path}?format=csv&bom=false&{nothing}")).await;
        assert_eq!(csv(&empty.body).1.len(), 0, "{list}");
        let (_, range) = xlsx(&admin.get(&format!("{path}?format=xlsx&{nothing}")).await);
        assert_eq!(range.height(), 1, "{list}");
        if list != "orders" {
            staff.get(&format!("{path}?format=csv")).await.problem(403, "forbidden");
        }
    }
    let log: Page<AuditEvent> =
        admin.get("/admin/audit-events?action=list.exported&subject=list&subject_id=orders&limit=1").await.ok();
    assert_eq!((log.total, log.items[0].actor.as_str()), (4, "Ani"));
    assert_eq!(log.items[0].after, Some(serde_json::json!({ "format": "xlsx", "text": "tidak-ada-sama-sekali" })));
    let never: Page<Value> = admin.get("/admin/audit-events?action=list.exported&subject_id=products").await.ok();
    assert_eq!(never.total, 0);
}
