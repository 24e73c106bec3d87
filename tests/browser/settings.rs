//! What the shop is set to: keys that are masked and tried, what a courier costs, the mail server.

use sandbox::{Config, StripeConfig};
use serde_json::json;
use shared::checkout::CheckoutQuote;
use shared::ids::AddressId;
use shared::integrations::{ApiKey, NewApiKey};
use shared::permission::Permission;
use tests::{Browser, Caller, SmtpSink, TestApp, districts, web_dir};

use crate::steps::{self, choose};

const KEY: &str = "sk_test_toko_yang_dipakai_4242";
const WEBHOOK: &str = "whsec_toko_yang_dipakai_9999";

/// Opens a page of the settings, by way of signing in.
async fn open(desk: &Browser, admin: &Caller, page: &str) {
    desk.go(&format!("/admin/settings/{page}")).await;
    desk.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
    steps::sign_in(desk, admin).await;
    desk.see("[data-test=save]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payment_keys_are_masked_and_tried() {
    let stripe = StripeConfig { secret_key: KEY.to_owned(), webhook_secret: WEBHOOK.to_owned(), ..StripeConfig::default() };
    let web = web_dir();
    // The sandbox knows the keys; the configuration does not.
    let without = [("web_dir", web.as_str()), ("stripe_secret_key", ""), ("stripe_webhook_secret", "")];
    let app = TestApp::with_sandbox(&without, Config { stripe, ..Config::default() }).await;
    let admin = app.admin().await;
    let stripe = |css: &str| format!("[data-test=provider-stripe] {css}");
    let hint = stripe("[data-pointer='/keys/secret_key'] .field__hint");
    Browser::with(&app, "payment-keys", async |desk| {
        open(desk, &admin, "payments").await;
        desk.see_text(&hint, "Belum ada").await;
        desk.click(&stripe("[data-test=test-provider]")).await;
        desk.see(&stripe("[data-test=test-outcome] [data-ok=false]")).await;
        desk.see(&stripe("[data-why=keys_missing]")).await;

        // Keys that the provider does not know: it is not offered, and the page says why.
        desk.write(&stripe("[data-pointer='/keys/secret_key']"), "sk_test_bukan_punya_kita").await;
        desk.write(&stripe("[data-pointer='/keys/webhook_secret']"), WEBHOOK).await;
        desk.click(&stripe("[data-test=save]")).await;
        desk.see_text(&stripe("[data-why=keys_refused]"), "HTTP 401").await;

        desk.write(&stripe("[data-pointer='/keys/secret_key']"), KEY).await;
        desk.write(&stripe("[data-pointer='/keys/webhook_secret']"), WEBHOOK).await;
        desk.click(&stripe("[data-test=save]")).await;
        desk.see_text(&hint, "Tersimpan di sini").await;
        desk.see_text(&hint, "••••4242").await;
        desk.see_text(&stripe(".save-bar__state"), "Semua tersimpan").await;
        desk.gone(&stripe("[data-test=not-offered]")).await;
        desk.click(&stripe("[data-test=test-provider]")).await;
        desk.see(&stripe("[data-test=test-outcome] [data-ok=true]")).await;

        // Not even after a reload is there more of them than their ends.
        desk.reload().await;
        desk.see_text(&hint, "••••4242").await;
        let script = "arguments[0](document.documentElement.outerHTML
            + [...document.querySelectorAll('input')].map(input => input.value).join(' '))";
        assert!(!desk.ask::<String>(script).await.contains("toko_yang_dipakai"), "a key is in the page");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_changed_on_its_page() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let admin = app.admin().await;
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 600, "expires_at": null });
    let made: NewApiKey = admin.post("/admin/api-keys", ask).await.ok();
    let page = format!("api-keys/{}", made.key.id);
    Browser::with(&app, "api-key", async |desk| {
        open(desk, &admin, &page).await;
        desk.write("[data-pointer='/name']", "Gudang").await;
        desk.click("[data-word='catalog.read']").await;
        desk.write("[data-pointer='/requests_per_minute']", "60").await;
        choose(desk, "[data-pointer='/expires_at'] select", "30 hari").await;
        // Signed in for long, one gives the password again.
        app.sql("UPDATE sessions SET created_at = created_at - interval '1 hour'", []).await;
        desk.click("[data-test=save]").await;
        desk.write("[data-test=confirm-password]", admin.password()).await;
        desk.click("[data-test=confirm-password-go]").await;
        desk.see_text("[data-test=key-shown]", "Gudang").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
    })
    .await;
    let key: ApiKey = admin.get(&format!("/admin/api-keys/{}", made.key.id)).await.ok();
    assert_eq!(key.details.scopes, [Permission::CatalogRead, Permission::OrdersRead]);
    assert_eq!((key.details.name.as_str(), key.details.requests_per_minute), ("Gudang", 60));
    let left = key.details.expires_at.unwrap() - app.ctx.clock.now();
    assert!((29..=30).contains(&left.num_days()), "{left}");
}

/// What each service asks a buyer for what is in the cart.
async fn prices(buyer: &Caller, address: AddressId) -> Vec<(String, i64)> {
    let quote: CheckoutQuote = buyer.post("/checkout/quotes", json!({ "address_id": address })).await.ok();
    quote.options.into_iter().map(|option| (option.quote.code, option.quote.price.0)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_courier_becomes_dearer_and_another_is_switched_off() {
    let (app, goods) = steps::shop().await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    buyer.add_to_cart(goods[0].variant, 1).await;
    let address = buyer.add_address(districts::JAKARTA).await;
    let price = |prices: &[(String, i64)], code: &str| prices.iter().find(|(known, _)| known == code).map(|(_, price)| *price);
    let before = prices(&buyer, address).await;
    assert_eq!(before.len(), 2, "{before:?}");
    Browser::with(&app, "couriers", async |desk| {
        open(desk, &admin, "shipping").await;
        desk.see_count("[data-test=service]", 2).await;
        // In the order of their codes: REG, then YES.
        let code = "arguments[0](document.querySelector(\"[data-pointer='/services/0/code'] input\").value)";
        assert_eq!(desk.ask::<String>(code).await, "REG");
        desk.click("[data-test=service]:has([data-pointer='/services/0/code']) [data-test=service-open]").await;
        desk.write("[data-pointer='/services/0/base_price']", "7500").await;
        desk.click("[data-test=service]:has([data-pointer='/services/1/code']) .check input").await;
        desk.click("[data-test=add-service]").await;
        for (field, text) in [("courier", "Ojek"), ("code", "MOTOR"), ("name", "Ojek motor")] {
            desk.write(&format!("[data-pointer='/services/2/{field}']"), text).await;
        }
        desk.click("[data-test=save]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        // What was new has got an id, and stays unfolded.
        desk.see("[data-pointer='/services/2/name']").await;
    })
    .await;
    let after = prices(&buyer, address).await;
    assert_eq!(
        (price(&after, "REG"), price(&after, "YES")),
        (price(&before, "REG").map(|price| price + 2_500), None),
        "{after:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_is_set_and_tried() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let sink = SmtpSink::start().await.expect("a mail server");
    let address = sink.address();
    let (host, port) = address.split_once(':').expect("host and port");
    let admin = app.admin().await;
    Browser::with(&app, "mail-server", async |desk| {
        open(desk, &admin, "email").await;
        desk.see_text("[data-test=email-source]", "Belum ada server email").await;
        desk.click("[data-pointer='/active'] input").await;
        desk.write("[data-pointer='/host']", host).await;
        desk.write("[data-pointer='/port']", port).await;
        choose(desk, "[data-pointer='/security'] select", "Tanpa enkripsi (hanya server lokal)").await;
        desk.write("[data-pointer='/from_name']", "Toko Ganti").await;
        desk.write("[data-pointer='/from_address']", "toko@ganti.example").await;
        desk.click("[data-test=save]").await;
        desk.see_text("[data-test=email-source]", "Toko Ganti").await;

        desk.write("[data-pointer='/to']", "coba@example.com").await;
        desk.click("[data-test=test-email]").await;
        desk.see("[data-test=test-outcome] [data-ok=true]").await;
        desk.see_text("[data-test=test-outcome]", "250").await;
    })
    .await;
    let received = sink.received();
    assert!(received.iter().any(|mail| mail.to == ["coba@example.com"] && mail.from == "toko@ganti.example"), "{received:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colour_is_overwritten_by_nobody_who_has_not_seen_it() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let admin = app.admin().await;
    let files = steps::pictures(&app);
    let accent = async || admin.get("/admin/store/brand").await.json()["details"]["accent"].clone();
    Browser::with(&app, "brand", async |desk| {
        open(desk, &admin, "store").await;
        desk.see("[data-test=brand]").await;
        admin.put_at("/admin/store/brand", 1, json!({ "accent": "#1d4ed8" })).await.done();
        // The logo is refused, and the page knows how things stand; the colour does not pass for seen by that.
        desk.attach("[data-test=picture-file]", &files[..1]).await;
        desk.see("[data-test=brand] .field__error").await;
        desk.write("[data-test=brand] [data-pointer='/accent']", "#facc15").await;
        desk.click("[data-test=brand-save]").await;
        desk.see("[data-test=conflict]").await;
        assert_eq!(accent().await, "#1d4ed8");
        desk.click("[data-test=conflict-mine]").await;
        app.eventually("it is saved", async || accent().await == "#facc15").await;

        // A logo of one's own is no conflict.
        desk.attach("[data-test=picture-file]", &files[..1]).await;
        desk.see("[data-test=picture-remove]").await;
        desk.write("[data-test=brand] [data-pointer='/accent']", "#16a34a").await;
        desk.click("[data-test=brand-save]").await;
        app.eventually("it is saved at once", async || accent().await == "#16a34a").await;
    })
    .await;
}
