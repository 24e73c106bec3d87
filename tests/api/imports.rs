//! F4: products from a file and into one.

use std::fmt::Write;

use reqwest::Method;
use serde_json::{Value, json};
use shared::export::ExportFormat;
use shared::ids::ImportId;
use shared::imports::{Import, ImportOutcome, ImportRow, ImportStatus, MAX_IMPORT_ROWS};
use shared::live::{ServerMessage, Topic};
use shared::page::Page;
use shared::products::StaffProduct;
use tests::product::{as_it_is, product, simple_variant, variant};
use tests::{Answer, Caller, Heard, Live, Shelf, TestApp};

const IMPORTS: &str = "/admin/products/imports";

async fn send(staff: &Caller, csv: impl AsRef<[u8]>) -> Answer {
    staff.upload(Method::POST, IMPORTS, &[("produk.csv", "text/csv", csv.as_ref())]).await
}

async fn read(staff: &Caller, id: ImportId) -> Import {
    staff.get(&format!("{IMPORTS}/{id}")).await.ok()
}

/// Sends a file in and has it checked.
async fn checked(app: &TestApp, staff: &Caller, csv: impl AsRef<[u8]>) -> Import {
    let sent: Import = send(staff, csv).await.ok();
    app.run_jobs().await;
    let import = read(staff, sent.id).await;
    assert_eq!((import.status, import.done), (ImportStatus::Checked, import.rows));
    import
}

/// Applies an import to the end.
async fn applied(app: &TestApp, staff: &Caller, import: &Import) -> Import {
    staff.post(&format!("{IMPORTS}/{}/application", import.id), Value::Null).await.done();
    app.run_jobs().await;
    let import = read(staff, import.id).await;
    assert_eq!((import.status, import.done), (ImportStatus::Applied, import.rows));
    import
}

async fn rows(staff: &Caller, import: &Import, query: &str) -> Vec<ImportRow> {
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: Page<ImportRow> = staff.get(&format!("{IMPORTS}/{}/rows?limit=100{query}{cursor}", import.id)).await.ok();
        rows.extend(page.items);
        let Some(next) = page.next_cursor else { return rows };
        cursor = format!("&cursor={next}");
    }
}

/// `(created, changed, unchanged, refused)`.
fn counts(import: &Import) -> (i32, i32, i32, i32) {
    let counts = import.counts;
    (counts.created, counts.changed, counts.unchanged, counts.refused)
}

fn faults(row: &ImportRow) -> Vec<String> {
    row.faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
}

async fn export(staff: &Caller, query: &str) -> Vec<u8> {
    let answer = staff.get(&format!("/admin/products/export?format=csv{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body.to_vec()
}

/// A shop whose products have everything that a product can have, odd texts included.
async fn shop() -> (TestApp, Caller) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    app.sql("INSERT INTO suppliers (id, name) VALUES (gen_random_uuid(), 'PT Senar, Jaya; \"Abadi\"')", []).await;
    let supplier: Value = admin.get("/admin/products/choices").await.ok();
    let mut ask = product(
        shelf.category(),
        "RG550",
        &[variant("IBZ-RG550-BK", "Hitam", 12_000_000), variant("IBZ-RG550-RD", "Merah \"api\"; cerah", 12_500_000)],
    );
    ask["supplier_id"] = supplier["suppliers"][0]["id"].clone();
    ask["model"] = json!("RG;=cmd|' /C calc'!A0");
    ask["description"] = json!("Baris satu\nbaris \"dua\", tiga; empat\n\n=1+1 di tengah");
    ask["description_en"] = json!("=HYPERLINK(\"http://x.example\")");
    ask["seo_title"] = json!("'=sudah berkutip");
    ask["specifications"] = json!([
        { "name": "Kayu", "name_en": "Wood", "value": "Mahoni | maple = laminasi", "value_en": "Mahogany" },
        { "name": "Skala", "name_en": "Skala", "value": "25,5\" \\ 648 mm", "value_en": "" },
    ]);
    ask["variants"][0]["barcode"] = json!("2100000000012");
    ask["variants"][0]["compare_at"] = json!(13_000_000);
    ask["variants"][1]["cost"] = json!(9_000_000);
    ask["variants"][1]["initial_stock"] = json!(4);
    let made: StaffProduct = admin.post("/admin/products", ask).await.ok();
    // One that is kept for its history, with options of another time.
    let mut ask = as_it_is(&made);
    ask["option_names"] = json!(["Warna", "Tangan"]);
    ask["variants"].as_array_mut().unwrap().remove(1);
    ask["variants"][0]["options"] = json!([{ "name": "Warna", "value": "Hitam" }, { "name": "Tangan", "value": "Kidal" }]);
    admin.put_at(&format!("/admin/products/{}", made.id), made.revision, ask).await.done();
    let mut draft = product(shelf.category(), "Senar 10–46 🎸", &[simple_variant("STR-1046", 95_000)]);
    draft["status"] = json!("draft");
    draft["featured"] = json!(true);
    draft["brand"] = json!("Ernie Ball");
    admin.post("/admin/products", draft).await.done();
    (app, admin)
}

#[tokio::test]
async fn what_is_exported_is_imported_as_unchanged_and_a_change_comes_out_again() {
    let (app, admin) = shop().await;
    let before = export(&admin, "").await;
    let text = String::from_utf8_lossy(&before);
    assert!(text.contains(",RG;'=cmd|' /C calc'!A0,") && text.contains("\n'=1+1 di tengah"), "no cell runs by itself: {text}");
    let import = checked(&app, &admin, &before).await;
    let told = rows(&admin, &import, "").await;
    assert_eq!(counts(&import), (0, 0, 3, 0), "{told:?}");
    let events = app.number("SELECT max(sequence) AS n FROM audit_events").await;
    applied(&app, &admin, &import).await;
    let written = format!("SELECT count(*) AS n FROM audit_events WHERE sequence > {events} AND subject_kind = 'product'");
    assert_eq!(app.number(&written).await, 0, "nothing was written");
    assert_eq!(export(&admin, "").await, before, "byte for byte");

    // Other columns in another order, by another separator, without a mark, as Indonesian spreadsheets do.
    let mut reader = csv::Reader::from_reader(before.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let columns = reader.headers().unwrap().clone();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let heading: Vec<&str> = columns.iter().collect();
    writer.write_record(heading.iter().rev()).unwrap();
    for record in reader.records().map(Result::unwrap) {
        let cell = |(name, cell): (&str, &str)| match (name, cell) {
            ("price", "95000") => "Rp 99.000".to_owned(),
            ("name", "RG550") => "RG550 Genesis".to_owned(),
            ("active", "true") => "Ya".to_owned(),
            (_, cell) => cell.to_owned(),
        };
        let mut cells: Vec<String> = columns.iter().zip(record.iter()).map(cell).collect();
        cells.reverse();
        writer.write_record(&cells).unwrap();
    }
    let changed = writer.into_inner().unwrap();
    let import = checked(&app, &admin, &changed).await;
    let told = rows(&admin, &import, "&outcome=changed").await;
    assert_eq!(counts(&import), (0, 2, 1, 0), "{told:?}");
    let change =
        |row: &ImportRow| row.changes.iter().map(|c| format!("{} {} {}", c.column, c.before, c.after)).collect::<Vec<_>>();
    let said: Vec<String> = told.iter().flat_map(change).collect();
    assert!(said.contains(&"price 95000 99000".to_owned()) && said.contains(&"name RG550 RG550 Genesis".to_owned()), "{said:?}");
    assert_eq!(said.len(), 2);
    applied(&app, &admin, &import).await;
    let after = String::from_utf8(export(&admin, "").await).unwrap();
    let expected =
        String::from_utf8(before).unwrap().replace(",RG550,Ibanez,", ",RG550 Genesis,Ibanez,").replace(",95000,", ",99000,");
    assert_eq!(after, expected, "what was changed, and nothing else");
    // Applied a second time it changes nothing.
    let again = checked(&app, &admin, &changed).await;
    assert_eq!(counts(&again), (0, 0, 3, 0));
    app.assert_laws().await;

    let filtered = String::from_utf8(export(&admin, "&status=draft&bom=false").await).unwrap();
    assert_eq!(filtered.lines().count(), 2, "a heading and one row, whose specification is one line: {filtered}");
}

#[tokio::test]
async fn new_products_come_with_their_variants_and_their_first_pieces() {
    let (app, admin) = shop().await;
    let csv = "sku;name;brand;category;status;option_1_name;option_1_value;price;weight_g;length_cm;width_cm;height_cm;initial_stock\n\
               jem-7v-wh;JEM 7V;Ibanez;Gitar;aktif;Warna;Putih;Rp 45.000.000;3800;105;40;12;2\n\
               JEM-7V-BK;JEM 7V;Ibanez;Gitar;aktif;Warna;Hitam;45.000.000;3800;105;40;12;0\n\
               IBZ-RG550-BK;;;;;;;11.900.000;;;;;9\n";
    let import = checked(&app, &admin, csv).await;
    assert_eq!(counts(&import), (2, 1, 0, 0), "{:?}", rows(&admin, &import, "").await);
    assert_eq!(app.number("SELECT count(*) AS n FROM variants WHERE sku LIKE 'JEM%'").await, 0, "a dry run writes nothing");
    let done = applied(&app, &admin, &import).await;
    assert_eq!(counts(&done), (2, 1, 0, 0));
    let told = rows(&admin, &done, "&outcome=created").await;
    let id = told[0].product_id.unwrap();
    assert_eq!(told[1].product_id, Some(id), "one product");
    let made: StaffProduct = admin.get(&format!("/admin/products/{id}")).await.ok();
    assert_eq!((made.slug.as_str(), made.variants.len(), made.option_names.len()), ("ibanez-jem-7v", 2, 1));
    assert_eq!((made.variants[0].sku.as_str(), made.variants[0].on_hand, made.variants[1].on_hand), ("JEM-7V-WH", 2, 0));
    let stocked = "SELECT on_hand::bigint AS n FROM stocks s JOIN variants v ON v.id = s.variant_id WHERE v.sku = 'IBZ-RG550-BK'";
    assert_eq!(app.number(stocked).await, 0, "the first pieces are for new variants only");
    // Twice is once.
    let again = checked(&app, &admin, csv).await;
    assert_eq!(counts(&again), (0, 0, 3, 0), "{:?}", rows(&admin, &again, "").await);
    let events = format!("SELECT count(*) AS n FROM audit_events WHERE action = 'product.created' AND subject_id = '{id}'");
    assert_eq!(app.number(&events).await, 1);
    app.assert_laws().await;
}

#[tokio::test]
async fn each_row_is_told_what_is_wrong_with_it_and_the_rest_is_written() {
    let (app, admin) = shop().await;
    let csv = "sku,name,brand,category,supplier,slug,status,price,weight_g,length_cm,width_cm,height_cm,barcode,compare_at,specifications,active\n\
               OK-1,Baik,Ibanez,Gitar,,,draft,1000,1,1,1,1,,,,\n\
               BAD-1,Buruk,Ibanez,Bass,Siapa,,dijual,seribu,1,0,1,501,12 34,,Kayu,mungkin\n\
               BAD-2,Kurang,Ibanez,,,,,,,,,,,,,\n\
               OK-1,Kembar,Ibanez,Gitar,,,,1000,1,1,1,1,,,,\n\
               TWO-1,Ganda,Ibanez,Gitar,,ganda,,1000,1,1,1,1,,,,\n\
               TWO-2,Lain,Ibanez,Gitar,,ganda,,1000,1,1,1,1,,,,\n\
               NEW-1,Baru,Ibanez,Gitar,,,,1000,1,1,1,1,2100000000012,900,,\n\
               ,Tanpa,Ibanez,Gitar,,,,1000,1,1,1,1,,,,\n\
               ODD-1,Ganjil,Ibanez,Gitar\n\
               IBZ-RG550-BK,,,,,Nama Salah,,0,,,,,,,,\n";
    let import = checked(&app, &admin, csv).await;
    let told = rows(&admin, &import, "").await;
    let expect = |line: i32, wrong: &[&str]| {
        let row = told.iter().find(|row| row.line == line).unwrap();
        let mut given = faults(row);
        let mut wanted: Vec<String> = wrong.iter().map(|fault| (*fault).to_owned()).collect();
        given.sort();
        wanted.sort();
        assert_eq!(given, wanted, "line {line}");
        assert_eq!(row.outcome == Some(ImportOutcome::Refused), !wrong.is_empty(), "line {line}");
    };
    expect(2, &[]);
    expect(
        3,
        &[
            "category unknown_choice",
            "supplier unknown_choice",
            "status unknown_choice",
            "price wrong_type",
            "length_cm too_small",
            "height_cm too_large",
            "barcode invalid_format",
            "specifications invalid_format",
            "active unknown_choice",
        ],
    );
    let missing = [
        "category required",
        "price required",
        "weight_g required",
        "length_cm required",
        "width_cm required",
        "height_cm required",
    ];
    expect(4, &missing);
    expect(5, &["sku duplicate"]);
    // Two rows of one product that say different things, and cannot both be its only variant.
    let second = told.iter().find(|row| row.line == 7).map(faults).unwrap();
    assert!(second.contains(&"name differs".to_owned()), "{second:?}");
    assert_eq!(told.iter().find(|row| row.line == 6).unwrap().outcome, Some(ImportOutcome::Refused));
    expect(8, &["barcode taken", "compare_at too_small"]);
    expect(9, &["sku required"]);
    assert!(told.iter().find(|row| row.line == 10).map(faults).unwrap().contains(&" invalid_format".to_owned()));
    expect(11, &["slug invalid_format", "price too_small"]);
    assert_eq!((import.counts.created, import.counts.refused), (1, 9));

    let done = applied(&app, &admin, &import).await;
    assert_eq!(counts(&done), (1, 0, 0, 9));
    assert_eq!(app.number("SELECT count(*) AS n FROM products WHERE name IN ('Baik', 'Buruk', 'Ganda', 'Baru')").await, 1);

    let report = admin.get(&format!("{IMPORTS}/{}/report?format=csv&bom=false", import.id)).await;
    let text = report.text();
    assert!(text.starts_with("line,sku,product,outcome,column,code,figures,before,after\r\n"), "{text}");
    assert!(text.contains("3,BAD-1,Buruk,refused,height_cm,too_large,max=500,,\r\n"), "{text}");
    let workbook = admin.get(&format!("{IMPORTS}/{}/report?format={}", import.id, ExportFormat::Xlsx)).await;
    assert!(workbook.body.starts_with(b"PK"));
    app.assert_laws().await;
}

#[tokio::test]
async fn files_that_are_none_are_refused_at_once() {
    let (app, admin) = shop().await;
    let refused = async |csv: &[u8]| {
        let problem = send(&admin, csv).await.problem(422, "invalid_fields");
        problem.errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect::<Vec<_>>()
    };
    assert_eq!(refused(b"").await, ["/files/0 required"]);
    assert_eq!(refused(b"sku,price\n").await, ["/files/0 required"]);
    assert_eq!(refused(b"sku,price\nA\0B,5\n").await, ["/files/0 unsupported_file"]);
    assert_eq!(refused(b"sku,name\nA,Caf\xe9\n").await, ["/files/0 unsupported_file"]);
    assert_eq!(refused(b"\xff\xfes\0k\0u\0").await, ["/files/0 unsupported_file"]);
    assert_eq!(
        refused(b"PK\x03\x04 a workbook\n").await,
        ["/columns/pk\u{3}\u{4}_a_workbook unknown_field", "/columns/sku required"]
    );
    assert_eq!(refused(b"sku,name\nA,\"never ends\nB,x\n").await, ["/files/0 damaged_file"]);
    assert_eq!(refused(b"name,harga\nA,1\n").await, ["/columns/harga unknown_field", "/columns/sku required"]);
    let wide = format!("sku{}\nA\n", ",".repeat(1_000));
    assert_eq!(refused(wide.as_bytes()).await, ["/columns too_many"]);
    let mut long = "sku\n".to_owned();
    (0..=MAX_IMPORT_ROWS).for_each(|row| writeln!(long, "A-{row}").unwrap());
    assert_eq!(refused(long.as_bytes()).await, ["/files/0 too_many"]);
    // 30 MB, and a little more than is taken.
    let large = vec![b'x'; 30 << 20];
    send(&admin, &large).await.problem(413, "too_large");
    send(&admin, &large[..(20 << 20) + 10]).await.problem(413, "too_large");

    let json = admin.request(Method::POST, IMPORTS).json(&json!({}));
    admin.send(json).await.problem(415, "unsupported_media_type");
    let two: &[(&str, &str, &[u8])] = &[("a.csv", "text/csv", b"sku\nA\n"), ("b.csv", "text/csv", b"sku\nB\n")];
    admin.upload(Method::POST, IMPORTS, two).await.problem(422, "invalid_fields");
    assert_eq!(app.number("SELECT count(*) AS n FROM imports").await, 0);
    let nobody = ImportId::generate();
    admin.get(&format!("{IMPORTS}/{nobody}")).await.problem(404, "not_found");
    admin.get(&format!("{IMPORTS}/{nobody}/rows")).await.problem(404, "not_found");
    admin.get(&format!("{IMPORTS}/{nobody}/report?format=csv")).await.problem(404, "not_found");
    admin.get(&format!("{IMPORTS}/42")).await.problem(404, "not_found");
    let import = checked(&app, &admin, "sku\nSTR-1046\n").await;
    for query in ["limit=0", "limit=101", "cursor=x", "outcome=lost"] {
        let answer = admin.get(&format!("{IMPORTS}/{}/rows?{query}", import.id)).await;
        assert!((400..500).contains(&answer.status), "{query}: {}", answer.status);
    }
}

#[tokio::test]
async fn one_at_a_time_and_only_by_those_who_may() {
    let (app, admin) = shop().await;
    let staff = app.staff().await;
    send(&staff, "sku\nSTR-1046\n").await.problem(403, "forbidden");
    // Whoever may read the catalogue may take it away, but not bring it.
    let heading = async |who: &Caller| String::from_utf8(export(who, "").await).unwrap().lines().next().unwrap().to_owned();
    assert!(heading(&staff).await.ends_with(",active,cost"), "who sees the stock sees what it cost");
    let ask = json!({ "name": "juru-foto", "permissions": ["admin.access", "catalog.read"] });
    admin.post("/admin/roles", ask).await.done();
    assert!(heading(&app.with_role("juru-foto").await).await.ends_with(",active"));
    app.sql("INSERT INTO role_permissions (role_id, permission) SELECT id, 'catalog.write' FROM roles WHERE name = 'staff'", [])
        .await;
    app.ctx.caches.apply(&api::cache::Change::Roles);
    let problem = send(&staff, "sku,initial_stock\nSTR-1046,5\n").await.problem(403, "forbidden");
    assert_eq!(problem.params["permission"], "inventory.write");

    let first: Import = send(&admin, "sku,price\nSTR-1046,90000\n").await.ok();
    send(&staff, "sku\nSTR-1046\n").await.problem(409, "conflict");
    admin.post(&format!("{IMPORTS}/{}/application", first.id), Value::Null).await.problem(409, "conflict");
    app.run_jobs().await;
    // What was checked and never applied makes room.
    let second = checked(&app, &staff, "sku,price\nSTR-1046,91000\n").await;
    assert_eq!(read(&admin, first.id).await.status, ImportStatus::Cancelled);
    admin.post(&format!("{IMPORTS}/{}/application", first.id), Value::Null).await.problem(409, "conflict");
    admin.post(&format!("{IMPORTS}/{}/cancellation", second.id), Value::Null).await.done();
    admin.post(&format!("{IMPORTS}/{}/cancellation", second.id), Value::Null).await.problem(409, "conflict");
    app.run_jobs().await;
    assert_eq!(app.number("SELECT price AS n FROM variants WHERE sku = 'STR-1046'").await, 95_000);
    let latest: Vec<Import> = admin.get(IMPORTS).await.ok();
    assert_eq!(latest.iter().map(|import| import.id).collect::<Vec<_>>(), [second.id, first.id]);
}

#[tokio::test]
async fn nothing_is_written_in_the_name_of_who_was_put_out() {
    let (app, admin) = shop().await;
    let import = checked(&app, &admin, "sku,price\nSTR-1046,1000\n").await;
    let leaver = app.admin().await;
    leaver.post(&format!("{IMPORTS}/{}/application", import.id), Value::Null).await.done();
    admin.put(&format!("/admin/users/{}/active", leaver.user_id()), json!({ "active": false })).await.done();
    app.run_jobs().await;
    assert_eq!(read(&admin, import.id).await.status, ImportStatus::Cancelled);
    assert_eq!(app.number("SELECT price AS n FROM variants WHERE sku = 'STR-1046'").await, 95_000);
}

#[tokio::test]
async fn what_others_change_meanwhile_is_met_when_it_is_written() {
    let (app, admin) = shop().await;
    let import = checked(
        &app,
        &admin,
        "sku,name,brand,category,price,weight_g,length_cm,width_cm,height_cm\n\
         SOON-1,Segera,Ibanez,Gitar,1000,1,1,1,1\nSOON-2,Nanti,Ibanez,Gitar,1000,1,1,1,1\n",
    )
    .await;
    assert_eq!(counts(&import), (2, 0, 0, 0));
    let id = "(SELECT id FROM products LIMIT 1)";
    let taken = format!(
        "INSERT INTO variants (id, product_id, sku, price, weight_g, length_cm, width_cm, height_cm, options)
         VALUES (gen_random_uuid(), {id}, 'SOON-1', 5, 1, 1, 1, 1, '[{{\"name\": \"X\", \"value\": \"Y\"}}]')"
    );
    app.sql(&taken, []).await;
    let done = applied(&app, &admin, &import).await;
    assert_eq!(counts(&done), (1, 0, 0, 1));
    let refused = rows(&admin, &done, "&outcome=refused").await;
    assert_eq!(faults(&refused[0]), ["sku taken"]);
}

#[tokio::test]
async fn what_was_edited_since_the_check_is_not_overwritten() {
    let (app, admin) = shop().await;
    let import = checked(&app, &admin, "sku,price\nIBZ-RG550-BK,11900000\nSTR-1046,99000\n").await;
    assert_eq!(counts(&import), (0, 2, 0, 0));
    let told = rows(&admin, &import, "").await;
    let path = format!("/admin/products/{}", told[1].product_id.unwrap());
    let product: StaffProduct = admin.get(&path).await.ok();
    let mut ask = as_it_is(&product);
    ask["variants"][0]["price"] = json!(97_000);
    let edited: StaffProduct = admin.put_at(&path, product.revision, ask).await.ok();
    let done = applied(&app, &admin, &import).await;
    assert_eq!(counts(&done), (0, 1, 0, 1));
    let refused = rows(&admin, &done, "&outcome=refused").await;
    assert_eq!((refused[0].sku.as_str(), faults(&refused[0])), ("STR-1046", vec![" stale".to_owned()]));
    let report = admin.get(&format!("{IMPORTS}/{}/report?format=csv&bom=false", import.id)).await.text();
    assert!(report.contains(",refused,,stale,,,\r\n"), "{report}");
    let after: StaffProduct = admin.get(&path).await.ok();
    assert_eq!(after, edited);
    assert_eq!(app.number("SELECT price AS n FROM variants WHERE sku = 'IBZ-RG550-BK'").await, 11_900_000);
    // Sent in again it shows what it would change now.
    let again = checked(&app, &admin, "sku,price\nSTR-1046,99000\n").await;
    let changes = rows(&admin, &again, "").await.remove(0).changes;
    assert_eq!((changes[0].before.as_str(), changes[0].after.as_str()), ("97000", "99000"));
    let done = applied(&app, &admin, &again).await;
    assert_eq!(counts(&done), (0, 1, 0, 0));
}

#[tokio::test]
async fn the_figures_are_those_of_the_rows() {
    let (app, admin) = shop().await;
    let csv = "sku,name,brand,category,price,weight_g,length_cm,width_cm,height_cm\n\
               STR-1046,,,,99000,,,,\nNEW-1,Baru,Ibanez,Gitar,1000,1,1,1,1\nBAD-1,Buruk,Ibanez,Siapa,1000,1,1,1,1\n";
    let import = checked(&app, &admin, csv).await;
    assert_eq!(counts(&import), (1, 1, 0, 1));
    let path = format!("{IMPORTS}/{}", import.id);
    let applying: Import = admin.post(&format!("{path}/application"), Value::Null).await.ok();
    assert_eq!((applying.done, counts(&applying)), (1, (1, 1, 0, 1)), "what is refused is done with");
    let cancelled: Import = admin.post(&format!("{path}/cancellation"), Value::Null).await.ok();
    assert_eq!((cancelled.done, counts(&cancelled)), (3, (1, 1, 0, 1)), "and else what was checked counts");
    let latest: Vec<Import> = admin.get(IMPORTS).await.ok();
    assert_eq!(latest[0], cancelled);
    app.run_jobs().await;
    assert_eq!(read(&admin, import.id).await, cancelled);
}

#[tokio::test]
async fn progress_is_told_on_the_socket() {
    let (mut app, admin) = shop().await;
    let (mut desk, welcome) = Live::join(&admin, None, &[Topic::Imports]).await;
    assert_eq!(welcome.topics, [Topic::Imports]);
    app.work().await;
    let sent: Import = send(&admin, "sku,price\nSTR-1046,90000\n").await.ok();
    loop {
        let Heard::Message(message) = desk.next().await else { panic!("the socket closed") };
        if let ServerMessage::Changed(change) = *message {
            assert!(change.topic == Topic::Imports && change.concerns(sent.id.0));
            if read(&admin, sent.id).await.status == ImportStatus::Checked {
                break;
            }
        }
    }
    let staff = app.staff().await;
    let (_, welcome) = Live::join(&staff, None, &[Topic::Imports]).await;
    assert!(welcome.topics.is_empty(), "products are not theirs to write");
}

/// Ten thousand rows of new products.
fn ten_thousand() -> String {
    let mut csv =
        "sku;name;brand;category;status;price;weight_g;length_cm;width_cm;height_cm;option_1_name;option_1_value\n".to_owned();
    for product in 0..5_000 {
        for finish in ["Hitam", "Merah"] {
            writeln!(
                csv,
                "MANY-{product}-{finish};Gitar {product};Ibanez;Gitar;active;{};3500;105;40;12;Warna;{finish}",
                1_000_000 + product
            )
            .unwrap();
        }
    }
    csv
}

#[tokio::test]
async fn ten_thousand_rows_go_through() {
    let (app, admin) = shop().await;
    let csv = ten_thousand();
    let clock = std::time::Instant::now();
    let import = checked(&app, &admin, &csv).await;
    println!("10,000 rows checked after {:?}", clock.elapsed());
    assert_eq!(counts(&import), (10_000, 0, 0, 0));
    let clock = std::time::Instant::now();
    let done = applied(&app, &admin, &import).await;
    println!("10,000 rows applied after {:?}", clock.elapsed());
    assert_eq!(counts(&done), (10_000, 0, 0, 0));
    assert_eq!(app.number("SELECT count(*) AS n FROM products WHERE name LIKE 'Gitar %'").await, 5_000);
    let clock = std::time::Instant::now();
    let exported = export(&admin, "").await;
    println!("10,003 rows exported after {:?}", clock.elapsed());
    assert_eq!(csv::Reader::from_reader(exported.as_slice()).records().count(), 10_003);
    let again = checked(&app, &admin, &exported).await;
    assert_eq!(counts(&again), (0, 0, 10_003, 0));
}
