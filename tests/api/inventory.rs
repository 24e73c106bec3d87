//! G1, G2: what is on the shelf, correcting it, and telling who looks after it.

use api::jobs::Job;
use reqwest::Method;
use sea_orm::TransactionTrait;
use serde_json::{Value, json};
use shared::dashboard::Dashboard;
use shared::ids::VariantId;
use shared::inventory::{InventorySummary, StockItem, StockLevel, StockMovement, StockRow};
use shared::notifications::{Notification, NotificationKind};
use shared::page::Page;
use shared::products::StaffProduct;
use tests::{Answer, Caller, Shelf, TestApp};

/// Corrects a variant's stock under a key of its own.
pub async fn adjust(caller: &Caller, variant: VariantId, ask: Value) -> Answer {
    let key = uuid::Uuid::now_v7().to_string();
    adjust_with(caller, variant, &key, &ask).await
}

async fn adjust_with(caller: &Caller, variant: VariantId, key: &str, ask: &Value) -> Answer {
    let path = format!("/admin/inventory/{variant}/adjustments");
    caller.send(caller.request(Method::POST, &path).header("idempotency-key", key).json(ask)).await
}

async fn item(caller: &Caller, variant: VariantId) -> StockItem {
    caller.get(&format!("/admin/inventory/{variant}")).await.ok()
}

async fn list(caller: &Caller, query: &str) -> Page<StockRow> {
    caller.get(&format!("/admin/inventory{query}")).await.ok()
}

fn thresholds(low: i32, minimum: i32) -> Value {
    json!({ "low_stock_threshold": low, "minimum_stock": minimum })
}

#[tokio::test]
async fn the_list_is_filtered_sorted_and_read_on() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let goods = shelf.finishes("Ibanez", "RG550", 12_000_000, 0, &["Hitam", "Merah", "Biru", "Putih"]).await;
    for (one, pieces) in goods.iter().zip([0, 1, 3, 20]) {
        shelf.receive(*one, pieces).await;
        admin.put(&format!("/admin/inventory/{}/thresholds", one.variant), thresholds(4, 1)).await.done();
    }
    app.sql("UPDATE variants SET barcode = '8991234567890', cost = 7000000 WHERE id = $1", [goods[2].variant.0.into()]).await;
    let levels: Vec<StockLevel> = list(&staff, "?sort=least").await.items.iter().map(|row| row.level).collect();
    assert_eq!(levels, [StockLevel::Out, StockLevel::Critical, StockLevel::Low, StockLevel::Adequate]);
    for (query, total) in [
        ("?level=critical", 1),
        ("?short=true", 3),
        ("?q=ibanez+rg550", 4),
        ("?q=rg550-me", 1),
        ("?q=8991234567890", 1),
        ("?q=%25", 0),
        ("?category=gitar", 4),
        ("?category=drum", 0),
    ] {
        assert_eq!(list(&staff, query).await.total, total, "{query}");
    }
    let mut seen = Vec::new();
    for sort in ["name", "sku", "least", "most", "value"] {
        let mut cursor = String::new();
        let mut ids = Vec::new();
        loop {
            let path = format!("?sort={sort}&limit=1{cursor}");
            let (statements, page) = app.statements(list(&staff, &path)).await;
            assert!(statements <= 2, "{statements} statements");
            ids.extend(page.items.iter().map(|row| row.variant_id));
            let Some(next) = page.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        seen.push(ids.clone());
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 4, "{sort}");
    }
    assert_eq!(seen[4][0], goods[2].variant, "the only one that is known to be worth something");
    let other = list(&staff, "?limit=1&sort=sku").await.next_cursor.unwrap();
    staff.get(&format!("/admin/inventory?sort=least&cursor={other}")).await.problem(422, "invalid_fields");
    staff.get("/admin/inventory?level=gone").await.problem(422, "invalid_fields");

    let summary: InventorySummary = staff.get("/admin/inventory/summary").await.ok();
    assert_eq!((summary.adequate, summary.low, summary.critical, summary.out), (1, 1, 1, 1));
    assert_eq!((summary.pieces, summary.value.0, summary.without_cost), (24, 21_000_000, 21));

    // A scanner reads a barcode or a SKU, whole.
    let found: StockRow = staff.get("/admin/inventory/lookup?code=8991234567890").await.ok();
    assert_eq!(found.variant_id, goods[2].variant);
    let found: StockRow = staff.get("/admin/inventory/lookup?code=rg550-hitam").await.ok();
    assert_eq!(found.variant_id, goods[0].variant);
    staff.get("/admin/inventory/lookup?code=RG550").await.problem(404, "not_found");
    staff.get("/admin/inventory/lookup?code=%00").await.problem(400, "malformed_request");

    // What is neither for sale nor there is no stock.
    app.sql("UPDATE products SET status = 'archived'", []).await;
    assert_eq!(list(&staff, "").await.total, 3);
}

#[tokio::test]
async fn what_is_short_is_as_much_wherever_one_looks() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    // Each is short and on the shelf. A draft, what is archived and a variant that is not sold are nobody's worry.
    for name in ["RG550", "AZ224", "SR300", "Iron Label"] {
        let one = shelf.goods(name, 6_000_000, 2).await;
        admin.put(&format!("/admin/inventory/{}/thresholds", one.variant), thresholds(4, 1)).await.done();
    }
    shelf.goods("PIA3761", 60_000_000, 50).await;
    app.sql("UPDATE products SET status = 'draft' WHERE name = 'AZ224'", []).await;
    app.sql("UPDATE products SET status = 'archived' WHERE name = 'SR300'", []).await;
    app.sql("UPDATE variants SET active = false WHERE product_id = (SELECT id FROM products WHERE name = 'Iron Label')", [])
        .await;
    assert_eq!(list(&staff, "").await.total, 5, "all of it is there");
    assert_eq!((list(&staff, "?short=true").await.total, list(&staff, "?level=low").await.total), (1, 1));
    let csv = staff.get("/admin/inventory/export?format=csv&bom=false&short=true").await.text();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    let summary: InventorySummary = staff.get("/admin/inventory/summary").await.ok();
    assert_eq!((summary.adequate, summary.low, summary.critical, summary.out), (1, 1, 0, 0));
    assert_eq!(summary.pieces, 58);
    assert_eq!(staff.get("/admin/dashboard").await.ok::<Dashboard>().low_stock, 1);
    api::reports::TellLowStock {}.run(&app.ctx).await.unwrap();
    let told: Page<Notification> = staff.get("/admin/notifications").await.ok();
    let morning = told.items.iter().find(|told| told.kind == NotificationKind::StaffLowStock).expect("it is told");
    assert_eq!((morning.low, morning.out), (Some(1), Some(0)));
}

#[tokio::test]
async fn corrections_are_in_the_history() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 5).await;
    let (admin, staff, mut buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    let ask =
        |kind: &str, quantity: i32, reason: &str| json!({ "kind": kind, "quantity": quantity, "reason": reason, "note": "" });
    adjust(&staff, guitar.variant, ask("add", 1, "damage")).await.problem(403, "forbidden");
    let after: StockItem = adjust(&admin, guitar.variant, ask("set", 8, "count")).await.ok();
    assert_eq!((after.row.on_hand, after.row.available), (8, 8));
    let after: StockItem = adjust(&admin, guitar.variant, ask("remove", 2, "theft")).await.ok();
    assert_eq!(after.row.on_hand, 6);

    // What is promised to a buyer stays: nobody takes it off the shelf by a count.
    let order = buyer.order(guitar.variant, 4).await;
    let problem = adjust(&admin, guitar.variant, ask("set", 3, "count")).await.problem(409, "below_reserved");
    assert_eq!((problem.params["reserved"].clone(), problem.params["on_hand"].clone()), (json!(4), json!(6)));
    let whole = item(&staff, guitar.variant).await;
    assert_eq!((whole.row.reserved, whole.holds.len(), whole.holds[0].quantity), (4, 1, 4));
    assert_eq!(whole.holds[0].order_number, order.number);
    let after: StockItem = adjust(&admin, guitar.variant, ask("set", 4, "count")).await.ok();
    assert_eq!((after.row.on_hand, after.row.available, after.row.level), (4, 0, StockLevel::Out));

    // Something left the shelf, or came, while somebody counted.
    let counted = |seen: i32| json!({ "kind": "set", "quantity": 6, "reason": "count", "note": "", "seen": seen });
    let problem = adjust(&admin, guitar.variant, counted(6)).await.problem(409, "stale");
    assert_eq!(problem.params["on_hand"], 4);
    assert_eq!(item(&staff, guitar.variant).await.row.on_hand, 4);

    // The same key once, however often it is sent; the same key for something else never.
    let events = "SELECT count(*) AS n FROM audit_events WHERE action = 'stock.adjusted'";
    assert_eq!(app.number(events).await, 3);
    let add = ask("add", 1, "damage");
    for _ in 0..3 {
        let again: StockItem = adjust_with(&admin, guitar.variant, "kunci-yang-sama", &add).await.ok();
        assert_eq!(again.row.on_hand, 5);
    }
    adjust_with(&admin, guitar.variant, "kunci-yang-sama", &ask("add", 2, "damage")).await.problem(409, "idempotency_mismatch");
    // A count that says what is known changes nothing.
    adjust(&admin, guitar.variant, ask("set", 5, "count")).await.done();
    assert_eq!(app.number(events).await, 4);

    for (bad, pointer) in [
        (ask("remove", 6, "theft"), "/quantity"),
        (ask("add", 0, "damage"), "/quantity"),
        (ask("set", -1, "count"), "/quantity"),
        (ask("set", 100_001, "count"), "/quantity"),
        (ask("add", 1, "other"), "/note"),
        (ask("add", 1, "count"), "/reason"),
        (ask("add", 1, "gone"), "/reason"),
        (json!({ "kind": "add", "quantity": 1.5, "reason": "damage" }), "/quantity"),
        (json!({ "kind": "add", "quantity": 1, "reason": "damage", "force": true }), "/force"),
    ] {
        let problem = adjust(&admin, guitar.variant, bad.clone()).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, pointer, "{bad}");
    }
    adjust(&admin, VariantId::generate(), add.clone()).await.problem(404, "not_found");
    adjust_with(&admin, guitar.variant, "kurz", &add).await.problem(422, "invalid_fields");

    let path = format!("/admin/inventory/movements?variant={}", guitar.variant);
    let (statements, history) = app.statements(async { staff.get(&path).await.ok::<Page<StockMovement>>() }).await;
    assert!(statements <= 2, "{statements} statements");
    let told: Vec<(i32, i64)> = history.items.iter().map(|row| (row.quantity, row.on_hand_after)).collect();
    assert_eq!(told, [(1, 5), (-2, 4), (-2, 6), (3, 8), (5, 5)]);
    assert_eq!(history.items[0].actor.as_deref(), Some("Budi Santoso"));
    let of = async |query: &str| staff.get(&format!("{path}{query}")).await.ok::<Page<StockMovement>>().total;
    assert_eq!(
        (of("&kind=adjustment").await, of("&reason=theft").await, of("&q=rg550").await, of("&q=nichts").await),
        (4, 1, 5, 0)
    );
    let first: Page<StockMovement> = staff.get(&format!("{path}&limit=2")).await.ok();
    let rest: Page<StockMovement> = staff.get(&format!("{path}&limit=9&cursor={}", first.next_cursor.unwrap())).await.ok();
    assert_eq!((rest.items.len(), rest.next_cursor), (3, None));
    app.assert_laws().await;
}

#[tokio::test]
async fn thresholds_are_the_products_as_well() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let path = format!("/admin/inventory/{}/thresholds", guitar.variant);
    let product = format!("/admin/products/{}", guitar.product);
    let before: StaffProduct = admin.get(&product).await.ok();
    let after: StockItem = admin.put(&path, thresholds(5, 2)).await.ok();
    assert_eq!((after.row.low_stock_threshold, after.row.minimum_stock, after.row.level), (5, 2, StockLevel::Low));
    let now: StaffProduct = admin.get(&product).await.ok();
    assert_eq!((now.variants[0].low_stock_threshold, now.variants[0].minimum_stock), (5, 2));
    // Whoever has the product open is told.
    let mut ask = tests::product::as_it_is(&before);
    ask["name"] = "RG550 DY".into();
    admin.put_at(&product, before.revision, ask).await.problem(412, "stale");
    let again: StockItem = admin.put(&path, thresholds(5, 2)).await.ok();
    assert_eq!(again, after);
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'stock.thresholds_set'").await, 1);
    let level = async || item(&staff, guitar.variant).await.row.level;
    admin.put(&path, thresholds(5, 3)).await.done();
    assert_eq!(level().await, StockLevel::Critical);
    admin.put(&path, thresholds(0, 0)).await.done();
    assert_eq!(level().await, StockLevel::Adequate);
    admin.put(&path, thresholds(2, 3)).await.problem(422, "invalid_fields");
    admin.put(&path, thresholds(-1, 0)).await.problem(422, "invalid_fields");
    staff.put(&path, thresholds(1, 0)).await.problem(403, "forbidden");
    assert_eq!(app.number("SELECT count(*) AS n FROM stock_alerts").await, 0, "a threshold that is moved is no news");
}

#[tokio::test]
async fn thresholds_are_set_over_what_the_editor_saved_meanwhile() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let admin = app.admin().await;
    let path = format!("/admin/inventory/{}/thresholds", guitar.variant);
    admin.put(&path, thresholds(5, 2)).await.done();
    // The editor has the product, and saves other thresholds while this one waits for it.
    let editor = app.ctx.db.begin().await.unwrap();
    for sql in [
        "SELECT FROM products WHERE id = $1 FOR NO KEY UPDATE",
        "UPDATE variants SET low_stock_threshold = 9 WHERE product_id = $1",
    ] {
        api::db::execute(&editor, sql, [guitar.product.0.into()]).await.unwrap();
    }
    let saved = async {
        let waits = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while app.number(waits).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        editor.commit().await.unwrap();
    };
    let (answer, ()) = futures_util::future::join(admin.put(&path, thresholds(5, 2)), saved).await;
    let after: StockItem = answer.ok();
    assert_eq!((after.row.low_stock_threshold, after.row.minimum_stock), (5, 2));
}

#[tokio::test]
async fn each_crossing_is_told_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 6).await;
    let (admin, staff, mut buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    admin.put(&format!("/admin/inventory/{}/thresholds", guitar.variant), thresholds(4, 2)).await.done();
    let tell = async || {
        serde_json::from_value::<api::inventory::TellStockAlerts>(json!({})).unwrap().run(&app.ctx).await.unwrap();
        let told: Page<Notification> = staff.get("/admin/notifications").await.ok();
        told.items.into_iter().map(|told| (told.kind, told.pieces.unwrap_or_default())).collect::<Vec<_>>()
    };
    buyer.order(guitar.variant, 1).await;
    assert_eq!(tell().await, [], "five are enough");
    buyer.order(guitar.variant, 1).await;
    assert_eq!(tell().await, [(NotificationKind::StaffStockLow, 4)]);
    let held = buyer.order(guitar.variant, 1).await;
    assert_eq!(tell().await.len(), 1, "low as before");
    // From low over critical to out before anybody looked: the last is told.
    adjust(&admin, guitar.variant, json!({ "kind": "remove", "quantity": 1, "reason": "damage" })).await.done();
    buyer.order(guitar.variant, 2).await;
    let told = tell().await;
    assert_eq!(told, [(NotificationKind::StaffStockOut, 0), (NotificationKind::StaffStockLow, 4)]);
    // It recovered before anybody was told: no news.
    adjust(&admin, guitar.variant, json!({ "kind": "add", "quantity": 9, "reason": "other", "note": "Ketemu" })).await.done();
    adjust(&admin, guitar.variant, json!({ "kind": "remove", "quantity": 6, "reason": "damage" })).await.done();
    adjust(&admin, guitar.variant, json!({ "kind": "add", "quantity": 6, "reason": "other", "note": "Ketemu" })).await.done();
    assert_eq!(tell().await.len(), 2);
    // And again when it falls again.
    adjust(&admin, guitar.variant, json!({ "kind": "remove", "quantity": 8, "reason": "damage" })).await.done();
    assert_eq!(tell().await[0], (NotificationKind::StaffStockCritical, 1));
    assert_eq!(tell().await.len(), 3, "once");
    buyer.post(&format!("/orders/{}/cancellation", held.number), json!({})).await.done();
    app.assert_laws().await;
}

#[tokio::test]
async fn what_ships_falls_no_further() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 6).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    admin.put(&format!("/admin/inventory/{}/thresholds", guitar.variant), thresholds(4, 2)).await.done();
    let alerts = "SELECT count(*) AS n FROM stock_alerts WHERE level = 'low' AND available = 3";
    let order = app.paid_order(&mut buyer, guitar.variant, 3).await;
    assert_eq!(app.number(alerts).await, 1);
    // The hold goes and the pieces go: as many can be sold as before.
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JX000012345" });
    admin.post(&format!("/admin/orders/{}/shipments", order.id), ship).await.done();
    assert_eq!(item(&admin, guitar.variant).await.row.level, StockLevel::Low);
    assert_eq!(app.number("SELECT count(*) AS n FROM stock_alerts").await, 1);
    app.settle().await;
    app.assert_laws().await;
}
