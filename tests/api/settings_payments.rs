//! I3 and D7: payment providers as staff set them.

use api::jobs::Job;
use chrono::TimeDelta;
use sandbox::{Answer as Wire, ApiFault, Config, Provider, StripeConfig, Trouble};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::orders::OrderEventKind;
use shared::page::Page;
use shared::payments::{Payment, PaymentMethod};
use shared::settings::{NotOffered, PaymentProviderSettings, SettingSource, TestResult};
use tests::{Answer, Caller, Shelf, TestApp};

const KEY: &str = "sk_test_toko_yang_dipakai_4242";
const WEBHOOK: &str = "whsec_toko_yang_dipakai_9999";

/// A shop without keys in its configuration, and a sandbox that knows the ones that are set.
async fn bare() -> TestApp {
    let stripe = StripeConfig { secret_key: KEY.to_owned(), webhook_secret: WEBHOOK.to_owned(), ..StripeConfig::default() };
    let none = [("stripe_secret_key", ""), ("stripe_webhook_secret", ""), ("midtrans_server_key", "")];
    TestApp::with_sandbox(&none, Config { stripe, ..Config::default() }).await
}

async fn read(admin: &Caller, provider: &str) -> PaymentProviderSettings {
    let all: Vec<PaymentProviderSettings> = admin.get("/admin/settings/payments").await.ok();
    all.into_iter().find(|settings| settings.provider.as_str() == provider).unwrap()
}

async fn save(admin: &Caller, provider: &str, change: Value) -> Answer {
    let now = read(admin, provider).await;
    let mut details = serde_json::to_value(&now.details).unwrap();
    for (name, value) in change.as_object().unwrap() {
        details[name] = value.clone();
    }
    admin.put_at(&format!("/admin/settings/payments/{provider}"), now.revision, details).await
}

#[tokio::test]
async fn keys_go_in_work_at_once_and_never_come_out() {
    let app = bare().await;
    let admin = app.admin().await;
    let mut buyer = app.buyer().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let order = buyer.order(guitar.variant, 1).await;
    buyer.try_to_pay(&order, "stripe").await.problem(409, "payment_unavailable");
    let before = read(&admin, "stripe").await;
    assert_eq!((before.revision, before.offered, before.keys[0].source), (0, false, SettingSource::Nowhere));
    let tested: TestResult = admin.post("/admin/settings/payments/stripe/test", Value::Null).await.ok();
    assert_eq!((tested.ok, tested.answer.as_str()), (false, "no keys"));

    let keys = json!({ "secret_key": KEY, "webhook_secret": WEBHOOK });
    let saved: PaymentProviderSettings = save(&admin, "stripe", json!({ "keys": keys })).await.ok();
    assert_eq!((saved.revision, saved.offered), (1, true));
    assert_eq!((saved.keys[0].source, saved.keys[0].ends_with.as_deref()), (SettingSource::Settings, Some("4242")));
    let tested: TestResult = admin.post("/admin/settings/payments/stripe/test", Value::Null).await.ok();
    assert!(tested.ok && tested.answer == "sandbox", "{tested:?}");
    let payment: Payment = buyer.try_to_pay(&order, "stripe").await.ok();
    app.sandbox.stripe().pay(&tests::page(&payment)).unwrap();
    app.settle().await;
    assert_eq!(buyer.read(&order).await.status.as_str(), "paid", "notifications are signed with the secret that was set");

    // Nowhere to be read.
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?subject=settings").await.ok();
    let actions: Vec<&str> = log.items.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["settings.tested", "settings.payments_updated", "settings.tested"]);
    for text in [
        serde_json::to_string(&log).unwrap(),
        admin.get("/admin/settings/payments").await.text(),
        serde_json::to_string(&saved).unwrap(),
    ] {
        assert!(!text.contains("dipakai"), "{text}");
    }
    let plain = "SELECT count(*) AS n FROM payment_configurations WHERE encode(sealed_keys, 'escape') LIKE '%dipakai%'";
    assert_eq!(app.number(plain).await, 0);
    // What is left out stays; what is forgotten is gone.
    let kept: PaymentProviderSettings = save(&admin, "stripe", json!({ "expiry_minutes": 60 })).await.ok();
    assert!(kept.offered && kept.details.expiry_minutes == 60);
    let gone: PaymentProviderSettings = save(&admin, "stripe", json!({ "forget_keys": true })).await.ok();
    assert_eq!((gone.offered, gone.keys[0].source), (false, SettingSource::Nowhere));
}

#[tokio::test]
async fn orders_expire_also_when_their_keys_were_forgotten() {
    let app = bare().await;
    let (mut admin, mut buyer) = (app.admin().await, app.buyer().await);
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let keys = json!({ "keys": { "server_key": Config::default().midtrans.server_key } });
    save(&admin, "midtrans", keys.clone()).await.done();
    let order = buyer.order(guitar.variant, 1).await;
    let payment: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    app.run_jobs().await;
    assert_eq!(read(&admin, "midtrans").await.open_payments, 1);
    assert_eq!(read(&admin, "stripe").await.open_payments, 0);
    save(&admin, "midtrans", json!({ "forget_keys": true })).await.done();

    // Nobody can call the bill off. That is tried for a while, until its job is given up.
    let held = "SELECT reserved::bigint AS n FROM stocks";
    app.ctx.clock.advance(TimeDelta::hours(25));
    let expire = api::orders::ExpireOrder { order_id: order.id };
    assert!(expire.run(&app.ctx).await.is_err());
    assert_eq!(app.number(held).await, 1);
    let given_up = "UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key LIKE 'orders.expire_order:%'";
    assert_eq!(app.sql(given_up, []).await, 1);
    app.ctx.clock.advance(TimeDelta::hours(2));
    api::orders::ExpireLate {}.run(&app.ctx).await.unwrap();
    app.run_jobs().await;
    buyer.sign_in().await;
    assert_eq!(buyer.read(&order).await.status.as_str(), "expired");
    assert_eq!(app.number(held).await, 0);
    app.assert_laws().await;

    // The page is still open. Once the keys are back its money is heard of, like any that comes late.
    admin.sign_in().await;
    save(&admin, "midtrans", keys).await.done();
    app.sandbox.midtrans().pay(&tests::page(&payment), "gopay").unwrap();
    app.settle().await;
    assert_eq!(buyer.read(&order).await.status.as_str(), "paid");
    assert_eq!(app.number(held).await, 1);
    app.assert_laws().await;
}

#[tokio::test]
async fn whoever_began_where_the_keys_were_forgotten_pays_elsewhere() {
    let app = bare().await;
    let (mut admin, mut buyer) = (app.admin().await, app.buyer().await);
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let keys = json!({ "keys": { "server_key": Config::default().midtrans.server_key } });
    save(&admin, "midtrans", keys.clone()).await.done();
    save(&admin, "stripe", json!({ "keys": { "secret_key": KEY, "webhook_secret": WEBHOOK } })).await.done();
    let order = buyer.order(guitar.variant, 1).await;
    let old: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    save(&admin, "midtrans", json!({ "forget_keys": true })).await.done();

    // Nobody can call the old bill off, and it is in nobody's way.
    let new: Payment = buyer.try_to_pay(&order, "stripe").await.ok();
    app.sandbox.stripe().pay(&tests::page(&new)).unwrap();
    // Its page is open, and the shop hears nothing of what is paid there.
    app.sandbox.trouble(Provider::Midtrans, Trouble::Drop, 100);
    app.sandbox.midtrans().pay(&tests::page(&old), "gopay").unwrap();
    app.settle().await;
    let paid = buyer.read(&order).await;
    let attempts: Vec<&str> = paid.payments.iter().map(|payment| payment.status.as_str()).collect();
    assert_eq!((paid.status.as_str(), attempts.as_slice()), ("paid", &["paid", "cancelled"][..]));
    app.ctx.clock.advance(TimeDelta::days(3));
    api::payments::Reconcile {}.run(&app.ctx).await.unwrap();

    // Once there are keys again it is asked for, however late, and goes back as one too many.
    admin.sign_in().await;
    save(&admin, "midtrans", keys).await.done();
    app.sandbox.calm(Provider::Midtrans);
    app.ctx.clock.advance(TimeDelta::minutes(20));
    api::payments::Reconcile {}.run(&app.ctx).await.unwrap();
    app.settle().await;
    buyer.sign_in().await;
    let order = buyer.read(&order).await;
    let twice = order.events.iter().filter(|event| event.kind == OrderEventKind::DoublePaymentRefunded).count();
    assert_eq!((order.status.as_str(), twice), ("paid", 1));
    assert_eq!(app.number("SELECT count(*) AS n FROM refunds WHERE reason = 'paid_twice' AND status = 'succeeded'").await, 1);
    app.assert_laws().await;
}

const WRONG: &str = "sk_test_bukan_punya_kita";

/// The providers that buyers are offered.
async fn offered(app: &TestApp) -> Vec<String> {
    let methods = app.guest().get("/payment-methods").await.json();
    methods.as_array().unwrap().iter().map(|method| method["provider"].as_str().unwrap().to_owned()).collect()
}

async fn ask_provider(admin: &Caller, provider: &str) -> TestResult {
    admin.post(&format!("/admin/settings/payments/{provider}/test"), Value::Null).await.ok()
}

#[tokio::test]
async fn wrong_keys_are_told_by_the_test() {
    let app = bare().await;
    let admin = app.admin().await;
    let keys = json!({ "secret_key": WRONG, "webhook_secret": WEBHOOK });
    save(&admin, "stripe", json!({ "keys": keys })).await.done();
    let tested = ask_provider(&admin, "stripe").await;
    assert!(!tested.ok && tested.answer.contains("401") && !tested.answer.contains("bukan_punya"), "{tested:?}");
}

#[tokio::test]
async fn keys_that_are_refused_when_they_are_saved_are_not_offered() {
    let app = bare().await;
    let admin = app.admin().await;
    assert_eq!(read(&admin, "stripe").await.not_offered, [NotOffered::KeysMissing]);
    let keys = json!({ "secret_key": WRONG, "webhook_secret": WEBHOOK });
    let saved: PaymentProviderSettings = save(&admin, "stripe", json!({ "keys": keys })).await.ok();
    assert_eq!((saved.revision, saved.offered, saved.not_offered.as_slice()), (1, false, &[NotOffered::KeysRefused][..]));
    let refused = saved.keys_refused.unwrap();
    assert_eq!(refused.status, 401);
    assert_eq!(offered(&app).await, [] as [&str; 0]);
    let mut buyer = app.buyer().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let order = buyer.order(guitar.variant, 1).await;
    buyer.try_to_pay(&order, "stripe").await.problem(409, "payment_unavailable");

    // It stands, since then, whatever else is saved, and is no change of anybody's.
    app.ctx.clock.advance(TimeDelta::minutes(1));
    assert!(!ask_provider(&admin, "stripe").await.ok);
    let saved: PaymentProviderSettings = save(&admin, "stripe", json!({ "active": false, "expiry_minutes": 60 })).await.ok();
    assert_eq!((saved.revision, saved.keys_refused), (2, Some(refused)));
    assert_eq!(saved.not_offered, [NotOffered::SwitchedOff, NotOffered::KeysRefused]);
    assert_eq!(read(&admin, "stripe").await, saved);

    let right: PaymentProviderSettings =
        save(&admin, "stripe", json!({ "active": true, "keys": { "secret_key": KEY } })).await.ok();
    assert!(right.offered && right.keys_refused.is_none() && right.not_offered.is_empty());
    assert_eq!(offered(&app).await, ["stripe"]);
    buyer.try_to_pay(&order, "stripe").await.ok::<Payment>();
}

#[tokio::test]
async fn keys_that_are_refused_when_somebody_pays_are_not_offered_until_they_are_taken() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut buyer = app.buyer().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 9).await;
    let (stripe, midtrans) = (Provider::Stripe, Provider::Midtrans);
    for (provider, name, path, status) in [
        (stripe, "stripe", "checkout/sessions", 401),
        (stripe, "stripe", "checkout/sessions", 403),
        (midtrans, "midtrans", "snap", 401),
    ] {
        let order = buyer.order(guitar.variant, 1).await;
        app.sandbox.fault(provider, ApiFault::once(path, Wire::Status(status)).posts());
        buyer.try_to_pay(&order, name).await.problem(503, "payment_unavailable");
        assert!(!offered(&app).await.contains(&name.to_owned()), "{name} {status}");
        buyer.try_to_pay(&order, name).await.problem(409, "payment_unavailable");
        let refused = read(&admin, name).await;
        assert_eq!((refused.revision, refused.not_offered.as_slice()), (0, &[NotOffered::KeysRefused][..]));
        assert_eq!(refused.keys_refused.map(|refused| refused.status), Some(i32::from(status)));
        // The configuration's keys are still its own, and the other provider is offered.
        assert_eq!(refused.keys[0].source, SettingSource::Configuration);
        assert_eq!(offered(&app).await.len(), 1);

        // A test that says nothing of the keys leaves it; one that is passed ends it.
        app.sandbox.fail_next(provider, 3, 500);
        assert!(!ask_provider(&admin, name).await.ok);
        assert!(!read(&admin, name).await.offered);
        assert!(ask_provider(&admin, name).await.ok);
        assert_eq!(offered(&app).await.len(), 2);
        buyer.try_to_pay(&order, name).await.ok::<Payment>();
    }
    app.settle().await;
    app.assert_laws().await;
}

#[tokio::test]
async fn a_provider_that_is_away_is_offered_all_the_same() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut buyer = app.buyer().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let order = buyer.order(guitar.variant, 1).await;
    for fault in [Wire::Status(500), Wire::Cut, Wire::Nonsense] {
        app.sandbox.fault(Provider::Stripe, ApiFault::once("", fault).times(100));
        assert!(!ask_provider(&admin, "stripe").await.ok, "{fault:?}");
        let answer = buyer.try_to_pay(&order, "stripe").await;
        assert_eq!(answer.status, 503, "{fault:?}: {}", answer.text());
        let saved: PaymentProviderSettings = save(&admin, "stripe", json!({ "expiry_minutes": 60 })).await.ok();
        assert!(saved.offered && saved.keys_refused.is_none(), "{fault:?}");
        app.sandbox.calm(Provider::Stripe);
    }
    assert_eq!(offered(&app).await.len(), 2);
}

#[tokio::test]
async fn every_process_knows_of_the_refusal_and_only_of_these_keys() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    app.sandbox.fail_next(Provider::Stripe, 1, 401);
    assert!(!ask_provider(&admin, "stripe").await.ok);
    assert_eq!(offered(&app).await, ["midtrans"]);
    let database = app.ctx.config.database_url.expose_secret().to_owned();
    let address = app.sandbox.stripe_url();
    let same = [("database_url", database.as_str()), ("stripe_api_base", address.as_str())];
    let other = TestApp::with(&same).await;
    assert_eq!(offered(&other).await, ["midtrans"]);
    let changed = TestApp::with(&[same[0], same[1], ("stripe_secret_key", "sk_test_kunci_yang_lain")]).await;
    assert_eq!(offered(&changed).await, ["stripe", "midtrans"]);

    // The provider takes them again, and the shop finds out by itself.
    app.sandbox.fail_next(Provider::Stripe, 1, 403);
    api::payments::TryRefusedKeys {}.run(&app.ctx).await.unwrap();
    assert_eq!(read(&admin, "stripe").await.keys_refused.map(|refused| refused.status), Some(401));
    api::payments::TryRefusedKeys {}.run(&app.ctx).await.unwrap();
    assert_eq!(offered(&app).await, ["stripe", "midtrans"]);
    let calls = app.sandbox.calls().len();
    api::payments::TryRefusedKeys {}.run(&app.ctx).await.unwrap();
    assert_eq!(app.sandbox.calls().len(), calls, "nobody is asked whose keys were not refused");
}

#[tokio::test]
async fn a_provider_is_switched_off_and_limited() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let from_configuration = read(&admin, "midtrans").await;
    assert!(from_configuration.offered && from_configuration.keys[0].source == SettingSource::Configuration);
    let offered = async || app.guest().get("/payment-methods").await.ok::<Vec<PaymentMethod>>();
    assert!(offered().await.iter().all(|method| method.methods.is_none()), "it is left to the providers");
    assert_eq!(offered().await.len(), 2);
    let off: PaymentProviderSettings = save(&admin, "midtrans", json!({ "active": false })).await.ok();
    assert_eq!(off.not_offered, [NotOffered::SwitchedOff]);
    assert_eq!(offered().await.len(), 1);
    save(&admin, "midtrans", json!({ "active": true, "methods": ["gopay", "bca_va"] })).await.done();
    let ways: Vec<_> = offered().await.into_iter().map(|method| method.methods).collect();
    assert_eq!(ways, [None, Some(vec!["gopay".to_owned(), "bca_va".to_owned()])], "buyers are told what is left");
    let mut buyer = app.buyer().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let order = buyer.order(guitar.variant, 1).await;
    let payment: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    let token = tests::page(&payment);
    assert!(app.sandbox.midtrans().pay(&token, "indomaret").is_err(), "it is not among the ways that were left");
    app.sandbox.midtrans().pay(&token, "bca_va").unwrap();
    app.settle().await;
    assert_eq!(buyer.read(&order).await.status.as_str(), "paid");
}

#[tokio::test]
async fn what_is_no_setting_is_refused() {
    let app = bare().await;
    let admin = app.admin().await;
    for (provider, change, pointer) in [
        ("stripe", json!({ "keys": { "secret_key": "pk_test_publik_1234" } }), "/keys/secret_key"),
        ("stripe", json!({ "keys": { "secret_key": KEY } }), "/keys/webhook_secret"),
        ("stripe", json!({ "sandbox": false, "keys": { "secret_key": KEY, "webhook_secret": WEBHOOK } }), "/keys/secret_key"),
        ("stripe", json!({ "keys": { "server_key": "SB-Mid-server-123" } }), "/keys/server_key"),
        ("stripe", json!({ "methods": ["gopay"] }), "/methods/0"),
        ("midtrans", json!({ "methods": [] }), "/methods"),
        ("midtrans", json!({ "minimum": -1 }), "/minimum"),
        ("midtrans", json!({ "expiry_minutes": 5 }), "/expiry_minutes"),
        ("midtrans", json!({ "keys": { "server_key": "x y" } }), "/keys/server_key"),
    ] {
        let problem = save(&admin, provider, change.clone()).await.problem(422, "invalid_fields");
        assert!(problem.errors.iter().any(|error| error.pointer == pointer), "{change}: {:?}", problem.errors);
    }
    assert_eq!(read(&admin, "stripe").await.revision, 0, "nothing of it was kept");
    save(&admin, "stripe", json!({ "minimum": 20_000 })).await.done();
    let stale = json!({ "active": true, "sandbox": true, "minimum": 1, "expiry_minutes": 60, "methods": null, "keys": {} });
    admin.put_at("/admin/settings/payments/stripe", 0, stale.clone()).await.problem(412, "stale");
    admin.put("/admin/settings/payments/stripe", stale).await.problem(428, "revision_required");
    admin.post("/admin/settings/payments/paypal/test", Value::Null).await.problem(404, "not_found");
    app.staff().await.get("/admin/settings/payments").await.problem(403, "forbidden");
}

/// As when the server's secret key is another one: what was sealed does not open. Twice brings it back.
async fn damage(app: &TestApp) {
    let sql = "UPDATE payment_configurations SET sealed_keys = set_byte(sealed_keys, 0, get_byte(sealed_keys, 0) # 1)";
    app.sql(sql, []).await;
}

#[tokio::test]
async fn keys_that_cannot_be_opened_are_kept_and_replaced_by_nothing() {
    // The configuration has keys, too.
    let stripe = StripeConfig { secret_key: KEY.to_owned(), webhook_secret: WEBHOOK.to_owned(), ..StripeConfig::default() };
    let app = TestApp::with_sandbox(&[], Config { stripe, ..Config::default() }).await;
    let admin = app.admin().await;
    let offered = async || app.guest().get("/payment-methods").await.text().contains("stripe");
    let keys = json!({ "secret_key": KEY, "webhook_secret": WEBHOOK });
    save(&admin, "stripe", json!({ "keys": keys })).await.done();
    assert!(offered().await);

    damage(&app).await;
    assert!(!offered().await, "not with the configuration's keys either");
    let read = read(&admin, "stripe").await;
    assert!(read.keys_unreadable && !read.offered);
    assert_eq!(read.not_offered, [NotOffered::KeysUnreadable]);
    assert_eq!((read.keys[0].source, read.keys[0].ends_with.as_deref()), (SettingSource::Settings, None));
    let tested: TestResult = admin.post("/admin/settings/payments/stripe/test", Value::Null).await.ok();
    assert!(!tested.ok && tested.answer.contains("secret key"), "{tested:?}");
    // Other fields are saved without them; a part of the keys replaces none.
    save(&admin, "stripe", json!({ "expiry_minutes": 90 })).await.done();
    let problem = save(&admin, "stripe", json!({ "keys": { "secret_key": KEY } })).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/keys/webhook_secret");
    damage(&app).await;
    let back = self::read(&admin, "stripe").await;
    assert!(back.offered && !back.keys_unreadable && back.details.expiry_minutes == 90);
    assert_eq!(back.keys[0].ends_with.as_deref(), Some("4242"), "the very keys that were kept");

    damage(&app).await;
    let anew: PaymentProviderSettings = save(&admin, "stripe", json!({ "keys": keys })).await.ok();
    assert!(anew.offered && !anew.keys_unreadable);
    damage(&app).await;
    let gone: PaymentProviderSettings = save(&admin, "stripe", json!({ "forget_keys": true })).await.ok();
    assert!(gone.offered && gone.keys[0].source == SettingSource::Configuration);
}

#[tokio::test]
async fn the_configuration_says_where_its_keys_belong() {
    let app = TestApp::with(&[("midtrans_production", "true")]).await;
    let admin = app.admin().await;
    assert!(!read(&admin, "midtrans").await.details.sandbox);
    let saved: PaymentProviderSettings = save(&admin, "midtrans", json!({ "sandbox": true })).await.ok();
    assert!(!saved.details.sandbox, "it changes nothing, and says so");
    let methods = app.guest().get("/payment-methods").await.json();
    let midtrans = methods.as_array().unwrap().iter().find(|method| method["provider"] == "midtrans").unwrap();
    assert_eq!(midtrans["sandbox"], false);
    let own = json!({ "sandbox": true, "keys": { "server_key": "SB-Mid-server-milik-sendiri" } });
    let saved: PaymentProviderSettings = save(&admin, "midtrans", own).await.ok();
    assert!(saved.details.sandbox);
    let sources: Vec<SettingSource> = saved.keys.iter().map(|key| key.source).collect();
    assert_eq!(sources, [SettingSource::Settings, SettingSource::Nowhere], "all of them come from one place");
    let gone: PaymentProviderSettings = save(&admin, "midtrans", json!({ "forget_keys": true })).await.ok();
    assert!(!gone.details.sandbox);
}
