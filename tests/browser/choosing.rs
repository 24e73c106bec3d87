//! Choosing a guitar: the right one, looked at closely, and what it costs to have it brought.

use shared::catalog::{Product, ProductList};
use tests::{Browser, Shelf, TestApp, districts};

use crate::steps;

/// The button that goes closer.
const CLOSER: &str = ".lightbox__tools button:first-of-type";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_filters_for_left_handed_guitars_gets_a_left_handed_one() {
    let app = steps::open(&[]).await;
    let shelf = Shelf::new(&app).await;
    shelf.handed("Ibanez", "RG550", 15_500_000, &[("Merah", "Kanan", 5), ("Hitam", "Kiri (kidal)", 5)]).await;
    shelf.handed("Fender", "Telecaster", 12_000_000, &[("Putih", "Kanan", 5)]).await;
    let guest = app.guest();
    app.eventually("they are listed", async || guest.get("/products").await.ok::<ProductList>().total == 2).await;
    Browser::with(&app, "left-handed", async |browser| {
        browser.go("/products").await;
        browser.see_count("[data-test=product-card]", 2).await;
        browser.click("[data-test='facet-Tangan-Kiri (kidal)']").await;
        browser.see_count("[data-test=product-card]", 1).await;
        // A tile that stays while the list is filtered leads there, too.
        browser.click("[data-test=product-card] h3 a").await;
        browser.arrive("the product", |url| url.contains("/products/ibanez-rg550?option=Tangan%3DKiri")).await;
        browser.see_text(".picks__title", "Kiri (kidal)").await;
        browser.click("[data-test=add-to-cart]").await;
        browser.see("[data-test=cart-line][data-sku='RG550-HITAM-KIRI-(KIDAL)']").await;
        browser.strike("Escape").await;
        browser.gone("[data-test=cart-line]").await;

        // What is chosen on the page has the word from then on.
        browser.click("[data-test=option-Tangan-Kanan]").await;
        browser.arrive("another variant", |url| url.contains("variant=RG550-MERAH-KANAN")).await;
        browser.reload().await;
        browser.see_text(".picks__title", "Kanan").await;

        // Without a filter it is the first that can be bought.
        browser.go("/products").await;
        browser.click("[data-test=product-card] h3 a >> RG550").await;
        browser.arrive("the product", |url| url.ends_with("/products/ibanez-rg550")).await;
        browser.see_text(".picks__title", "Kanan").await;
    })
    .await;
}

/// Waits until the gallery shows this picture and says so.
async fn shows(app: &TestApp, browser: &Browser, picture: i64) {
    let script = "const row = document.querySelector('.gallery__row'), thumbs = [...document.querySelectorAll('.gallery__thumb')];
        arguments[0]([Math.round(row.scrollLeft * 100 / row.clientWidth), thumbs.findIndex(thumb => thumb.hasAttribute('aria-current'))])";
    let what = format!("picture {picture}");
    app.eventually(&what, async || browser.ask::<(i64, i64)>(script).await == (picture * 100, picture)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_walked_through_and_looked_at_closely_by_the_keyboard() {
    let app = steps::open(&[]).await;
    let shelf = Shelf::new(&app).await;
    let goods = shelf.finishes("Ibanez", "RG550", 15_500_000, 4, &["Hitam"]).await;
    shelf.picture(goods[0].product, 1).await;
    shelf.picture(goods[0].product, 2).await;
    let guest = app.guest();
    let path = "/products/ibanez-rg550";
    app.eventually("three pictures", async || {
        let answer = guest.get(path).await;
        answer.status == 200 && answer.ok::<Product>().images.len() == 3
    })
    .await;
    let pictures: Vec<String> = guest.get(path).await.ok::<Product>().images.into_iter().map(|image| image.url).collect();
    let large = |picture: usize| format!(".lightbox__floor img[src^='{}-']", pictures[picture]);
    Browser::with(&app, "gallery", async |browser| {
        browser.go(path).await;
        browser.see(".gallery__slide").await;
        let listen = "const row = document.querySelector('.gallery__row'), scroll = row.scrollTo;
            window.ways = [];
            row.scrollTo = function (options) { window.ways.push(options.behavior); scroll.call(row, options); };
            arguments[0](0)";
        let _: i32 = browser.ask(listen).await;
        browser.tab_to(".gallery__slide").await;
        shows(&app, browser, 0).await;
        browser.strike("ArrowRight").await;
        shows(&app, browser, 1).await;
        browser.strike("ArrowLeft").await;
        shows(&app, browser, 0).await;
        // Quick presses add up, though the row is still on its way.
        browser.strike("ArrowRight").await;
        browser.strike("ArrowRight").await;
        shows(&app, browser, 2).await;
        // After the last comes the first.
        browser.calm().await;
        browser.strike("ArrowRight").await;
        shows(&app, browser, 0).await;
        browser.strike("ArrowLeft").await;
        shows(&app, browser, 2).await;
        let ways: Vec<String> = browser.ask("arguments[0](window.ways)").await;
        assert_eq!(
            ways,
            ["smooth", "smooth", "smooth", "smooth", "instant", "instant"],
            "it slides but for those who have asked for less motion"
        );

        browser.strike("Enter").await;
        browser.see(&large(2)).await;
        browser.focused("dialog.lightbox").await;
        browser.strike("ArrowRight").await;
        browser.see(&large(0)).await;
        browser.strike("ArrowRight").await;
        browser.see(&large(1)).await;
        if !browser.is_focused(CLOSER).await {
            browser.tab_to(CLOSER).await;
        }
        browser.strike("Enter").await;
        browser.see(".lightbox__floor.is-close").await;
        browser.strike("Enter").await;
        browser.see(".lightbox__floor:not(.is-close)").await;
        // The same by the pointer: to where it is pressed.
        browser.click(".lightbox__floor").await;
        browser.see(".lightbox__floor.is-close").await;

        browser.strike("Escape").await;
        browser.gone(".lightbox__floor").await;
        browser.focused(".gallery__slide").await;
        // The page goes on where the large pictures were left.
        shows(&app, browser, 1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shipping_to_ones_default_address_is_known() {
    let app = steps::open(&[]).await;
    Shelf::new(&app).await.handed("Ibanez", "RG550", 15_500_000, &[("Hitam", "Kanan", 4), ("Merah", "Kanan", 2)]).await;
    let path = "/products/ibanez-rg550";
    app.eventually("the guitar is there", async || app.guest().get(path).await.status == 200).await;
    let buyer = app.buyer().await;
    buyer.add_address(districts::JAKARTA).await;
    Browser::with(&app, "estimate", async |browser| {
        // A guest is asked.
        browser.go(path).await;
        browser.see(".ship__pick").await;

        browser.go("/sign-in").await;
        steps::sign_in(browser, &buyer).await;
        browser.arrive("the shop", |url| !url.contains("/sign-in")).await;
        browser.go(path).await;
        browser.see_text(".ship__head", "Jakarta Selatan").await;
        browser.see("[data-test=shipping-from]").await;
        browser.gone(".ship__pick").await;
        // Another address is the default now, and the estimate is for that one.
        app.sql("UPDATE addresses SET district_code = $1", [districts::BANDUNG.into()]).await;
        browser.reload().await;
        browser.see_text(".ship__head", "Bandung").await;
        browser.see("[data-test=shipping-from]").await;

        // Of the other finish there are two: no more are sent, whatever was wished before.
        let one = weight(browser).await;
        want(browser, "2").await;
        app.eventually("two are heavier", async || grown(&one, &weight(browser).await)).await;
        let two = weight(browser).await;
        want(browser, "4").await;
        app.eventually("four are heavier", async || grown(&two, &weight(browser).await)).await;
        browser.click("[data-test=option-Warna-Merah]").await;
        app.eventually("two are sent", async || weight(browser).await == two).await;
    })
    .await;
}

/// Whether another weight is said by now.
fn grown(before: &str, now: &str) -> bool {
    !now.is_empty() && now != before
}

/// Says how many pieces are wanted.
async fn want(browser: &Browser, pieces: &str) {
    browser.write("[data-test=quantity]", pieces).await;
    browser.strike("Tab").await;
}

/// The weight that the estimate is for, in words.
async fn weight(browser: &Browser) -> String {
    browser.ask("const line = document.querySelector('.ship__quotes p'); arguments[0](line ? line.textContent : '')").await
}
