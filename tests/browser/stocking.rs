//! The back office puts goods on the shelf: a product with pictures and variants, and categories in order.

use tests::Browser;

use crate::steps::{self, choose};

const PICTURES: &str =
    "SELECT count(*) AS n FROM product_images i JOIN products p ON p.id = i.product_id WHERE p.slug = 'ibanez-destroyer-dt520'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_is_made_published_and_seen_and_categories_are_put_in_order() {
    let (app, _) = steps::shop().await;
    let admin = app.admin().await;
    for (slug, name, place) in [("bass", "Bass", 1), ("drum", "Drum", 2)] {
        let sql = "INSERT INTO categories (id, slug, name, name_en, sort_order) VALUES (gen_random_uuid(), $1, $2, $2, $3)";
        app.sql(sql, [slug.into(), name.into(), place.into()]).await;
    }
    let files = steps::pictures(&app);
    Browser::with(&app, "stocking", async |desk| {
        desk.go("/admin/products/new").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(desk, &admin).await;
        desk.see("[data-test=image-files]").await;

        // Pictures first: they wait for the product.
        desk.see("[data-test=images]").await;
        steps::describe_product(desk, &files).await;
        desk.click("[data-test=add-spec]").await;
        desk.write("[data-pointer='/specifications/0/name'] input", "Kayu").await;
        desk.write("[data-pointer='/specifications/0/value'] input", "Basswood").await;

        // A price that is missing is told in its cell.
        desk.write("[data-test=variant]:nth-child(3) [data-test=price]", "0").await;
        desk.click("[data-test=save]").await;
        desk.see("[data-pointer='/variants/2/price'].is-invalid").await;
        desk.write("[data-test=variant]:nth-child(3) [data-test=price]", "Rp 15.200.000,00").await;
        choose(desk, "[data-test=status] select", "Dijual").await;
        desk.click("[data-test=save]").await;
        desk.arrive("the product's own address", |url| url.contains("/admin/products/0")).await;
        desk.see_count("[data-test=image]", 6).await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;

        // The third becomes the main one, and goes to the front by the keyboard.
        desk.click("[data-test=image]:nth-child(3) [data-test=make-thumbnail]").await;
        desk.see("[data-test=image]:nth-child(3).is-thumbnail").await;
        desk.keys("[data-test=image]:nth-child(3) .tile-edit__picture", &["Home"]).await;
        desk.see("[data-test=image]:nth-child(1).is-thumbnail").await;
        app.eventually("the server has the order", async || {
            app.number("SELECT count(*) AS n FROM product_images WHERE is_thumbnail AND sort_order = 0").await >= 3
        })
        .await;

        // Who leaves the page has removed what is removed, and nothing offers to undo that any more.
        desk.click("[data-test=image]:nth-child(6) [data-test=remove-image]").await;
        desk.see(".toast__act").await;
        desk.click(".rooms a[href='/admin/categories']").await;
        desk.gone(".toast__act").await;
        app.eventually("a picture is gone", async || app.number(PICTURES).await == 5).await;

        // In the shop, at once.
        desk.go("/products/ibanez-destroyer-dt520").await;
        desk.see("[data-test=add-to-cart]").await;
        desk.see_text("#main", "Basswood").await;
        desk.go("/products?q=destroyer").await;
        desk.see_text(".tile", "Destroyer").await;

        // Categories, by the keyboard: Drum before Bass, then Bass into Gitar.
        desk.go("/admin/categories").await;
        desk.keys("[data-test=category][data-slug=drum]", &["Alt", "ArrowUp"]).await;
        desk.see("[data-test=category]:nth-child(2)[data-slug=drum]").await;
        app.eventually("the shop has the order", async || {
            app.number("SELECT sort_order::bigint AS n FROM categories WHERE slug = 'drum'").await == 1
        })
        .await;
        desk.keys("[data-test=category][data-slug=drum]", &["Alt", "ArrowRight"]).await;
        desk.see("[data-test=category][data-slug=drum][aria-level='2']").await;
        app.eventually("and the new parent", async || {
            app.number("SELECT count(*) AS n FROM categories WHERE slug = 'drum' AND parent_id IS NOT NULL").await == 1
        })
        .await;
    })
    .await;
    app.assert_laws().await;
    assert_eq!(
        app.number(
            "SELECT count(*) AS n FROM variants v JOIN products p ON p.id = v.product_id WHERE p.slug = 'ibanez-destroyer-dt520'"
        )
        .await,
        4
    );
    // `,00` behind a price is no hundredfold.
    assert_eq!(app.number("SELECT count(*) AS n FROM variants WHERE price = 15200000").await, 1);
    assert_eq!(app.number("SELECT sum(s.on_hand)::bigint AS n FROM stocks s JOIN products p ON p.id = s.product_id WHERE p.slug = 'ibanez-destroyer-dt520'").await, 12);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prices_come_down_by_parts_of_a_percent() {
    let (app, _) = steps::shop().await;
    let admin = app.admin().await;
    Browser::with(&app, "pricing", async |desk| {
        steps::sign_in_to_desk(desk, &admin).await;
        desk.go("/admin/products?q=Telecaster").await;
        desk.see_count("tbody tr", 1).await;
        desk.click("tbody tr:nth-child(1) .pick input").await;
        desk.click("[data-test=bulk-price]").await;
        // What may mean anything is asked for anew.
        desk.write("[data-test=price-by]", "2,5,5").await;
        desk.click("[data-test=price-preview]").await;
        desk.see("dialog[open] [data-pointer='/price/value'].is-invalid").await;
        desk.write("[data-test=price-by]", "2,5").await;
        desk.click("[data-test=price-preview]").await;
        desk.see_text("[data-test=price-outcome]", "11.700.000").await;
    })
    .await;
}
