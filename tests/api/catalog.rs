//! B1–B7: what shoppers read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use shared::catalog::{Category, Home, Product, ProductList, StockState, Suggestions};
use tests::{Shelf, TestApp};

#[tokio::test]
async fn a_list_takes_two_statements_and_then_none() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    for index in 0..30 {
        shelf.goods(&format!("Gitar {index}"), 1_000_000 + index * 1_000, 5).await;
    }
    let guest = app.guest();
    app.eventually("the changes have been heard", async || {
        let (_, list) = app.statements(async { guest.get("/products").await.ok::<ProductList>() }).await;
        list.total == 30
    })
    .await;
    for path in
        ["/products?sort=price_asc&limit=10", "/products?category=gitar&brand=Ibanez&min_price=1000000", "/products?q=gitar"]
    {
        let (statements, list) = app.statements(async { guest.get(path).await.ok::<ProductList>() }).await;
        assert!(statements <= 2, "{path}: {statements} statements");
        assert_eq!(list.total, 30, "{path}");
        assert!(list.facets.is_some());
        let (statements, _) = app.statements(guest.get(path)).await;
        assert_eq!(statements, 0, "{path} again");
    }
    let slug = guest.get("/products?limit=1").await.ok::<ProductList>().items[0].slug.clone();
    let (statements, product) = app.statements(async { guest.get(&format!("/products/{slug}")).await.ok::<Product>() }).await;
    assert!(statements <= 3, "{statements} statements");
    assert_eq!(product.variants[0].stock, StockState::InStock);
}

#[tokio::test]
async fn every_sort_is_read_forward_without_gaps() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    for index in 0..23 {
        // Equal prices and names: ties must not lose anything.
        shelf.goods(&format!("Gitar {}", index % 5), 1_000_000 + (index % 3) * 50_000, 5).await;
    }
    let guest = app.guest();
    for sort in ["relevance", "newest", "price_asc", "price_desc", "name", "rating", "best_selling"] {
        let mut seen = std::collections::HashSet::new();
        let mut path = format!("/products?sort={sort}&limit=4");
        loop {
            let list: ProductList = guest.get(&path).await.ok();
            for item in &list.items {
                assert!(seen.insert(item.id), "{sort}: {} twice", item.name);
            }
            match list.next_cursor {
                Some(cursor) => path = format!("/products?sort={sort}&limit=4&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 23, "{sort}");
    }
}

#[tokio::test]
async fn a_page_goes_on_where_a_newer_version_ended_it() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    for index in 0..3 {
        shelf.goods(&format!("Gitar {index}"), 1_000_000 + index, 5).await;
    }
    let staff = app.admin().await;
    for path in ["/products?sort=price_asc&limit=2", "/admin/products?limit=2"] {
        let first = staff.get(path).await.ok::<Value>();
        let cursor = first["next_cursor"].as_str().unwrap();
        let mut position: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).unwrap()).unwrap();
        position["added_later"] = json!({ "by": "a newer version" });
        let newer = URL_SAFE_NO_PAD.encode(position.to_string());
        let rest = staff.get(&format!("{path}&cursor={newer}")).await.ok::<Value>();
        assert_eq!(rest["items"], staff.get(&format!("{path}&cursor={cursor}")).await.ok::<Value>()["items"], "{path}");
        assert_eq!(rest["items"].as_array().unwrap().len(), 1, "{path}");
    }
}

#[tokio::test]
async fn a_cache_never_shows_an_old_price_or_stock() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 4).await;
    let guest = app.guest();
    let list = async || guest.get("/products").await.ok::<ProductList>().items.first().cloned();
    app.eventually("it is listed", async || list().await.is_some()).await;
    let slug = list().await.unwrap().slug;
    let product = async || guest.get(&format!("/products/{slug}")).await.ok::<Product>();
    assert_eq!(product().await.variants[0].available, 4);

    app.sql("UPDATE variants SET price = 9000000 WHERE id = $1", [guitar.variant.0.into()]).await;
    app.eventually("the list has the new price", async || list().await.unwrap().price.0 == 9_000_000).await;
    app.eventually("the page has the new price", async || product().await.variants[0].price.0 == 9_000_000).await;
    app.buyer().await.order(guitar.variant, 3).await;
    app.eventually("the page has the new stock", async || product().await.variants[0].available == 1).await;
    app.eventually("the list says that it is low", async || list().await.unwrap().stock == StockState::Low).await;
    app.sql("UPDATE products SET status = 'archived' WHERE id = $1", [guitar.product.0.into()]).await;
    app.eventually("it is gone", async || list().await.is_none() && guest.get(&format!("/products/{slug}")).await.status == 404)
        .await;
}

#[tokio::test]
async fn what_is_filtered_for_is_one_variant() {
    const RED: &str = "option=Warna%3DMerah";
    const BLACK: &str = "option=Warna%3DHitam";
    const LEFT: &str = "option=Tangan%3DKiri%20(kidal)";
    const THERE: &str = "in_stock=true";
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.handed("Ibanez", "RG550", 12_000_000, &[("Merah", "Kanan", 5), ("Hitam", "Kiri (kidal)", 5)]).await;
    shelf.handed("Fender", "Telecaster", 11_000_000, &[("Merah", "Kiri (kidal)", 0), ("Hitam", "Kanan", 5)]).await;
    shelf.handed("Yamaha", "Pacifica", 6_000_000, &[("Merah", "Kiri (kidal)", 5), ("Putih", "Kanan", 0)]).await;
    let guest = app.guest();
    let list = async |filters: Vec<&str>| guest.get(&format!("/products?{}", filters.join("&"))).await.ok::<ProductList>();
    let brands = async |filters: Vec<&str>| {
        let mut brands: Vec<String> = list(filters).await.items.into_iter().map(|card| card.brand).collect();
        brands.sort();
        brands
    };
    app.eventually("they are listed", async || list(Vec::new()).await.total == 3).await;

    assert_eq!(brands(vec![RED]).await, ["Fender", "Ibanez", "Yamaha"]);
    assert_eq!(brands(vec![LEFT]).await, ["Fender", "Ibanez", "Yamaha"]);
    assert_eq!(brands(vec![RED, LEFT]).await, ["Fender", "Yamaha"]);
    assert_eq!(brands(vec![RED, THERE]).await, ["Ibanez", "Yamaha"]);
    assert_eq!(brands(vec![RED, LEFT, THERE]).await, ["Yamaha"]);
    assert_eq!(brands(vec![BLACK, LEFT, THERE]).await, ["Ibanez"]);
    assert_eq!(brands(vec![RED, BLACK, LEFT, THERE]).await, ["Ibanez", "Yamaha"], "any of the values of an option");
    assert!(brands(vec![BLACK, LEFT, THERE, "brand=Yamaha"]).await.is_empty());

    // Each filter counts what the others leave, and that is one variant that has it all.
    let found = list(vec![RED, LEFT, "brand=Yamaha", "min_price=10000"]).await;
    let facets = found.facets.unwrap();
    let counts: Vec<_> = facets.brands.iter().map(|choice| (choice.value.as_str(), choice.count)).collect();
    assert_eq!((found.total, counts), (1, vec![("Fender", 1), ("Yamaha", 1)]));
    let facets = list(vec![RED, LEFT, "max_price=7000000"]).await.facets.unwrap();
    assert_eq!((facets.price_min.0, facets.price_max.0), (6_000_000, 11_000_000));
    let found = list(vec![RED, LEFT, THERE]).await;
    let facets = found.facets.unwrap();
    assert_eq!((found.total, facets.categories[0].count, facets.are_estimates), (1, 1, false));
    // The finishes of what is left-handed and in stock: without the Fender's, which is neither at once.
    let finishes = &facets.options.iter().find(|facet| facet.name == "Warna").unwrap().choices;
    assert_eq!(finishes.iter().find(|choice| choice.label == "Hitam").map(|choice| choice.count), Some(1));

    // A variant that is not sold any more is none that has it all.
    app.sql("UPDATE variants SET active = false WHERE sku = 'PACIFICA-MERAH-KIRI-(KIDAL)'", []).await;
    app.eventually("it is gone", async || brands(vec![RED, LEFT, THERE]).await.is_empty()).await;
    assert_eq!(brands(vec![RED, LEFT]).await, ["Fender"]);
}

#[tokio::test]
async fn a_brand_with_a_comma_is_filtered_for() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    for (name, brand) in [("Senar 9-42", "Gorilla Strings, Inc"), ("Senar 10-46", "Gorilla Strings"), ("Senar 11-49", "Ibanez")] {
        let strings = shelf.goods(name, 95_000, 5).await;
        app.sql("UPDATE products SET brand = $2 WHERE id = $1", [strings.product.0.into(), brand.into()]).await;
    }
    let guest = app.guest();
    let found = async |query: &str| -> Vec<String> {
        let list: ProductList = guest.get(&format!("/products?sort=name&{query}")).await.ok();
        list.items.into_iter().map(|item| item.brand).collect()
    };
    let comma = "brand=Gorilla%20Strings%2C%20Inc";
    app.eventually("it is found, and it alone", async || found(comma).await == ["Gorilla Strings, Inc"]).await;
    assert_eq!(found(&format!("{comma}&brand=Ibanez")).await.len(), 2);
    assert_eq!(found("brand=Gorilla%20Strings,Ibanez").await.len(), 2);
}

#[tokio::test]
async fn search_forgives_typos_and_knows_words() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.goods("Prestige RG5120M", 30_000_000, 5).await;
    shelf.goods("Senar Super Slinky", 95_000, 5).await;
    let guest = app.guest();
    let found = async |text: &str| -> Vec<String> {
        let list: ProductList = guest.get(&format!("/products?q={text}")).await.ok();
        list.items.into_iter().map(|item| item.name).collect()
    };
    app.eventually("both are listed", async || found("ibanez").await.len() == 2).await;
    assert_eq!(found("prestige").await, ["Prestige RG5120M"]);
    assert_eq!(found("pretsige").await, ["Prestige RG5120M"], "a typo");
    assert_eq!(found("slink").await, ["Senar Super Slinky"], "the beginning of a word");
    assert!(found("zzzzqqq").await.is_empty());
    let suggestions: Suggestions = guest.get("/search/suggestions?q=ibanes").await.ok();
    assert!(!suggestions.products.is_empty() || !suggestions.brands.is_empty());
    api::catalog::flush_counters(&app.ctx).await;
    assert!(app.number("SELECT count(*) AS n FROM search_log WHERE results = 0 AND query LIKE 'zzzz%'").await >= 1);

    // Sorted anew it is the same search.
    let searches = async || app.number("SELECT count(*) AS n FROM search_log").await;
    let before = searches().await;
    for sort in ["&sort=relevance", "&sort=price_asc", "&sort=name"] {
        found(&format!("prestige{sort}")).await;
    }
    api::catalog::flush_counters(&app.ctx).await;
    assert_eq!(searches().await, before + 1);
}

#[tokio::test]
async fn a_model_is_found_however_its_number_is_parted() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    for name in ["RG550 Genesis", "SM57", "SM58"] {
        shelf.goods(name, 2_000_000, 5).await;
    }
    let guest = app.guest();
    let found = async |text: &str| -> Vec<String> {
        let list: ProductList = guest.get(&format!("/products?q={text}")).await.ok();
        list.items.into_iter().map(|item| item.name).collect()
    };
    app.eventually("all are listed", async || found("ibanez").await.len() == 3).await;
    for (text, name) in [
        ("rg550", "RG550 Genesis"),
        ("rg%20550", "RG550 Genesis"),
        ("rg-550", "RG550 Genesis"),
        ("rg%2055", "RG550 Genesis"),
        ("ibanez%20sm-58", "SM58"),
        ("ibanes%20sm58", "SM58"),
    ] {
        assert_eq!(found(text).await, [name], "{text}");
    }
    // Another number is another model.
    assert!(found("sm59").await.is_empty());
    // What is said of a guitar in the shops, and what is written of it here.
    assert_eq!(found("gitar%20listrik").await.len(), 3);
}

#[tokio::test]
async fn home_categories_and_conditional_requests() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.goods("RG550", 12_000_000, 4).await;
    let guest = app.guest();
    app.eventually("the category counts it", async || {
        guest.get("/categories").await.ok::<Vec<Category>>().first().is_some_and(|category| category.product_count == 1)
    })
    .await;
    let home: Home = guest.get("/home").await.ok();
    assert_eq!(home.new_arrivals.len(), 1);
    let answer = guest.get("/products").await;
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    let again = guest.send(guest.request(reqwest::Method::GET, "/products").header("if-none-match", tag)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn views_are_counted() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 4).await;
    for _ in 0..3 {
        app.guest().post(&format!("/products/{}/views", guitar.product), json!(null)).await.done();
    }
    app.guest().add_to_cart(guitar.variant, 1).await;
    api::catalog::flush_counters(&app.ctx).await;
    assert_eq!(app.number("SELECT (views * 10 + cart_adds)::bigint AS n FROM product_views").await, 31);
}
