//! F3: staff edit the category tree.

use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use shared::catalog::{Category, ProductList};
use shared::categories::StaffCategory;
use shared::ids::CategoryId;
use tests::pictures::{encoded, flag};
use tests::{Caller, Shelf, TestApp};

fn category(name: &str, parent: Option<CategoryId>) -> Value {
    json!({ "parent_id": parent, "name": name, "name_en": format!("{name} (en)"), "slug": null, "description": "", "description_en": "",
            "active": true })
}

async fn make(staff: &Caller, name: &str, parent: Option<CategoryId>) -> StaffCategory {
    staff.post("/admin/categories", category(name, parent)).await.ok()
}

async fn tree(staff: &Caller) -> Vec<StaffCategory> {
    staff.get("/admin/categories").await.ok()
}

fn names(tree: &[StaffCategory]) -> Vec<&str> {
    tree.iter().map(|category| category.name.as_str()).collect()
}

fn changed(category: &StaffCategory, name: &str, slug: &str, active: bool) -> Value {
    json!({ "name": name, "name_en": category.name_en, "slug": slug, "description": "Enam senar.", "description_en": "Six strings.",
            "active": active })
}

#[tokio::test]
async fn a_category_is_made_renamed_and_hidden() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, guest) = (app.admin().await, app.guest());
    shelf.goods("RG550", 12_000_000, 3).await;
    let electric = make(&admin, "Gitar Elektrik & Lain", Some(shelf.category())).await;
    assert_eq!((electric.slug.as_str(), electric.revision), ("gitar-elektrik-lain", 1));
    assert_eq!(make(&admin, "Gitar Elektrik & Lain", None).await.slug, "gitar-elektrik-lain-2");
    let path = format!("/admin/categories/{}", electric.id);
    let shown = async || -> Vec<String> {
        guest.get("/categories").await.ok::<Vec<Category>>().into_iter().map(|category| category.name).collect()
    };
    app.eventually("the shop shows it", async || shown().await.contains(&"Gitar Elektrik & Lain".to_owned())).await;

    let renamed: StaffCategory = admin.put_at(&path, 1, changed(&electric, "Elektrik", "elektrik", true)).await.ok();
    assert_eq!((renamed.revision, renamed.slug.as_str(), renamed.description_en.as_str()), (2, "elektrik", "Six strings."));
    admin.put_at(&path, 1, changed(&electric, "Lain", "lain", true)).await.problem(412, "stale");
    app.eventually("its new name, too", async || shown().await.contains(&"Elektrik".to_owned())).await;
    for (slug, code) in [("gitar", "taken"), ("Gitar Baru", "invalid_format"), ("", "required")] {
        let problem = admin.put_at(&path, 2, changed(&electric, "Elektrik", slug, true)).await.problem(422, "invalid_fields");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/slug", code));
    }
    let problem = admin.put_at(&path, 2, changed(&electric, "", "elektrik", true)).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/name");

    // Found by the name of its category, at once by the new one.
    let root = format!("/admin/categories/{}", shelf.category());
    let top = tree(&admin).await.into_iter().find(|category| category.id == shelf.category()).unwrap();
    assert_eq!(top.products, 1);
    admin.put_at(&root, top.revision, changed(&top, "Senar Enam", "gitar", true)).await.done();
    app.eventually("search knows the new name", async || {
        guest.get("/products?q=senar%20enam").await.ok::<ProductList>().total == 1
    })
    .await;
    admin.put_at(&path, 2, changed(&electric, "Elektrik", "elektrik", false)).await.done();
    app.eventually("it is hidden", async || !shown().await.contains(&"Elektrik".to_owned())).await;
    let staff = app.staff().await;
    assert!(names(&tree(&staff).await).contains(&"Elektrik"));
    staff.post("/admin/categories", category("X", None)).await.problem(403, "forbidden");
    let (statements, _) = app.statements(tree(&admin)).await;
    assert!(statements <= 2, "{statements} statements");
}

#[tokio::test]
async fn the_tree_is_put_in_order() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let guitars = make(&admin, "Gitar", None).await;
    let bass = make(&admin, "Bass", None).await;
    let drums = make(&admin, "Drum", None).await;
    let electric = make(&admin, "Elektrik", Some(guitars.id)).await;
    let seven = make(&admin, "Tujuh", Some(electric.id)).await;
    assert_eq!(names(&tree(&admin).await), ["Gitar", "Elektrik", "Tujuh", "Bass", "Drum"]);
    let place = async |id: CategoryId, parent: Option<CategoryId>, position: i64| {
        admin.put(&format!("/admin/categories/{id}/place"), json!({ "parent_id": parent, "position": position })).await
    };
    let after: Vec<StaffCategory> = place(drums.id, None, 0).await.ok();
    assert_eq!(names(&after), ["Drum", "Gitar", "Elektrik", "Tujuh", "Bass"]);
    let after: Vec<StaffCategory> = place(bass.id, Some(guitars.id), 0).await.ok();
    assert_eq!(names(&after), ["Drum", "Gitar", "Bass", "Elektrik", "Tujuh"]);
    let after: Vec<StaffCategory> = place(electric.id, None, 99).await.ok();
    assert_eq!(names(&after), ["Drum", "Gitar", "Bass", "Elektrik", "Tujuh"]);
    assert_eq!(after[3].parent_id, None);
    app.eventually("the shop's menu has the order", async || {
        let menu: Vec<Category> = app.guest().get("/categories").await.ok();
        menu.iter().map(|category| category.name.as_str()).collect::<Vec<_>>() == ["Drum", "Gitar", "Bass", "Elektrik", "Tujuh"]
    })
    .await;

    for (id, parent, code) in [
        (electric.id, Some(seven.id), "unknown_choice"),
        (electric.id, Some(electric.id), "unknown_choice"),
        (electric.id, Some(CategoryId::generate()), "unknown_choice"),
        (guitars.id, Some(seven.id), "too_large"),
        (electric.id, Some(bass.id), "too_large"),
    ] {
        let problem = place(id, parent, 0).await.problem(422, "invalid_fields");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/parent_id", code));
    }
    let problem = admin.post("/admin/categories", category("Lagi", Some(seven.id))).await;
    assert_eq!(problem.status, 201, "three levels are enough");
    place(drums.id, None, -1).await.problem(422, "invalid_fields");
    place(CategoryId::generate(), None, 0).await.problem(404, "not_found");
}

#[tokio::test]
async fn moves_at_once_make_no_circle() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut ids = Vec::new();
    for index in 0..6 {
        ids.push(make(&admin, &format!("K{index}"), None).await.id);
    }
    let moves = (0..8).map(|hand: usize| {
        let (admin, ids) = (admin.clone(), ids.clone());
        tokio::spawn(async move {
            for round in 0..8 {
                let (id, to) = (ids[(hand + round) % 6], ids[(hand * 5 + round * 7 + 1) % 6]);
                let parent = (round % 3 != 2).then_some(to);
                let ask = json!({ "parent_id": parent, "position": round % 3 });
                let answer = admin.put(&format!("/admin/categories/{id}/place"), ask).await;
                assert!(matches!(answer.status, 200 | 422), "{}", answer.text());
            }
        })
    });
    for hand in moves.collect::<Vec<_>>() {
        hand.await.unwrap();
    }
    // What hangs in a circle hangs from no root.
    assert_eq!(tree(&admin).await.len(), 6);
    let places = "SELECT count(*) - count(DISTINCT (parent_id, sort_order)) AS n FROM categories";
    assert_eq!(app.number(places).await, 0, "no two stand in one place");
}

#[tokio::test]
async fn what_is_in_use_cannot_vanish() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (admin, guest) = (app.admin().await, app.guest());
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    shelf.goods("RG570", 13_000_000, 3).await;
    app.sql("UPDATE products SET status = 'archived' WHERE id = $1", [guitar.product.0.into()]).await;
    let child = make(&admin, "Elektrik", Some(shelf.category())).await;
    let other = make(&admin, "Lama", None).await;
    make(&admin, "Sudah ada", Some(other.id)).await;
    let path = format!("/admin/categories/{}", shelf.category());
    let problem = admin.delete(&path).await.problem(409, "conflict");
    assert_eq!((&problem.params["products"], &problem.params["children"]), (&json!(2), &json!(1)));
    for to in [shelf.category(), child.id, CategoryId::generate()] {
        let problem = admin.delete(&format!("{path}?move_to={to}")).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, "move_to");
    }
    let after: Vec<StaffCategory> = admin.delete(&format!("{path}?move_to={}", other.id)).await.ok();
    assert_eq!(names(&after), ["Lama", "Sudah ada", "Elektrik"]);
    assert_eq!(after[0].products, 2);
    app.eventually("the shop shows them there", async || {
        guest.get("/products?category=lama").await.ok::<ProductList>().total == 1
            && guest.get("/products?category=gitar").await.status == 422
    })
    .await;
    let after: Vec<StaffCategory> = admin.delete(&format!("/admin/categories/{}", child.id)).await.ok();
    assert_eq!(names(&after), ["Lama", "Sudah ada"]);
    admin.delete(&path).await.problem(404, "not_found");
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'category.deleted'").await, 2);
}

#[tokio::test]
async fn a_category_has_a_picture_or_none() {
    let app = TestApp::new().await;
    let (admin, guest) = (app.admin().await, app.guest());
    let guitars = make(&admin, "Gitar", None).await;
    let path = format!("/admin/categories/{}/image", guitars.id);
    let picture = encoded(&flag(400, 300, 1), ImageFormat::Png);
    let with: StaffCategory = admin.upload(Method::PUT, &path, &[("a.png", "image/png", &picture)]).await.ok();
    let url = with.image.unwrap().url;
    app.eventually("the shop shows it", async || {
        guest.get("/categories").await.ok::<Vec<Category>>()[0].image.as_ref().is_some_and(|image| image.url == url)
    })
    .await;
    let served = async || reqwest::get(format!("{}{url}-160.webp", app.url())).await.unwrap().status();
    assert_eq!(served().await, 200);
    let bad = admin.upload(Method::PUT, &path, &[("a.png", "image/png", b"<svg/>")]).await;
    assert_eq!(bad.problem(415, "unsupported_media_type").errors[0].pointer, "/files/0");
    // The same one again, and another.
    admin.upload(Method::PUT, &path, &[("a.png", "image/png", &picture)]).await.done();
    app.run_jobs().await;
    assert_eq!(served().await, 200);
    let other = encoded(&flag(400, 300, 9), ImageFormat::Png);
    admin.upload(Method::PUT, &path, &[("a.png", "image/png", &other)]).await.done();
    app.run_jobs().await;
    assert_eq!(served().await, 404);
    let without: StaffCategory = admin.delete(&path).await.ok();
    assert!(without.image.is_none());
    app.run_jobs().await;
    let left = std::fs::read_dir(app.ctx.config.files_dir.join("img")).into_iter().flatten().count();
    assert_eq!(left, 0);
}

/// The tree changes while people buy: nobody gets a fault of ours.
#[tokio::test]
async fn renaming_and_buying_do_not_get_in_each_others_way() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let admin = app.admin().await;
    let mut goods = Vec::new();
    for index in 0..6 {
        goods.push(shelf.goods(&format!("RG {index}"), 1_000_000, 50).await);
    }
    let other = make(&admin, "Lain", None).await;
    let buyers = (0..4).map(|index: usize| {
        let mut buyer = app.guest();
        let goods = goods.clone();
        tokio::spawn(async move {
            buyer.register().await;
            let address = buyer.add_address(tests::districts::BANDUNG).await;
            for step in 0..3 {
                for other in [index + step, index * 2 + step + 3] {
                    buyer.add_to_cart(goods[other % goods.len()].variant, 2).await;
                }
                let ask = buyer.order_request(address).await;
                let answer = buyer.place(&uuid::Uuid::now_v7().to_string(), &ask).await;
                assert!(answer.status < 500, "{}", answer.text());
                buyer.delete("/cart").await;
            }
        })
    });
    let buyers: Vec<_> = buyers.collect();
    for round in 0..6 {
        let top = tree(&admin).await.into_iter().find(|category| category.id == shelf.category()).unwrap();
        let path = format!("/admin/categories/{}", top.id);
        admin.put_at(&path, top.revision, changed(&top, &format!("Gitar {round}"), "gitar", true)).await.done();
        let parent = (round % 2 == 0).then_some(other.id);
        admin.put(&format!("{path}/place"), json!({ "parent_id": parent, "position": 0 })).await.done();
    }
    for buyer in buyers {
        buyer.await.unwrap();
    }
    app.assert_laws().await;
}
