//! M9: the shop is read only, or closed, while somebody works on it.

use std::process::{Command, Stdio};

use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use shared::account::SignedIn;
use shared::audit::AuditEvent;
use shared::integrations::NewApiKey;
use shared::live::chat::{ChatMark, ChatRefusal};
use shared::live::{ByeReason, ClientMessage, LiveErrorCode, ServerMessage};
use shared::maintenance::{MaintenanceMode, MaintenanceSettings};
use shared::page::Page;
use shared::payments::Payment;
use shared::store::StoreProfile;
use tests::{Answer, Caller, Live, Process, Shelf, TestApp, binary, free_address, page};

use super::chat_live::{next, sent};

const PATH: &str = "/admin/settings/maintenance";

async fn set(admin: &Caller, revision: i32, mode: &str) -> Answer {
    let ask = json!({ "mode": mode, "message": " Ganti senar ", "message_en": "New strings", "until": "2030-01-01T00:00:00Z" });
    admin.put_at(PATH, revision, ask).await
}

/// A page of the shop's web app.
async fn first_page(url: &str, path: &str) -> (u16, Option<String>, String) {
    let answer = reqwest::get(format!("{url}{path}")).await.unwrap();
    let retry = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), retry, answer.text().await.unwrap())
}

/// A shop whose web app has pages: the app's own, as it is before trunk puts programs into it.
async fn with_pages() -> (TestApp, std::path::PathBuf) {
    let dir = std::env::temp_dir().join(format!("hurtrock-closed-{}", uuid::Uuid::now_v7().simple()));
    for (bundle, page) in [("shop", include_str!("../../web/shop.html")), ("admin", include_str!("../../web/admin.html"))] {
        std::fs::create_dir_all(dir.join(bundle)).unwrap();
        std::fs::write(dir.join(bundle).join("index.html"), page).unwrap();
    }
    (TestApp::with(&[("web_dir", &dir.to_string_lossy())]).await, dir)
}

#[tokio::test]
async fn a_shop_that_is_read_only_can_be_read() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let (admin, staff, mut buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    let order = buyer.order(guitar.variant, 1).await;
    let payment: Payment = buyer.try_to_pay(&order, "stripe").await.ok();

    staff.get(PATH).await.problem(403, "forbidden");
    let first = admin.get(PATH).await;
    assert!(first.headers["etag"].to_str().unwrap().starts_with("\"1."), "{:?}", first.headers["etag"]);
    assert_eq!(first.ok::<MaintenanceSettings>().details.mode, MaintenanceMode::Off);
    assert_eq!(app.guest().get("/store").await.ok::<StoreProfile>().maintenance, None);
    let saved: MaintenanceSettings = set(&admin, 1, "read_only").await.ok();
    assert_eq!((saved.revision, saved.details.message.as_str()), (2, "Ganti senar"));
    set(&admin, 1, "off").await.problem(412, "stale");

    // Reads are answered, and tell of it.
    let notice = app.guest().get("/store").await.ok::<StoreProfile>().maintenance.unwrap();
    assert_eq!((notice.mode, notice.message_en.as_str()), (MaintenanceMode::ReadOnly, "New strings"));
    buyer.read(&order).await;
    admin.get("/admin/orders").await.done();
    // Neither what shipping costs nor papers change anything.
    let items = json!([{ "variant_id": guitar.variant, "quantity": 1 }]);
    app.guest().post("/shipping/estimates", json!({ "region_code": "31.74", "items": items })).await.done();
    staff.post("/admin/orders/papers", json!({ "paper": "invoice", "order_ids": [order.id] })).await.done();
    // Writes are refused, whoever asks.
    let refused = buyer.post("/cart/items", json!({ "variant_id": guitar.variant, "quantity": 1 })).await;
    let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(seconds, 3600, "an hour at most");
    let problem = refused.problem(503, "maintenance");
    assert_eq!((&problem.params["mode"], &problem.params["message"]), (&json!("read_only"), &json!("Ganti senar")));
    assert_eq!(problem.params["until"], "2030-01-01T00:00:00Z");
    let registration = json!({ "name": "Budi", "email": "b@example.com", "password": "gitar merah di kamar", "locale": "id" });
    app.guest().post("/auth/registration", registration).await.problem(503, "maintenance");
    admin.post(&format!("/admin/orders/{}/notes", order.id), json!({ "text": "x" })).await.problem(503, "maintenance");
    admin.delete("/cart").await.problem(503, "maintenance");

    // Signing in works, and what a provider tells is taken in.
    staff.clone().sign_in().await;
    app.sandbox.stripe().pay(&page(&payment)).unwrap();
    app.settle().await;
    assert_eq!(buyer.read(&order).await.payment_status.as_str(), "paid");

    set(&admin, 2, "off").await.done();
    buyer.add_to_cart(guitar.variant, 1).await;
    assert_eq!(app.guest().get("/store").await.ok::<StoreProfile>().maintenance, None);
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=settings.maintenance_set").await.ok();
    assert_eq!(log.total, 2);
    assert_eq!(log.items[1].before.clone().unwrap()["mode"], "off");
    assert_eq!(log.items[1].after.clone().unwrap()["mode"], "read_only");
}

#[tokio::test]
async fn a_closed_shop_is_closed_to_all_but_staff() {
    let (app, dir) = with_pages().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let (admin, mut staff, mut buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    let order = buyer.order(guitar.variant, 1).await;
    let payment: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 60, "expires_at": null });
    let key: NewApiKey = admin.post("/admin/api-keys", ask).await.ok();
    set(&admin, 1, "closed").await.done();

    for (caller, path) in [(&app.guest(), "/store"), (&app.guest(), "/products"), (&buyer, "/orders"), (&buyer, "/account")] {
        caller.get(path).await.problem(503, "maintenance");
    }
    app.guest().with_key(&key.secret).get("/admin/orders").await.problem(503, "maintenance");
    // Staff sign in, work, and look at the shop.
    staff.sign_in().await;
    staff.get("/admin/orders").await.done();
    staff.get("/products").await.done();
    staff.post(&format!("/admin/orders/{}/notes", order.id), json!({ "text": "Dicek" })).await.done();
    // A token that is no good is told as such, so that the app fetches another one.
    let bad = app.guest().request(Method::GET, "/store").bearer_auth("nonsense");
    app.guest().send(bad).await.problem(401, "unauthenticated");
    // A buyer may sign in, and is told the same.
    let signed_in: SignedIn = buyer.sign_in().await;
    assert_eq!(signed_in.user.role, "buyer");
    buyer.get("/orders").await.problem(503, "maintenance");
    app.sandbox.midtrans().pay(&page(&payment), "gopay").unwrap();
    app.settle().await;
    assert_eq!(staff.get(&format!("/admin/orders/{}", order.id)).await.json()["order"]["payment_status"], "paid");

    // The first HTML says so; the back office's is as ever.
    let (status, retry, html) = first_page(app.url(), "/products").await;
    assert_eq!((status, retry.as_deref()), (503, Some("3600")));
    assert!(
        html.contains("Kami sedang menyetem ulang") && html.contains("Ganti senar") && html.contains("01&#x2f;01&#x2f;2030"),
        "{html}"
    );
    let (status, _, html) = first_page(app.url(), "/?lang=en").await;
    assert!(status == 503 && html.contains("We are retuning") && html.contains("New strings"), "{html}");
    assert_eq!(first_page(app.url(), "/admin").await.0, 200);
    assert_eq!(first_page(app.url(), "/readyz").await.0, 200);

    set(&admin, 2, "off").await.done();
    let (status, retry, html) = first_page(app.url(), "/").await;
    assert!(status == 200 && retry.is_none() && !html.contains("Kami sedang menyetem ulang"));
    buyer.get("/orders").await.ok::<Page<Value>>();
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test]
async fn sockets_that_are_open_keep_to_it() {
    let app = super::chat::shop().await;
    let (admin, agent, buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    let (mut desk, _) = Live::join(&agent, None, &[]).await;
    let acknowledged = |said: ServerMessage| match said {
        ServerMessage::ChatAck(ack) => Some(ack.message),
        _ => None,
    };
    live.say(&ClientMessage::ChatSend(sent(None, "Halo"))).await;
    let first = next(&mut live, acknowledged).await;

    set(&admin, 1, "read_only").await.done();
    for (socket, room) in [(&mut live, None), (&mut desk, Some(first.room_id))] {
        socket.say(&ClientMessage::ChatSend(sent(room, "Masih ada?"))).await;
        let refused = next(socket, |said| match said {
            ServerMessage::ChatRefused(refused) => Some(refused.code),
            _ => None,
        });
        assert_eq!(refused.await, ChatRefusal::Maintenance);
        socket.say(&ClientMessage::ChatMark(ChatMark { room_id: first.room_id, delivered: 1, read: 1 })).await;
        let refused = next(socket, |said| match said {
            ServerMessage::Error(error) => Some(error.code),
            _ => None,
        });
        assert_eq!(refused.await, LiveErrorCode::Maintenance);
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_messages").await, 1);

    // Staff work on, and buyers are out.
    set(&admin, 2, "closed").await.done();
    desk.say(&ClientMessage::ChatSend(sent(Some(first.room_id), "Sebentar"))).await;
    assert_eq!(next(&mut desk, acknowledged).await.room_id, first.room_id);
    live.say(&ClientMessage::ChatSend(sent(None, "Masih ada?"))).await;
    live.ends_by(ByeReason::Unavailable).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_messages").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_process_follows_a_command() {
    let app = TestApp::new().await;
    let other = Process::start(&app, &free_address(), &[]).await;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(binary());
        command.arg("maintenance").args(arguments).env("HURTROCK_ENVIRONMENT", "demo").stdin(Stdio::null());
        command.env("DATABASE_URL", app.ctx.config.database_url.expose_secret());
        command.env("HURTROCK_FILES_DIR", &app.ctx.config.files_dir);
        let output = tokio::task::block_in_place(|| command.output().unwrap());
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run(&[]), (true, "the shop is open\n".to_owned()));
    assert!(!run(&["ajar"]).0 && !run(&["closed", "--message", &"x".repeat(400)]).0);
    let (done, said) = run(&["closed", "--message", "Sebentar", "--minutes", "20"]);
    assert!(done && said.starts_with("the shop is closed to all but staff, until about 20"), "{said}");
    for caller in [app.guest(), app.guest().at(other.url())] {
        app.eventually("it is closed", async || caller.get("/store").await.status == 503).await;
        let refused = caller.get("/store").await;
        let seconds: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1100..=1200).contains(&seconds), "{seconds}");
        assert_eq!(refused.problem(503, "maintenance").params["message"], "Sebentar");
    }
    // One that starts now knows it from its first request on.
    let late = Process::start(&app, &free_address(), &[]).await;
    app.guest().at(late.url()).get("/store").await.problem(503, "maintenance");
    assert!(run(&["read-only"]).1.contains("read only"));
    app.eventually("it is read only", async || app.guest().at(other.url()).get("/store").await.status == 200).await;
    assert!(run(&["off"]).0);
    let open = async || app.guest().at(late.url()).get("/store").await.ok::<StoreProfile>().maintenance.is_none();
    app.eventually("it is open", open).await;
    let noted =
        "SELECT count(*) AS n FROM audit_events WHERE action = 'settings.maintenance_set' AND actor = 'hurtrock maintenance'";
    assert_eq!(app.number(noted).await, 3);
}
