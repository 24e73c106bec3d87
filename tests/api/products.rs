//! F1: staff write one product.

use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use shared::catalog::{Product, ProductList, ProductStatus};
use shared::dashboard::StaffProductRow;
use shared::page::Page;
use shared::products::{ProductChoices, SimilarBecause, SimilarProduct, StaffProduct, sku_stem};
use tests::product::{as_it_is, product, simple_variant, variant};
use tests::{Answer, Caller, Shelf, TestApp};

fn pointers(answer: Answer) -> Vec<(String, &'static str)> {
    let problem = answer.problem(422, "invalid_fields");
    problem.errors.into_iter().map(|error| (error.pointer, error.code.as_str())).collect()
}

async fn read(staff: &Caller, product: &StaffProduct) -> StaffProduct {
    staff.get(&format!("/admin/products/{}", product.id)).await.ok()
}

async fn save(staff: &Caller, product: &StaffProduct, ask: Value) -> Answer {
    staff.put_at(&format!("/admin/products/{}", product.id), product.revision, ask).await
}

#[tokio::test]
async fn the_shop_shows_every_change_at_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, guest) = (app.admin().await, app.guest());
    let mut ask = product(shelf.category(), "RG550", &[variant("ibz-rg550-bk ", "Hitam", 12_000_000)]);
    ask["status"] = json!("draft");
    let draft: StaffProduct = admin.post("/admin/products", ask).await.ok();
    assert_eq!((draft.slug.as_str(), draft.variants[0].sku.as_str(), draft.revision), ("ibanez-rg550", "IBZ-RG550-BK", 1));
    assert!(draft.published_at.is_none());
    guest.get("/products/ibanez-rg550").await.problem(404, "not_found");

    let mut ask = as_it_is(&draft);
    ask["status"] = json!("active");
    let published: StaffProduct = save(&admin, &draft, ask).await.ok();
    assert!(published.published_at.is_some());
    let page = async || guest.get("/products/ibanez-rg550").await;
    app.eventually("it is for sale", async || page().await.status == 200).await;
    let list = async || guest.get("/products").await.ok::<ProductList>().items;
    app.eventually("it is listed", async || list().await.len() == 1).await;

    let mut ask = as_it_is(&published);
    ask["variants"][0]["price"] = json!(9_500_000);
    ask["name"] = json!("RG550 Genesis");
    let cheaper: StaffProduct = save(&admin, &published, ask).await.ok();
    app.eventually("the page shows the new price and name", async || {
        let product: Product = page().await.ok();
        product.variants[0].price.0 == 9_500_000 && product.name == "RG550 Genesis"
    })
    .await;
    app.eventually("the list, too", async || list().await[0].price.0 == 9_500_000).await;
    assert_eq!(list().await.len(), 1);

    let mut ask = as_it_is(&cheaper);
    ask["status"] = json!("archived");
    let archived: StaffProduct = save(&admin, &cheaper, ask).await.ok();
    assert_eq!(archived.status, ProductStatus::Archived);
    app.eventually("it is gone", async || page().await.status == 404 && list().await.is_empty()).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE subject_kind = 'product'").await, 4);
}

#[tokio::test]
async fn variants_come_change_and_go() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let mut ask = product(
        shelf.category(),
        "RG550",
        &[variant("RG-1", "Hitam", 12_000_000), variant("RG-2", "Merah", 12_500_000), variant("RG-3", "Putih", 13_000_000)],
    );
    ask["variants"][0]["initial_stock"] = json!(5);
    ask["variants"][0]["barcode"] = json!("2100000000012");
    let made: StaffProduct = admin.post("/admin/products", ask).await.ok();
    assert_eq!((made.variants[0].on_hand, made.variants[0].removable, made.variants[1].removable), (5, false, true));
    app.assert_laws().await;
    app.buyer().await.order(made.variants[0].id, 2).await;

    // Two swap their SKUs, one is left out, one is new, one gets another finish; the barcode moves.
    let mut ask = as_it_is(&made);
    let variants = ask["variants"].as_array_mut().unwrap();
    variants.remove(2);
    variants[0]["sku"] = json!("RG-2");
    variants[0]["barcode"] = json!(null);
    variants[1]["sku"] = json!("RG-1");
    variants[1]["barcode"] = json!("2100000000012");
    variants[1]["options"][0]["value"] = json!("Putih");
    variants.insert(0, variant("RG-4", "Biru", 14_000_000));
    let saved: StaffProduct = save(&admin, &made, ask).await.ok();
    let skus = |product: &StaffProduct| {
        product.variants.iter().map(|variant| format!("{} {}", variant.sku, variant.options[0].value)).collect::<Vec<_>>()
    };
    assert_eq!(skus(&saved), ["RG-4 Biru", "RG-2 Hitam", "RG-1 Putih"]);
    assert_eq!((saved.variants[1].on_hand, saved.variants[1].reserved), (5, 2));

    // What was ordered stays, off sale; the others go for good.
    let mut ask = as_it_is(&saved);
    ask["variants"] = json!([as_it_is(&saved)["variants"][0]]);
    let fewer: StaffProduct = save(&admin, &saved, ask).await.ok();
    assert_eq!(skus(&fewer), ["RG-4 Biru", "RG-2 Hitam"]);
    assert_eq!((fewer.variants[0].active, fewer.variants[1].active), (true, false));

    // Its combination comes back: it is the same variant.
    let mut ask = as_it_is(&fewer);
    let mut back = variant("RG-5", "Hitam", 11_000_000);
    back["barcode"] = json!("2100000000029");
    ask["variants"] = json!([as_it_is(&fewer)["variants"][0], back]);
    let again: StaffProduct = save(&admin, &fewer, ask).await.ok();
    assert_eq!(skus(&again), ["RG-4 Biru", "RG-5 Hitam"]);
    assert_eq!((again.variants[1].id, again.variants[1].active), (fewer.variants[1].id, true));

    // Another option: every variant for sale has a value for it.
    let mut ask = as_it_is(&again);
    ask["option_names"] = json!(["Warna", "Tangan"]);
    assert_eq!(
        pointers(save(&admin, &again, ask.clone()).await),
        [("/variants/0/options".to_owned(), "invalid_format"), ("/variants/1/options".to_owned(), "invalid_format")]
    );
    for row in ask["variants"].as_array_mut().unwrap() {
        row["options"].as_array_mut().unwrap().push(json!({ "name": "Tangan", "value": "Kidal" }));
    }
    let left_handed: StaffProduct = save(&admin, &again, ask).await.ok();
    assert_eq!(left_handed.variants[0].options[1].value, "Kidal");
    app.assert_laws().await;
}

#[tokio::test]
async fn fields_that_do_not_fit_are_named() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let mut other = product(shelf.category(), "Pacifica", &[simple_variant("PAC-1", 4_000_000)]);
    other["variants"][0]["barcode"] = json!("2100000000036");
    other["slug"] = json!("pacifica");
    admin.post("/admin/products", other).await.done();

    let fits = product(shelf.category(), "RG550", &[variant("RG-1", "Hitam", 12_000_000)]);
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut ask = fits.clone();
        change(&mut ask);
        pointers(admin.post("/admin/products", ask).await)
    };
    let nowhere = uuid::Uuid::now_v7();
    for (pointer, code, change) in [
        ("/name", "required", Box::new(|ask: &mut Value| ask["name"] = json!(" ")) as Box<dyn Fn(&mut Value)>),
        ("/slug", "invalid_format", Box::new(|ask| ask["slug"] = json!("RG 550"))),
        ("/slug", "taken", Box::new(|ask| ask["slug"] = json!("pacifica"))),
        ("/category_id", "unknown_choice", Box::new(move |ask| ask["category_id"] = json!(nowhere))),
        ("/supplier_id", "unknown_choice", Box::new(move |ask| ask["supplier_id"] = json!(nowhere))),
        ("/variants", "required", Box::new(|ask| ask["variants"] = json!([]))),
        ("/variants/0/sku", "taken", Box::new(|ask| ask["variants"][0]["sku"] = json!("pac-1"))),
        ("/variants/0/barcode", "taken", Box::new(|ask| ask["variants"][0]["barcode"] = json!("2100000000036"))),
        ("/variants/0/image_id", "unknown_choice", Box::new(move |ask| ask["variants"][0]["image_id"] = json!(nowhere))),
        ("/variants/0/id", "unknown_choice", Box::new(move |ask| ask["variants"][0]["id"] = json!(nowhere))),
        ("/variants/0/price", "too_small", Box::new(|ask| ask["variants"][0]["price"] = json!(0))),
        ("/variants/0/price", "wrong_type", Box::new(|ask| ask["variants"][0]["price"] = json!(1.5))),
        ("/variants/0/compare_at", "too_small", Box::new(|ask| ask["variants"][0]["compare_at"] = json!(12_000_000))),
        ("/variants/0/options/0/value", "required", Box::new(|ask| ask["variants"][0]["options"][0]["value"] = json!(""))),
        ("/specifications/0/name", "required", Box::new(|ask| ask["specifications"][0]["name"] = json!(""))),
    ] {
        assert_eq!(refused(&*change).await, [(pointer.to_owned(), code)], "{pointer}");
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM products").await, 1, "nothing of it was kept");
}

#[tokio::test]
async fn who_comes_second_is_told() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let made: StaffProduct =
        admin.post("/admin/products", product(shelf.category(), "RG550", &[simple_variant("RG-1", 12_000_000)])).await.ok();
    let mut ask = as_it_is(&made);
    ask["name"] = json!("RG550 A");
    save(&admin, &made, ask.clone()).await.done();
    ask["name"] = json!("RG550 B");
    let problem = save(&admin, &made, ask).await.problem(412, "stale");
    assert_eq!(problem.params["revision"], 2);
    assert_eq!(read(&admin, &made).await.name, "RG550 A");

    // Of many at once, one is first.
    let now = read(&admin, &made).await;
    let tries = (0..8).map(|index| {
        let (admin, now) = (admin.clone(), now.clone());
        tokio::spawn(async move {
            let mut ask = as_it_is(&now);
            ask["name"] = json!(format!("RG550 {index}"));
            save(&admin, &now, ask).await.status
        })
    });
    let mut statuses = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        statuses.push(attempt.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
}

#[tokio::test]
async fn an_old_address_leads_on() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, guest) = (app.admin().await, app.guest());
    let made: StaffProduct =
        admin.post("/admin/products", product(shelf.category(), "RG550", &[simple_variant("RG-1", 12_000_000)])).await.ok();
    let slug_of = async |slug: &str| {
        let answer = guest.get(&format!("/products/{slug}")).await;
        if answer.status == 200 { answer.ok::<Product>().slug } else { format!("{}", answer.status) }
    };
    app.eventually("it is for sale", async || slug_of("ibanez-rg550").await == "ibanez-rg550").await;
    let mut ask = as_it_is(&made);
    ask["slug"] = json!("rg550-genesis");
    let renamed: StaffProduct = save(&admin, &made, ask).await.ok();
    assert_eq!(renamed.former_slugs, ["ibanez-rg550"]);
    app.eventually("both names lead there", async || {
        slug_of("ibanez-rg550").await == "rg550-genesis" && slug_of("rg550-genesis").await == "rg550-genesis"
    })
    .await;

    // Another product takes the old name: then it is that one's. One that is made anew takes neither.
    let mut ask = product(shelf.category(), "RG550 2", &[simple_variant("RG-2", 12_000_000)]);
    ask["slug"] = json!("ibanez-rg550");
    admin.post("/admin/products", ask).await.done();
    app.eventually("the name has passed on", async || slug_of("ibanez-rg550").await == "ibanez-rg550").await;
    let third: StaffProduct =
        admin.post("/admin/products", product(shelf.category(), "RG550", &[simple_variant("RG-3", 12_000_000)])).await.ok();
    assert_eq!(third.slug, "ibanez-rg550-2");

    // Back to the first name, once it is free.
    let mut ask = as_it_is(&renamed);
    ask["slug"] = json!("ibanez-rg550");
    assert_eq!(pointers(save(&admin, &renamed, ask).await), [("/slug".to_owned(), "taken")]);
}

#[tokio::test]
async fn stock_at_the_beginning_needs_its_permission() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let staff = app.staff().await;
    let ask = product(shelf.category(), "RG550", &[simple_variant("RG-1", 12_000_000)]);
    staff.post("/admin/products", ask.clone()).await.problem(403, "forbidden");
    let sql = "INSERT INTO role_permissions (role_id, permission) SELECT id, 'catalog.write' FROM roles WHERE name = 'staff'";
    app.sql(sql, []).await;
    app.ctx.caches.apply(&api::cache::Change::Roles);
    let mut stocked = ask.clone();
    stocked["variants"][0]["initial_stock"] = json!(3);
    let problem = staff.post("/admin/products", stocked).await.problem(403, "forbidden");
    assert_eq!(problem.params["permission"], "inventory.write");
    staff.post("/admin/products", ask).await.done();
}

#[tokio::test]
async fn a_copy_is_a_draft_of_its_own() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let goods = shelf.finishes("Ibanez", "RG550", 12_000_000, 4, &["Hitam", "Merah"]).await;
    let path = format!("/admin/products/{}", goods[0].product);
    let original: StaffProduct = admin.get(&path).await.ok();
    let mut ask = as_it_is(&original);
    ask["variants"][0]["image_id"] = json!(original.images[0].id);
    ask["variants"][0]["barcode"] = json!("2100000000043");
    let original: StaffProduct = save(&admin, &original, ask).await.ok();
    let copy: StaffProduct = admin.post(&format!("{path}/copies"), json!({})).await.ok();
    assert_eq!((copy.status, copy.name.as_str()), (ProductStatus::Draft, "Ibanez RG550 (salinan)"));
    assert_ne!(copy.slug, original.slug);
    assert_eq!(copy.images[0].url, original.images[0].url);
    assert_eq!(copy.thumbnail_id, Some(copy.images[0].id));
    assert_eq!(copy.variants[0].image_id, Some(copy.images[0].id));
    assert_eq!(copy.variants.iter().map(|variant| variant.on_hand).sum::<i32>(), 0);
    assert!(copy.variants.iter().all(|variant| variant.barcode.is_none()));
    assert_eq!(copy.variants[0].sku, format!("{}-2", original.variants[0].sku));
    let second: StaffProduct = admin.post(&format!("{path}/copies"), json!({})).await.ok();
    assert_ne!((second.slug, &second.variants[0].sku), (copy.slug, &copy.variants[0].sku));
    app.assert_laws().await;
}

#[tokio::test]
async fn likely_duplicates_are_told() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let make = async |name: &str, sku: &str| {
        admin.post("/admin/products", product(shelf.category(), name, &[simple_variant(sku, 1_000)])).await.ok::<StaffProduct>()
    };
    let first = make("RG550 Genesis Collection", "IBZ-RG550-BK").await;
    let same_name = make("RG-550 Genesis Collection", "XX-1234").await;
    let same_sku = make("Gitar merah", "ibz-rg550-rd").await;
    make("RG Prestige", "IBZ-RGP-BK").await;
    let found: Vec<SimilarProduct> = admin.get(&format!("/admin/products/similar?id={}&id={}", first.id, same_sku.id)).await.ok();
    let told: Vec<_> = found.iter().map(|other| (other.of.unwrap(), other.id, other.because)).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    for wanted in [
        (first.id, same_name.id, SimilarBecause::Name),
        (first.id, same_sku.id, SimilarBecause::Sku),
        (same_sku.id, first.id, SimilarBecause::Sku),
    ] {
        assert!(told.contains(&wanted), "{told:?}");
    }
    // While it is being written.
    let path = "/admin/products/similar?brand=ibanez&name=RG550%20Genesis%20Colection&sku=";
    let found: Vec<SimilarProduct> = admin.get(path).await.ok();
    assert_eq!(found[0].id, first.id);
    assert_eq!(found[0].of, None);

    #[derive(FromQueryResult)]
    struct Row {
        stem: String,
    }
    for sku in ["IBZ-RG550-BK", "EB-2221", "eb 2221", "A-B-C-D", "-", "--", "A--", "RG550", "A.B/C-1-2", "a-ü-1"] {
        let row: Option<Row> = api::db::one(&app.ctx.db, "SELECT sku_stem($1) AS stem", [sku.into()]).await.unwrap();
        assert_eq!(row.unwrap().stem, sku_stem(sku), "{sku}");
    }
}

#[tokio::test]
async fn reads_take_few_statements_whatever_they_show() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    for model in ["RG550", "RG570", "S520", "RGD61", "JEM7"] {
        shelf.finishes("Ibanez", model, 9_000_000, 4, &["Hitam", "Merah", "Putih"]).await;
    }
    admin.get("/admin/products").await.done();
    for path in
        ["/admin/products", "/admin/products?brand=Ibanez&featured=false&status=active&q=rg", "/admin/products?category=gitar"]
    {
        let (statements, page) = app.statements(async { admin.get(path).await.ok::<Page<StaffProductRow>>() }).await;
        assert!(statements <= 2, "{path}: {statements} statements");
        assert!(!page.items.is_empty(), "{path}");
    }
    assert_eq!(admin.get("/admin/products?brand=Fender").await.json()["total"], 0);
    assert_eq!(admin.get("/admin/products?featured=true").await.json()["total"], 0);
    let page: Page<StaffProductRow> = admin.get("/admin/products").await.ok();
    let one = format!("/admin/products/{}", page.items[0].id);
    let (statements, _) = app.statements(async { admin.get(&one).await.ok::<StaffProduct>() }).await;
    assert!(statements <= 1, "{statements} statements");
    let (statements, choices) = app.statements(async { admin.get("/admin/products/choices").await.ok::<ProductChoices>() }).await;
    assert!(statements <= 1, "{statements} statements");
    assert_eq!(choices.brands, ["Ibanez"]);
    assert_eq!((choices.options[0].name.as_str(), choices.options[0].values.len()), ("Warna", 3));
    let query: String = page.items.iter().map(|row| format!("id={}&", row.id)).collect();
    let (statements, _) = app.statements(admin.get(&format!("/admin/products/similar?{query}"))).await;
    assert!(statements <= 1, "{statements} statements");
}
