//! G3: whom the shop buys from.

use serde_json::{Value, json};
use shared::ids::{SupplierId, VariantId};
use shared::inventory::{StaffSupplier, StockItem, SupplierProductRow, SupplierRow};
use shared::page::Page;
use tests::{Caller, Shelf, TestApp};

/// A supplier with an email address.
pub fn supplier(name: &str) -> Value {
    json!({ "name": name, "company": format!("PT {name}"), "contact_person": "Hendra Gunawan", "email": "order@pemasok.example.com",
            "phone": "0821-1555-8035", "address": "Jl Braga No 1, Bandung", "notes": "", "lead_time_days": 7, "active": true })
}

async fn names(caller: &Caller, query: &str) -> Vec<String> {
    let page: Page<SupplierRow> = caller.get(&format!("/admin/suppliers{query}")).await.ok();
    page.items.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn suppliers_are_kept_and_archived() {
    let app = TestApp::new().await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made: StaffSupplier = admin.post("/admin/suppliers", supplier("  Laras Dawai ")).await.ok();
    assert_eq!((made.details.name.as_str(), made.details.phone.as_str(), made.revision), ("Laras Dawai", "+6282115558035", 1));
    for name in ["gema Ampli", "Senar Mas"] {
        admin.post("/admin/suppliers", supplier(name)).await.done();
    }
    let problem = admin.post("/admin/suppliers", supplier("Senar Mas")).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/name", "taken"));
    staff.post("/admin/suppliers", supplier("Riff")).await.problem(403, "forbidden");
    for (field, bad) in [
        ("name", json!("")),
        ("email", json!("bukan email")),
        ("phone", json!("123")),
        ("lead_time_days", json!(-1)),
        ("lead_time_days", json!(366)),
        ("notes", json!("x".repeat(2_001))),
        ("active", json!("ya")),
        ("locale", json!("fr")),
    ] {
        let mut ask = supplier("Riff");
        ask[field] = bad;
        let problem = admin.post("/admin/suppliers", ask).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, format!("/{field}"));
    }
    assert_eq!(names(&staff, "").await, ["gema Ampli", "Laras Dawai", "Senar Mas"]);
    assert_eq!(names(&staff, "?q=SENAR").await, ["Senar Mas"]);
    let first: Page<SupplierRow> = staff.get("/admin/suppliers?limit=2").await.ok();
    let rest = names(&staff, &format!("?limit=2&cursor={}", first.next_cursor.unwrap())).await;
    assert_eq!((rest, first.total), (vec!["Senar Mas".to_owned()], 3));

    let path = format!("/admin/suppliers/{}", made.id);
    let mut details = serde_json::to_value(&made.details).unwrap();
    details["active"] = false.into();
    admin.put(&path, details.clone()).await.problem(428, "revision_required");
    admin.put_at(&path, 9, details.clone()).await.problem(412, "stale");
    let archived: StaffSupplier = admin.put_at(&path, 1, details.clone()).await.ok();
    assert_eq!((archived.revision, archived.details.active), (2, false));
    let same: StaffSupplier = admin.put_at(&path, 2, details).await.ok();
    assert_eq!(same.revision, 2, "nothing was changed");
    assert_eq!(names(&staff, "?active=true").await, ["gema Ampli", "Senar Mas"]);
    assert_eq!(names(&staff, "?active=false").await, ["Laras Dawai"]);
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action LIKE 'supplier.%'").await, 4);
    admin.get(&format!("/admin/suppliers/{}", SupplierId::generate())).await.problem(404, "not_found");
    let csv = staff.get("/admin/suppliers/export?format=csv&bom=false").await.text();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.lines().nth(1).unwrap().starts_with("gema Ampli"), "{csv}");
}

#[tokio::test]
async fn a_supplier_that_nothing_names_is_removed() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made: StaffSupplier = admin.post("/admin/suppliers", supplier("Laras Dawai")).await.ok();
    let path = format!("/admin/suppliers/{}", made.id);
    let terms = json!({ "supplier_sku": "LD-550", "cost": 8_000_000, "lead_time_days": 3, "minimum_quantity": 1 });
    admin.put(&format!("{path}/products/{}", guitar.variant), terms).await.done();
    staff.delete_at(&path, made.revision).await.problem(403, "forbidden");
    admin.delete(&path).await.problem(428, "revision_required");
    admin.delete_at(&path, made.revision + 1).await.problem(412, "stale");

    app.sql("UPDATE products SET supplier_id = $1 WHERE id = $2", [made.id.0.into(), guitar.product.0.into()]).await;
    let problem = admin.delete_at(&path, made.revision).await.problem(409, "supplier_in_use");
    assert_eq!((problem.params["orders"].clone(), problem.params["products"].clone()), (json!(0), json!(1)));
    app.sql("UPDATE products SET supplier_id = NULL WHERE id = $1", [guitar.product.0.into()]).await;
    admin.delete_at(&path, made.revision).await.done();
    admin.get(&path).await.problem(404, "not_found");
    admin.delete_at(&path, made.revision).await.problem(404, "not_found");
    let left: StockItem = staff.get(&format!("/admin/inventory/{}", guitar.variant)).await.ok();
    assert!(left.suppliers.is_empty(), "its terms went with it");

    // What was ordered is told with whom, even where it was called off.
    let made: StaffSupplier = admin.post("/admin/suppliers", supplier("Laras Dawai")).await.ok();
    let line = json!({ "variant_id": guitar.variant, "quantity": 1, "unit_cost": 8_000_000 });
    let ask = json!({ "supplier_id": made.id, "expected_on": null, "notes": "", "lines": [line] });
    admin.post("/admin/restock-orders", ask).await.done();
    let problem = admin.delete_at(&format!("/admin/suppliers/{}", made.id), made.revision).await.problem(409, "supplier_in_use");
    assert_eq!(problem.params["orders"], json!(1));
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'supplier.deleted'").await, 1);
}

#[tokio::test]
async fn what_a_supplier_supplies() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (own, other) = (shelf.goods("RG550", 12_000_000, 3).await, shelf.goods("SR300", 6_000_000, 3).await);
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made: StaffSupplier = admin.post("/admin/suppliers", supplier("Laras Dawai")).await.ok();
    app.sql("UPDATE products SET supplier_id = $1 WHERE id = $2", [made.id.0.into(), own.product.0.into()]).await;
    let path = format!("/admin/suppliers/{}/products", made.id);
    let terms = json!({ "supplier_sku": "LD-300", "cost": 4_100_000, "lead_time_days": 3, "minimum_quantity": 2 });
    admin.put(&format!("{path}/{}", other.variant), terms.clone()).await.done();
    let (statements, page) = app.statements(async { staff.get(&path).await.ok::<Page<SupplierProductRow>>() }).await;
    assert!(statements <= 3, "{statements} statements");
    let mut rows: Vec<(VariantId, bool, Option<i64>)> =
        page.items.iter().map(|row| (row.variant_id, row.has_terms, row.terms.cost.map(|cost| cost.0))).collect();
    rows.sort_by_key(|row| row.1);
    assert_eq!(rows, [(own.variant, false, None), (other.variant, true, Some(4_100_000))]);
    let stock: StockItem = staff.get(&format!("/admin/inventory/{}", other.variant)).await.ok();
    assert_eq!((stock.suppliers[0].supplier_sku.as_str(), stock.suppliers[0].lead_time_days), ("LD-300", 3));
    let filtered: Page<Value> = staff.get(&format!("/admin/inventory?supplier={}", made.id)).await.ok();
    assert_eq!(filtered.total, 2);

    for (field, bad) in [
        ("cost", json!(-1)),
        ("minimum_quantity", json!(0)),
        ("lead_time_days", json!(400)),
        ("supplier_sku", json!("x".repeat(65))),
    ] {
        let mut ask = terms.clone();
        ask[field] = bad;
        let problem = admin.put(&format!("{path}/{}", other.variant), ask).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, format!("/{field}"));
    }
    staff.put(&format!("{path}/{}", other.variant), terms.clone()).await.problem(403, "forbidden");
    admin.put(&format!("{path}/{}", VariantId::generate()), terms.clone()).await.problem(404, "not_found");
    admin.delete(&format!("{path}/{}", own.variant)).await.problem(404, "not_found");
    admin.delete(&format!("{path}/{}", other.variant)).await.done();
    let left: Page<SupplierProductRow> = staff.get(&path).await.ok();
    assert_eq!(left.total, 1);
}
