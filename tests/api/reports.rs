//! H1, H2, F5: who comes, what is looked at and searched for, who may see it, and what is refused.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;
use shared::analytics::{Analytics, Grain, ProductMeasure, ProductPerformance};
use shared::dashboard::{Activity, ActivityKind, Dashboard};
use shared::page::Page;
use tests::{Caller, Shelf, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

async fn analytics(caller: &Caller, query: &str) -> Analytics {
    caller.get(&format!("/admin/analytics{query}")).await.ok()
}

/// Opens a page of the site as a browser does. The app itself is not there, which the page says.
async fn open(app: &TestApp, path: &str, browser: &str) {
    let request = reqwest::Client::new().get(format!("{}{path}", app.url())).header("user-agent", browser);
    assert_eq!(request.send().await.unwrap().status(), 503, "{path}");
}

#[tokio::test]
async fn a_shop_that_sold_nothing_has_figures_of_nothing() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let shown = analytics(&staff, "").await;
    assert_eq!((shown.figures.current.revenue.0, shown.figures.current.orders), (0, 0));
    assert_eq!((shown.figures.current.average_order.0, shown.figures.current.conversion), (0, None));
    assert_eq!((shown.points.len(), shown.grain), (30, Grain::Day));
    assert!(
        shown.categories.is_empty() && shown.couriers.is_empty() && shown.methods.is_empty() && shown.best_sellers.is_empty()
    );
    assert_eq!((shown.searches.searches, shown.searches.top.len(), shown.besides_goods.0), (0, 0, 0));
    let products: Page<ProductPerformance> = staff.get("/admin/analytics/products").await.ok();
    assert_eq!((products.total, products.items.len(), products.next_cursor), (0, 0, None));
    let dashboard: Dashboard = staff.get("/admin/dashboard").await.ok();
    assert_eq!((dashboard.today.previous.orders, dashboard.days.len()), (0, 30));
    for path in ["/admin/analytics/export", "/admin/analytics/report.pdf", "/admin/analytics/products/export?format=csv"] {
        staff.get(path).await.done();
    }
}

#[tokio::test]
async fn days_that_are_no_span_are_refused() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    for (query, field) in [
        ("from=2026-02-02&until=2026-02-01", "until"),
        ("from=2026-02-30", "from"),
        ("from=kemarin", "from"),
        ("until=", "until"),
        ("from=1999-12-31&until=2000-01-01", "from"),
        ("from=2010-01-01&until=2026-01-01", "until"),
        ("from=9999-12-31", "from"),
        ("until=2101-01-01", "until"),
        ("from=-262143-01-01&until=2026-01-01", "from"),
        ("from=2026-01-01T00:00:00Z", "from"),
    ] {
        for path in [
            format!("/admin/analytics?{query}"),
            format!("/admin/analytics/export?{query}"),
            format!("/admin/analytics/report.pdf?{query}"),
            format!("/admin/analytics/products?{query}"),
            format!("/admin/analytics/products/export?format=csv&{query}"),
        ] {
            let problem = staff.get(&path).await.problem(422, "invalid_fields");
            assert_eq!(problem.errors[0].pointer, field, "{path}");
        }
    }
    for query in ["sort=name", "ascending=perhaps", "cursor=x"] {
        staff.get(&format!("/admin/analytics/products?{query}")).await.problem(422, "invalid_fields");
    }
    // The longest there is, and one day.
    let shown = analytics(&staff, "?from=2016-11-22&until=2026-11-28").await;
    assert_eq!(shown.grain, Grain::Month);
    let shown = analytics(&staff, "?from=2026-11-28&until=2026-11-28").await;
    assert_eq!((shown.points.len(), shown.previous_from.to_string()), (1, "2026-11-27".to_owned()));
}

#[tokio::test]
async fn figures_are_for_those_who_may_see_them() {
    let app = TestApp::new().await;
    let (guest, buyer) = (app.guest(), app.buyer().await);
    for path in [
        "/admin/analytics",
        "/admin/analytics/products",
        "/admin/analytics/export",
        "/admin/analytics/report.pdf",
        "/admin/activity",
    ] {
        guest.get(path).await.problem(401, "unauthenticated");
        buyer.get(path).await.problem(403, "forbidden");
    }
    app.sql("DELETE FROM role_permissions WHERE permission = 'reports.read' AND role_id = (SELECT id FROM roles WHERE name = 'staff')", []).await;
    let staff = app.staff().await;
    staff.get("/admin/analytics").await.problem(403, "forbidden");
    staff.get("/admin/activity").await.done();
}

#[tokio::test]
async fn a_browser_is_a_visit_a_day_and_nobody_is_remembered() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    for path in ["/", "/products", "/products/anything"] {
        open(&app, path, FIREFOX).await;
    }
    api::reports::flush_visits(&app.ctx).await;
    open(&app, "/", FIREFOX).await;
    open(&app, "/", &FIREFOX.replace("128", "129")).await;
    // No visits: the back office, programs, what is fetched in advance, what is no page, a page left open that asks for
    // another build.
    open(&app, "/admin", "Mozilla/5.0 Safari/605.1.15").await;
    open(&app, "/shell", "Mozilla/5.0 Safari/605.1.16").await;
    open(&app, "/", "Mozilla/5.0 (compatible; Googlebot/2.1)").await;
    let ahead =
        reqwest::Client::new().get(app.url()).header("user-agent", "Mozilla/5.0 Chrome/140").header("sec-purpose", "prefetch");
    ahead.send().await.unwrap();
    app.guest().get("/products").await.done();
    api::reports::flush_visits(&app.ctx).await;
    api::reports::flush_visits(&app.ctx).await;
    assert_eq!(analytics(&staff, "").await.figures.current.visits, 2);
    assert_eq!(app.number("SELECT count(*) AS n FROM visitors_seen WHERE length(hash) = 32").await, 2);

    app.ctx.clock.advance(TimeDelta::days(1));
    open(&app, "/", FIREFOX).await;
    api::reports::flush_visits(&app.ctx).await;
    let staff = app.staff().await;
    assert_eq!(analytics(&staff, "").await.figures.current.visits, 3, "another day, another visit");
    app.ctx.clock.advance(TimeDelta::days(2));
    api::jobs::enqueue(&app.ctx.db, &api::reports::FoldFigures {}).await.unwrap();
    app.run_jobs().await;
    assert_eq!(app.number("SELECT (SELECT count(*) FROM visitors_seen) + (SELECT count(*) FROM visit_salts) AS n").await, 0);
    assert_eq!(app.number("SELECT sum(visits)::bigint AS n FROM visits").await, 3);
}

#[tokio::test]
async fn conversion_is_paid_orders_by_visits() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 1_000_000, 5).await;
    for version in 1..=8 {
        open(&app, "/", &format!("Mozilla/5.0 Firefox/{version}")).await;
    }
    api::reports::flush_visits(&app.ctx).await;
    app.guest().post(&format!("/products/{}/views", guitar.product), json!(null)).await.done();
    let mut buyer = app.buyer().await;
    app.paid_order(&mut buyer, guitar.variant, 1).await;
    api::catalog::flush_counters(&app.ctx).await;
    let staff = app.staff().await;
    let shown = analytics(&staff, "").await;
    assert_eq!(shown.figures.current.conversion, Some(1_250), "one of eight");
    assert_eq!((shown.views, shown.cart_adds), (1, 1));
    assert!(shown.figures.current.new_customers >= 1);
    assert_eq!(shown.customers_before, 0);
    let dashboard: Dashboard = staff.get("/admin/dashboard").await.ok();
    assert_eq!((dashboard.today.current.conversion, dashboard.today.previous.conversion), (Some(1_250), None));
}

#[tokio::test]
async fn searches_are_added_up_whatever_their_case() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.goods("RG550", 1_000_000, 5).await;
    let guest = app.guest();
    app.eventually("it is listed", async || guest.get("/products?q=rg550").await.json()["total"] == 1).await;
    api::catalog::flush_counters(&app.ctx).await;
    app.sql("DELETE FROM search_log", []).await;
    for text in ["rg550", "RG550", "%20Rg550%20", "theremin%20%20antik", "Theremin%20antik"] {
        guest.get(&format!("/products?q={text}")).await.done();
    }
    api::catalog::flush_counters(&app.ctx).await;
    let staff = app.staff().await;
    for _ in 0..2 {
        let searches = analytics(&staff, "").await.searches;
        assert_eq!((searches.searches, searches.without_results), (5, 2));
        let top: Vec<(&str, i64)> = searches.top.iter().map(|term| (term.query.as_str(), term.searches)).collect();
        assert_eq!(top, [("rg550", 3), ("theremin antik", 2)]);
        let missing: Vec<(&str, i64)> = searches.missing.iter().map(|term| (term.query.as_str(), term.without_results)).collect();
        assert_eq!(missing, [("theremin antik", 2)]);
        app.sql("SELECT fold_figures(31)", []).await;
    }
}

#[tokio::test]
async fn products_are_sorted_by_any_figure_and_read_on() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let sql = "INSERT INTO product_views (product_id, day, views, cart_adds) VALUES ($1, shop_day(now()), $2, $3)";
    for n in 0..7_i64 {
        let goods = shelf.goods(&format!("Gitar {n}"), 1_000_000, 5).await;
        app.sql(sql, [goods.product.0.into(), (n * 3 % 7 * 10).into(), (1 + n * 5 % 7).into()]).await;
    }
    let guitar = shelf.goods("Pemenang", 2_000_000, 5).await;
    app.sql(sql, [guitar.product.0.into(), 4_i64.into(), 1_i64.into()]).await;
    let mut buyer = app.buyer().await;
    app.paid_order(&mut buyer, guitar.variant, 2).await;
    let staff = app.staff().await;
    let value = |row: &ProductPerformance, measure: ProductMeasure| match measure {
        ProductMeasure::Revenue => row.revenue.0,
        ProductMeasure::Pieces => row.pieces,
        ProductMeasure::Orders => row.orders,
        ProductMeasure::Views => row.views,
        ProductMeasure::CartAdds => row.cart_adds,
        ProductMeasure::Conversion => row.conversion.unwrap_or(-1),
    };
    for &measure in ProductMeasure::ALL {
        for ascending in [false, true] {
            let (mut rows, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/admin/analytics/products?sort={measure}&ascending={ascending}&limit=3{cursor}");
                let page: Page<ProductPerformance> = staff.get(&path).await.ok();
                assert_eq!(page.total, 8);
                rows.extend(page.items);
                let Some(next) = page.next_cursor else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(rows.len(), 8, "{measure}");
            let sorted = rows.windows(2).all(|pair| {
                let (one, other) = (value(&pair[0], measure), value(&pair[1], measure));
                if ascending { one <= other } else { one >= other }
            });
            assert!(sorted, "{measure} {ascending}");
            let mut ids: Vec<_> = rows.iter().map(|row| row.product_id).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), 8, "each once");
        }
    }
    let best: Page<ProductPerformance> = staff.get("/admin/analytics/products?limit=1").await.ok();
    let winner = &best.items[0];
    assert_eq!((winner.name.as_str(), winner.pieces, winner.revenue.0, winner.orders), ("Pemenang", 2, 4_000_000, 1));
    assert_eq!((winner.views, winner.conversion), (4, Some(2_500)));
    let cursor = best.next_cursor.unwrap();
    staff.get(&format!("/admin/analytics/products?sort=views&cursor={cursor}")).await.problem(422, "invalid_fields");
    let found: Page<ProductPerformance> = staff.get("/admin/analytics/products?q=pemenang").await.ok();
    assert_eq!(found.total, 1);
    let none: Page<ProductPerformance> = staff.get("/admin/analytics/products?q=%25").await.ok();
    assert_eq!(none.total, 0, "nothing but itself");
}

#[tokio::test]
async fn activity_is_told_to_those_who_may_see_it() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 1_000_000, 5).await;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, guitar.variant, 1).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    admin.get("/admin/orders/export?format=csv").await.done();
    let category = json!({ "parent_id": null, "name": "Bass", "name_en": "Basses", "slug": null, "description": "", "description_en": "", "active": true });
    admin.post("/admin/categories", category).await.done();

    let all: Vec<Activity> = admin.get("/admin/activity?limit=100").await.ok();
    assert!(all.windows(2).all(|pair| pair[0].at >= pair[1].at), "the latest first");
    let has =
        |list: &[Activity], kind: ActivityKind, what: &str| list.iter().any(|entry| entry.kind == kind && entry.what == what);
    assert!(has(&all, ActivityKind::Order, "placed") && has(&all, ActivityKind::Order, "paid"));
    assert!(!has(&all, ActivityKind::Staff, "list.exported"), "what was only looked at");
    assert!(has(&all, ActivityKind::Staff, "category.created") && has(&all, ActivityKind::Customer, "registered"));
    let paid = all.iter().find(|entry| entry.what == "paid").unwrap();
    assert_eq!((paid.subject.as_str(), paid.subject_id.clone()), (order.number.as_str(), Some(order.id.to_string())));

    let some: Vec<Activity> = staff.get("/admin/activity").await.ok();
    assert!(some.len() <= 20 && some.iter().all(|entry| entry.kind == ActivityKind::Order), "no log, no people");
    assert_eq!(staff.get("/admin/activity?limit=1").await.ok::<Vec<Activity>>().len(), 1);
    app.sql(
        "DELETE FROM role_permissions WHERE permission = 'orders.read' AND role_id = (SELECT id FROM roles WHERE name = 'staff')",
        [],
    )
    .await;
    app.ctx.caches.apply(&api::cache::Change::Roles);
    assert!(app.staff().await.get("/admin/activity").await.ok::<Vec<Activity>>().is_empty());
}

#[tokio::test]
async fn a_page_takes_as_many_statements_however_much_was_sold() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let goods = [shelf.goods("Satu", 1_000_000, 50).await, shelf.goods("Dua", 2_000_000, 50).await];
    let staff = app.staff().await;
    // What a cache has just forgotten is asked for once more; it is no statement of the page.
    let count = async |path: &str| {
        let mut fewest = u64::MAX;
        for _ in 0..3 {
            let (statements, answer) = app.statements(staff.get(path)).await;
            answer.done();
            fewest = fewest.min(statements);
        }
        fewest
    };
    let paths = ["/admin/dashboard", "/admin/analytics", "/admin/analytics/products", "/admin/activity"];
    let mut before = Vec::new();
    for path in paths {
        before.push(count(path).await);
    }
    let mut buyer = app.buyer().await;
    for n in 0..6 {
        app.paid_order(&mut buyer, goods[n % 2].variant, 1).await;
    }
    for (path, before) in paths.into_iter().zip(before) {
        let after = count(path).await;
        assert_eq!(after, before, "{path}");
        let most = match path {
            "/admin/dashboard" => 10,
            "/admin/analytics" => 8,
            "/admin/analytics/products" => 3,
            _ => 1,
        };
        assert!(after <= most, "{path}: {after}");
    }
}

#[tokio::test]
async fn reports_change_nothing_but_the_log() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let events = "SELECT count(*) AS n FROM audit_events WHERE action = 'list.exported'";
    admin.get("/admin/analytics").await.done();
    assert_eq!(app.number(events).await, 0, "looking is not taking");
    admin.get("/admin/analytics/export?from=2026-01-01&until=2026-01-31").await.done();
    admin.get("/admin/analytics/report.pdf?from=2026-01-01&until=2026-01-31").await.done();
    admin.get("/admin/analytics/products/export?format=xlsx&sort=views").await.done();
    assert_eq!(app.number(events).await, 3);
    let format = "SELECT count(*) AS n FROM audit_events WHERE after ->> 'format' = 'pdf' AND after ->> 'from' = '2026-01-01'";
    assert_eq!(app.number(format).await, 1);
    admin.send(admin.request(Method::POST, "/admin/analytics")).await.problem(405, "method_not_allowed");
}
