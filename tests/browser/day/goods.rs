//! Before noon: new goods.

use std::fmt::Write;
use std::time::Duration;

use tests::{Browser, TestApp};

use super::Shop;
use crate::steps::{self, choose};

/// So long an import may take on a busy machine.
const LONG: Duration = Duration::from_secs(150);

/// One with six pictures and four variants.
pub(super) async fn write_product(desk: &Browser, shop: &Shop) {
    let files = steps::pictures(&shop.app);
    desk.click(".rooms a[href='/admin/products']").await;
    desk.click("a[href='/admin/products/new']").await;
    steps::describe_product(desk, &files).await;
    choose(desk, "[data-test=status] select", "Dijual").await;
    desk.click("[data-test=save]").await;
    desk.arrive("the product's own address", |url| url.contains("/admin/products/0")).await;
    desk.see_count("[data-test=image]", 6).await;
    desk.see_text(".save-bar__state", "Semua tersimpan").await;
    let variants = "SELECT count(*) AS n FROM variants v JOIN products p ON p.id = v.product_id WHERE p.name = 'Destroyer DT520'";
    assert_eq!(shop.app.number(variants).await, 4);
}

async fn cables(app: &TestApp) -> i64 {
    app.number("SELECT count(*) AS n FROM products WHERE brand = 'Kabelindo'").await
}

/// A file of ten thousand: read and told, and nothing is written. Drafts, so that the lists of the
/// afternoon are about guitars.
pub(super) async fn try_import(desk: &Browser, shop: &Shop) {
    let mut csv = "sku;name;brand;category;status;price;weight_g;length_cm;width_cm;height_cm\n".to_owned();
    for number in 0..10_000 {
        writeln!(csv, "KBL-{number:05};Kabel {number:05};Kabelindo;Gitar;draft;{};300;25;25;5", 90_000 + number).expect("text");
    }
    let file = steps::file(&shop.app, "kabel.csv", csv);
    desk.click(".rooms a[href='/admin/products']").await;
    desk.click("a[href='/admin/products/import']").await;
    desk.attach("[data-test=csv-file]", &[file]).await;
    desk.arrive("the import", |url| url.contains("/admin/products/import?id=")).await;
    desk.see_within(LONG, "[data-test=import][data-status=checked]").await;
    desk.see_text("[data-test=created]", "10.000").await;
    assert_eq!(cables(&shop.app).await, 0, "a dry run");
}

pub(super) async fn apply_import(desk: &Browser, shop: &Shop) {
    desk.click("[data-test=apply-import]").await;
    desk.see_within(LONG, "[data-test=import][data-status=applied]").await;
    desk.see_text("[data-test=created]", "10.000").await;
    assert_eq!(cables(&shop.app).await, 10_000);
}

/// By the keyboard: Drum before Bass.
pub(super) async fn move_category(desk: &Browser, shop: &Shop) {
    desk.click(".rooms a[href='/admin/categories']").await;
    desk.see_count("[data-test=category]", 3).await;
    desk.keys("[data-test=category][data-slug=drum]", &["Alt", "ArrowUp"]).await;
    desk.see("[data-test=category]:nth-child(2)[data-slug=drum]").await;
    shop.app
        .eventually("the shop has the order", async || {
            shop.app.number("SELECT sort_order::bigint AS n FROM categories WHERE slug = 'drum'").await == 1
        })
        .await;
}
