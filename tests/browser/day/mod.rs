//! A day at the shop: what an admin does from the first order to the audit log, in one browser.

mod figures;
mod goods;
mod orders;
mod stock;
mod team;

use serde_json::json;
use shared::orders::Order;
use tests::{Authenticator, Browser, Caller, Goods, TestApp};

use crate::steps;

/// What there is when the day begins.
struct Shop {
    app: TestApp,
    /// An Ibanez in black, and in red: four of each.
    goods: Vec<Goods>,
    admin: Caller,
    /// The phone with the admin's codes.
    phone: Authenticator,
    staff: Caller,
    /// Three paid orders of one piece each.
    to_ship: Vec<Order>,
    /// A paid order of two pieces, one of which is refunded.
    to_refund: Order,
}

impl Shop {
    async fn open() -> Self {
        let (app, goods) = steps::shop().await;
        for (slug, name, place) in [("bass", "Bass", 1), ("drum", "Drum", 2)] {
            let sql = "INSERT INTO categories (id, slug, name, name_en, sort_order) VALUES (gen_random_uuid(), $1, $2, $2, $3)";
            app.sql(sql, [slug.into(), name.into(), place.into()]).await;
        }
        let (admin, staff) = (app.admin().await, app.staff().await);
        let supplier = steps::supplier(&admin).await;
        app.sql("UPDATE products SET supplier_id = $1 WHERE id = $2", [supplier.id.0.into(), goods[0].product.0.into()]).await;
        let (black, red) = (goods[0].variant, goods[1].variant);
        for variant in [black, red] {
            let terms = json!({ "supplier_sku": "", "cost": 9_000_000, "lead_time_days": 7, "minimum_quantity": 1 });
            admin.put(&format!("/admin/suppliers/{}/products/{variant}", supplier.id), terms).await.done();
        }

        let mut buyer = app.buyer().await;
        let mut to_ship = Vec::new();
        for variant in [black, red, red] {
            to_ship.push(steps::paid(&app, &mut buyer, variant, 1).await);
        }
        let to_refund = steps::paid(&app, &mut buyer, black, 2).await;
        // Nobody has paid this one yet.
        buyer.order(red, 1).await;

        let (phone, _) = Authenticator::turn_on(&app, &admin).await;
        Self { app, goods, admin, phone, staff, to_ship, to_refund }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_at_the_shop() {
    let shop = Shop::open().await;
    Browser::with(&shop.app, "day", async |desk| {
        part("signs in with a code of the phone", sign_in(desk, &shop)).await;

        part("finds the new orders", orders::find(desk)).await;
        part("prints their labels", orders::print_labels(desk, &shop)).await;
        part("ships three by a file", orders::ship(desk, &shop)).await;
        part("refunds one piece", orders::refund(desk, &shop)).await;

        part("writes a product", goods::write_product(desk, &shop)).await;
        part("tries ten thousand products", goods::try_import(desk, &shop)).await;
        part("takes them in", goods::apply_import(desk, &shop)).await;
        part("puts categories in order", goods::move_category(desk, &shop)).await;

        part("sees what runs short", stock::see_low(desk)).await;
        part("orders from the supplier", stock::order(desk, &shop)).await;
        part("receives less than ordered", stock::receive_short(desk, &shop)).await;
        part("corrects the shelf", stock::correct(desk, &shop)).await;

        part("reads the dashboard", figures::read_dashboard(desk, &shop)).await;
        part("takes the month away as a workbook", figures::save_workbook(desk, &shop)).await;
        part("takes the month away on paper", figures::save_report(desk, &shop)).await;

        part("takes a page from the staff", team::take_a_page_away(desk, &shop)).await;
        part("reads all of it in the log", team::read_the_log(desk, &shop)).await;
    })
    .await;
    shop.app.assert_laws().await;
}

/// Says which part of the day begins: the last one said is the one that went wrong.
async fn part(what: &str, work: impl Future<Output = ()>) {
    eprintln!("the admin {what}");
    work.await;
}

async fn sign_in(desk: &Browser, shop: &Shop) {
    desk.go("/admin/sign-in").await;
    steps::sign_in(desk, &shop.admin).await;
    steps::second_step(desk, &shop.phone.next(&shop.app)).await;
    desk.arrive("the back office", |url| url.ends_with("/admin")).await;
}
