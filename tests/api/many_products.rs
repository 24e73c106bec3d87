//! B3 and B4 in a catalogue too large to be read whole: what few products have is found exactly, what many have in bounded time.

use std::collections::HashSet;

use shared::catalog::ProductList;
use tests::{Shelf, TestApp};

/// More than are read whole.
const MANY: i64 = 11_000;

/// Puts [`MANY`] guitars into the catalogue; each 220th is rare, and one has the beginning of that word as a word of its own. Nothing is known of them to the planner yet.
async fn many(app: &TestApp) {
    let first = Shelf::new(app).await.goods("Stratos", 1_000_000, 5).await;
    let products = "INSERT INTO products (id, slug, name, brand, category_id, status, sold_count, published_at)
        SELECT md5('p' || n)::uuid, 'gitar-' || n, 'Gitar ' || CASE WHEN n % 220 = 0 THEN 'Langka ' WHEN n = 1 THEN 'Lang ' ELSE '' END || n, 'Radix', p.category_id,
               'active', n % 100, now() - n * interval '1 minute'
        FROM set_config('hurtrock.bulk', 'on', true), products p, generate_series(1, $2) n WHERE p.id = $1";
    app.sql(products, [first.product.0.into(), MANY.into()]).await;
    let variants = "INSERT INTO variants (id, product_id, sku, options, price, weight_g, length_cm, width_cm, height_cm)
        SELECT md5('v' || n)::uuid, md5('p' || n)::uuid, 'GTR-' || n, '[]', 500000 + n, 3000, 100, 40, 10
        FROM set_config('hurtrock.bulk', 'on', true), generate_series(1, $1) n";
    app.sql(variants, [MANY.into()]).await;
    app.sql("SELECT refresh_listings(ARRAY(SELECT id FROM products))", []).await;
    app.sql("SELECT pg_notify('hurtrock', 'everything')", []).await;
    let guest = app.guest();
    app.eventually("all are heard of", async || guest.get("/products?limit=1").await.ok::<ProductList>().total > MANY).await;
}

#[tokio::test]
async fn a_text_is_searched_among_many_products() {
    let app = TestApp::new().await;
    many(&app).await;
    let guest = app.guest();
    let list = async |query: &str| guest.get(&format!("/products?{query}")).await.ok::<ProductList>();

    // The planner has not counted them: the first look finds more than it can hold.
    let all = list("q=gitar&limit=24").await;
    assert!(all.total >= 10_000 && all.total_is_estimate && all.items.len() == 24, "{} {}", all.total, all.items.len());
    app.sql("ANALYZE product_listings", []).await;
    list("limit=2").await;
    app.sql("SELECT pg_notify('hurtrock', 'everything')", []).await;
    // Heard, and categories are known again.
    app.eventually("it is forgotten", async || app.statements(list("limit=2")).await.0 > 0).await;

    for query in ["q=gitar&sort=price_asc&limit=24", "q=radix&limit=24"] {
        let (statements, all) = app.statements(list(query)).await;
        assert!(all.total > 10_000 && all.total_is_estimate && all.items.len() == 24, "{query}: {}", all.total);
        // A guess, a look that cannot hold them, the list, and a guess how long it is.
        assert!(statements <= 4, "{query}: {statements} statements");
    }
    let (statements, rare) = app.statements(list("q=gitar%20langka&limit=20")).await;
    assert_eq!((rare.total, rare.total_is_estimate), (50, false));
    assert!(statements <= 2, "{statements} statements");
    let brands = &rare.facets.as_ref().unwrap().brands;
    assert_eq!((brands.len(), brands[0].count), (1, 50));

    // Every page searches as the first one did.
    let mut seen: HashSet<_> = rare.items.iter().map(|item| item.id).collect();
    let mut next = rare.next_cursor;
    while let Some(cursor) = next {
        let page = list(&format!("q=gitar%20langka&limit=20&cursor={cursor}")).await;
        assert!(page.items.iter().all(|item| seen.insert(item.id)), "twice");
        next = page.next_cursor;
    }
    assert_eq!(seen.len(), 50);

    // Unfinished, mistyped, narrowed, and not there.
    for query in ["q=gitar%20lang", "q=lang&category=gitar", "q=lang&min_price=500001&in_stock=false"] {
        let unfinished = list(query).await;
        assert_eq!((unfinished.total, unfinished.corrected_to), (51, None), "{query}");
    }
    let mistyped = list("q=langkka").await;
    assert_eq!((mistyped.total, mistyped.corrected_to.as_deref()), (50, Some("langka")));
    let narrowed = list("q=langka&min_price=505500&sort=price_asc").await;
    assert_eq!(narrowed.total, 26);
    assert!(narrowed.items.is_sorted_by_key(|item| item.price) && narrowed.items[0].name == "Gitar Langka 5500");
    assert_eq!(narrowed.facets.unwrap().price_min.0, 500_220, "prices are those of the text");
    assert_eq!(list("q=gamelan").await.total, 0);
}
