//! What the journeys have in common.

use image::ImageFormat;
use serde_json::json;
use shared::ids::VariantId;
use shared::inventory::StaffSupplier;
use shared::orders::{Order, OrderStatus};
use shared::payments::Payment;
use tests::pictures::{encoded, flag};
use tests::{Browser, Caller, Goods, Shelf, TestApp, districts, web_dir};

/// A shop with its web app and its jobs, and guitars on the shelf: an Ibanez in two finishes (the
/// goods returned), an Ibanez and a Fender in one.
pub async fn shop() -> (TestApp, Vec<Goods>) {
    shop_with(&[]).await
}

/// A shop with its web app and its jobs, and nothing on the shelf.
pub async fn open(settings: &[(&str, &str)]) -> TestApp {
    let web = web_dir();
    let mut all = vec![("web_dir", web.as_str())];
    all.extend_from_slice(settings);
    let mut app = TestApp::with(&all).await;
    app.work().await;
    app
}

/// [`shop`] with settings changed.
pub async fn shop_with(settings: &[(&str, &str)]) -> (TestApp, Vec<Goods>) {
    let app = open(settings).await;
    let shelf = Shelf::new(&app).await;
    let wanted = shelf.finishes("Ibanez", "RG550", 15_500_000, 4, &["Hitam", "Merah"]).await;
    shelf.finishes("Ibanez", "SR300", 5_900_000, 4, &["Hitam"]).await;
    shelf.finishes("Fender", "Telecaster", 12_000_000, 4, &["Putih"]).await;
    let guest = app.guest();
    app.eventually("the goods are listed", async || guest.get("/products").await.ok::<shared::catalog::ProductList>().total == 3)
        .await;
    (app, wanted)
}

/// Signs in by the form on the page.
pub async fn sign_in(browser: &Browser, who: &Caller) {
    browser.write("[data-test=sign-in-login]", who.email()).await;
    browser.write("[data-test=sign-in-password]", who.password()).await;
    browser.click("[data-test=sign-in-submit]").await;
}

/// Goes to another page of the app that is there, without loading anything anew.
pub async fn move_to(browser: &Browser, path: &str) {
    let script =
        format!("history.pushState(null, '', {path:?}); window.dispatchEvent(new PopStateEvent('popstate')); arguments[0](true)");
    assert!(browser.ask::<bool>(&script).await);
}

/// From now on the shop hears what it is asked, but so many of its answers to what ends like this do not arrive.
pub async fn lose_answers(browser: &Browser, path: &str, times: u32) {
    let script = format!(
        "const [done] = arguments, ask = window.fetch;
         let left = {times};
         window.fetch = async (...asked) => {{
             const answer = await ask(...asked);
             if (left > 0 && String(asked[0].url || asked[0]).endsWith({path:?})) {{
                 left -= 1;
                 throw new TypeError('lost');
             }}
             return answer;
         }};
         done(true);"
    );
    assert!(browser.ask::<bool>(&script).await);
}

/// After the password: a code of the phone, or one of those kept for when it is gone.
pub async fn second_step(browser: &Browser, code: &str) {
    browser.write("[data-test=second-step] [data-pointer='/code']", code).await;
    browser.click("[data-test=second-step-submit]").await;
}

/// Signs in to the back office.
pub async fn sign_in_to_desk(desk: &Browser, staff: &Caller) {
    desk.go("/admin/sign-in").await;
    sign_in(desk, staff).await;
    desk.arrive("the back office", |url| url.ends_with("/admin")).await;
}

/// An order that was paid over the API.
pub async fn paid(app: &TestApp, buyer: &mut Caller, variant: VariantId, quantity: i32) -> Order {
    let order = buyer.order(variant, quantity).await;
    let payment: Payment = buyer.try_to_pay(&order, "stripe").await.ok();
    app.sandbox.stripe().pay(&tests::page(&payment)).expect("a payment");
    app.eventually("it is paid", async || buyer.read(&order).await.status == OrderStatus::Paid).await;
    buyer.read(&order).await
}

/// Somebody who delivers guitars within a week.
pub async fn supplier(admin: &Caller) -> StaffSupplier {
    let details = json!({
        "name": "Laras Dawai", "company": "PT Laras Dawai", "contact_person": "Hendra Gunawan",
        "email": "order@laras.example.com", "phone": "0821-1555-8035", "address": "Jl Braga No 1, Bandung", "notes": "",
        "lead_time_days": 7, "active": true,
    });
    admin.post("/admin/suppliers", details).await.ok()
}

/// A buyer with an address and one piece in the cart, at the checkout of a browser.
pub async fn at_checkout(browser: &Browser, app: &TestApp, goods: Goods) -> Caller {
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(goods.variant, 1).await;
    buyer.add_address(districts::JAKARTA).await;
    browser.go("/checkout").await;
    browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
    sign_in(browser, &buyer).await;
    browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
    buyer
}

/// Fills in the form of an address, up to its button.
pub async fn write_address(browser: &Browser, street: &str) {
    browser.write("[data-test=address-recipient]", "Sari Dewi").await;
    browser.write("[data-test=address-phone]", "0821-1555-8035").await;
    browser.write("[data-test=address-street]", street).await;
    browser.pick("[data-test=address-province]", "jakarta", "DKI Jakarta").await;
    browser.pick("[data-test=address-regency]", "selatan", "Kota Administrasi Jakarta Selatan").await;
    browser.pick("[data-test=address-district]", "teb", "Tebet").await;
    browser.write("[data-test=address-postal]", "12810").await;
}

/// From the checkout with a known address: the cheapest courier, this provider, and on to its page.
pub async fn order(browser: &Browser, provider: &str) {
    browser.see("[data-test=shipping-option]").await;
    browser.click("[data-test=shipping-option]").await;
    browser.click(&format!("[data-test=pay-{provider}]")).await;
    browser.click("[data-test=place-order]").await;
    pay_page(browser, provider).await;
}

/// Waits for the provider's page.
pub async fn pay_page(browser: &Browser, provider: &str) {
    browser.arrive("the payment page", |url| url.contains(&format!("/{provider}/pay/"))).await;
    browser.see("#amount").await;
}

/// Back from the provider: the order's page shows this status; its number is returned.
pub async fn back_at_order(browser: &Browser, status: &str) -> String {
    browser.arrive("the order's page", |url| url.contains("/orders/")).await;
    browser.see(&format!("[data-test=order-status][data-status={status}]")).await;
    let number = browser.text("[data-test=order-number]").await;
    assert!(browser.address().await.contains(&format!("/orders/{number}")));
    number
}

/// Opens an email in the demo's mailbox and checks that it speaks of the order.
pub async fn read_mail(browser: &Browser, app: &TestApp, to: &str, template: &str, order: &str) {
    let written = format!("SELECT count(*) AS n FROM email_messages WHERE recipient = '{to}' AND template = '{template}'");
    app.eventually("the mail is written", async || app.number(&written).await == 1).await;
    browser.go(&format!("/dev/mail?to={to}")).await;
    browser.click(&format!("[data-template={template}] a")).await;
    let text = browser.text("#mail-text").await;
    assert!(text.contains(order), "{text}");
}

/// Opens the latest email of a kind in the demo's mailbox and gives the link of its text that leads to `path`.
pub async fn link_in_mail(browser: &Browser, app: &TestApp, to: &str, template: &str, path: &str) -> String {
    app.eventually("the email is written", async || {
        let sql = format!("SELECT count(*) AS n FROM email_messages WHERE template = '{template}' AND recipient = '{to}'");
        app.number(&sql).await > 0
    })
    .await;
    browser.go(&format!("/dev/mail?to={to}")).await;
    browser.click(&format!("[data-template={template}] a")).await;
    let text = browser.text("pre").await;
    let link = text.split_whitespace().find(|word| word.contains(path)).expect("a link in the email");
    link.strip_prefix(app.url()).expect("a link to this shop").to_owned()
}

/// Chooses in a select, as a person does, by what it is called.
pub async fn choose(desk: &Browser, css: &str, label: &str) {
    desk.see(css).await;
    let script = format!(
        "const select = document.querySelector({css:?}), done = arguments[0];
         const option = [...select.options].find(option => option.label.trim() === {label:?});
         if (option) {{ select.value = option.value; select.dispatchEvent(new Event('change', {{ bubbles: true }})); }}
         done(!!option)"
    );
    assert!(desk.ask::<bool>(&script).await, "{label} in {css}");
}

/// A file for a browser to choose.
pub fn file(app: &TestApp, name: &str, content: impl AsRef<[u8]>) -> String {
    let place = app.ctx.config.files_dir.join("for the browser");
    std::fs::create_dir_all(&place).expect("a directory");
    let path = place.join(name);
    std::fs::write(&path, content).expect("a file");
    path.display().to_string()
}

/// Six pictures as files.
pub fn pictures(app: &TestApp) -> Vec<String> {
    let picture =
        |number: u8| file(app, &format!("gitar {number}.jpg"), encoded(&flag(900, 900, number * 30), ImageFormat::Jpeg));
    (0..6).map(picture).collect()
}

/// Describes a product that is not there yet: its pictures, which wait for it, what it is, and one option with four values,
/// which make four variants, filled from the first row.
pub async fn describe_product(desk: &Browser, pictures: &[String]) {
    desk.attach("[data-test=image-files]", pictures).await;
    desk.see_count("[data-test=upload]", 6).await;
    desk.write("[data-pointer='/name']", "Destroyer DT520").await;
    desk.write("[data-pointer='/brand']", "Ibanez").await;
    desk.write("[data-pointer='/model']", "DT520").await;
    desk.write("[data-pointer='/description']", "Bodi V yang galak, leher yang ramah.").await;
    choose(desk, "[data-test=category] select", "Gitar").await;
    desk.click("[data-test=add-option]").await;
    desk.write("[data-test=option-name]", "Warna").await;
    for finish in ["Hitam", "Merah", "Putih", "Biru"] {
        desk.write("[data-test=option-value]", finish).await;
        desk.enter("[data-test=option-value]").await;
        desk.see_text(".value", finish).await;
    }
    desk.see_count("[data-test=variant]", 4).await;
    for (cell, value) in [
        ("price", "14500000"),
        ("initial_stock", "3"),
        ("weight_g", "3600"),
        ("length_cm", "110"),
        ("width_cm", "45"),
        ("height_cm", "12"),
    ] {
        desk.write(&format!("[data-test=variant]:first-child [data-test={cell}]"), value).await;
        desk.click(&format!("[data-test=fill-{cell}]")).await;
    }
}

/// The figures of an amount, in whatever language it is written.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
