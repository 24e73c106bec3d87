//! The outbox against a real SMTP server: what arrives, what is tried again, what staff see of it.

use api::mail::{Draft, Template, post};
use mail_parser::{Message, MessageParser};
use serde_json::{Value, json};
use shared::account::Locale;
use shared::mail::{EmailState, StaffEmail, StaffEmailRow};
use shared::page::Page;
use tests::{Caller, Received, Shelf, SmtpSink, Temper, TestApp};

/// A shop that sends to a server of the test's own.
async fn shop() -> (TestApp, SmtpSink) {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::with(&[("smtp_url", &sink.url())]).await;
    (app, sink)
}

fn read(received: &Received) -> Message<'_> {
    MessageParser::default().parse(received.data.as_bytes()).expect("a message")
}

fn ids(sink: &SmtpSink) -> Vec<String> {
    sink.received().iter().map(|received| received.header("Message-ID").expect("a Message-ID")).collect()
}

fn distinct(mut ids: Vec<String>) -> usize {
    ids.sort();
    ids.dedup();
    ids.len()
}

/// Brings the next attempt of everything that waits forward to now, and makes it.
async fn next_attempt(app: &TestApp) {
    app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL", []).await;
    app.run_jobs().await;
}

/// The emails of somebody, as staff see them.
async fn outbox(admin: &Caller, of: &Caller) -> Vec<StaffEmailRow> {
    let page: Page<StaffEmailRow> = admin.get(&format!("/admin/emails?q={}", of.email())).await.ok();
    page.items
}

/// Everything that any of the emails speaks of, with markup in what people write.
async fn everything(app: &TestApp, evil: &str) -> Value {
    let shelf = Shelf::new(app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    let mut order = serde_json::to_value(&order).unwrap();
    order["note"] = evil.into();
    order["address"]["recipient"] = evil.into();
    order["items"][0]["name"] = evil.into();
    let url = app.url();
    let mut all = json!({
        "order": order, "order_url": format!("{url}/orders/x"), "url": format!("{url}/x#token=y"), "buyer": evil,
        "forgot_url": format!("{url}/forgot-password"), "sessions_url": format!("{url}/account/sessions"),
        "change": "on", "days": 7, "inviter": evil, "role": "staff", "hours": 24, "minutes": 60, "at": "2026-11-21T07:30:00Z", "device": evil, "ip": "103.23.1.9", "pay_until": "2026-11-22T07:30:00Z",
        "payment": { "provider": "midtrans", "method": "bca_va", "pay_code": "8808123", "amount": 12_000_000 },
        "refunds": [{ "amount": 5_000, "channel": "manual_transfer", "provider": null, "method": null }],
        "trouble": "mismatch", "order_number": "HRT-1", "amount": 5_000, "reference": "HRT-1-1", "detail": evil,
        "total": 1, "faults": [{ "law": "on_hand_is_the_ledger", "subject": evil, "detail": "5 instead of 6" }],
        "low": 1, "out": 1, "more": 0, "items": [{ "name": evil, "sku": "A", "options": "", "available": 0, "threshold": 3 }],
    });
    let more = json!({
        "key": evil, "by": evil, "keys_url": format!("{url}/admin/settings/api-keys"), "revoked_keys": evil,
        "left": 9, "security_url": format!("{url}/account/security"),
        "message_subject": evil, "paragraphs": [[evil, "kedua"]], "from": evil,
        "answer": [evil, "kedua"], "chat_url": format!("{url}/?chat=open"),
        "number": "PO-1", "notes": evil, "expected": "5 Des 2026", "lines": 3, "pieces": 12,
    });
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
        all.extend(more);
    }
    all
}

#[tokio::test]
async fn every_email_arrives_in_both_languages() {
    let (app, sink) = shop().await;
    let evil = "Budi <script>alert(1)</script>\r\nBcc: semua@example.com";
    let data = everything(&app, evil).await;
    app.run_jobs().await;
    let before = sink.received().len();
    for &template in Template::ALL {
        for &locale in Locale::ALL {
            let draft = Draft {
                dedupe_key: format!("test:{template}:{locale}"),
                template,
                locale,
                to: format!("{template}.{locale}@example.com"),
                to_name: evil.to_owned(),
                data: data.clone(),
                order_id: None,
                user_id: None,
                restock_order_id: None,
            };
            post(&app.ctx.db, &app.ctx, draft.clone()).await.unwrap();
            // The same cause again sends nothing.
            post(&app.ctx.db, &app.ctx, draft).await.unwrap();
        }
    }
    app.run_jobs().await;
    let received = sink.received().split_off(before);
    assert_eq!(received.len(), Template::ALL.len() * Locale::ALL.len());
    for received in &received {
        let message = read(received);
        let name = &received.to[0];
        assert_eq!(received.to.len(), 1, "{name}: {:?}", received.to);
        assert!(message.subject().is_some_and(|subject| !subject.trim().is_empty() && !subject.contains('{')), "{name}");
        assert!(message.header("Bcc").is_none(), "{name}");
        assert_eq!((message.text_body_count(), message.html_body_count()), (1, 1), "{name} has both parts");
        let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
        for part in [&text, &html] {
            assert!(part.contains("Hurtrock Music Store") && !part.contains("{{") && !part.contains("{%"), "{name}");
        }
        assert!(!html.contains("<script"), "{name}:\n{html}");
        for mark in ["href=\"", "src=\""] {
            for link in html.split(mark).skip(1) {
                let whole = ["http://", "https://", "mailto:"].iter().any(|start| link.starts_with(start));
                assert!(whole, "{name} links to {}", &link[..link.len().min(60)]);
            }
        }
    }
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_and_arrives_once() {
    let (app, sink) = shop().await;
    let admin = app.admin().await;
    app.run_jobs().await;
    sink.behave(Temper::TryLater);
    let before = sink.received().len();
    let buyer = app.buyer().await;
    app.run_jobs().await;
    let mut waits = Vec::new();
    for attempt in 1..=3 {
        for email in outbox(&admin, &buyer).await {
            assert_eq!((email.state, email.attempts), (EmailState::Queued, attempt));
            assert!(email.last_error.as_deref().is_some_and(|error| error.contains("451")), "{:?}", email.last_error);
        }
        let id = outbox(&admin, &buyer).await[0].id;
        let whole: StaffEmail = admin.get(&format!("/admin/emails/{id}")).await.ok();
        waits.push(whole.next_attempt_at.expect("another attempt") - chrono::Utc::now());
        next_attempt(&app).await;
    }
    assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "each pause is longer: {waits:?}");
    sink.behave(Temper::Accept);
    next_attempt(&app).await;
    app.run_jobs().await;
    assert_eq!(sink.received().len() - before, 2, "the welcome and the link");
    assert!(outbox(&admin, &buyer).await.iter().all(|email| email.state == EmailState::Sent && email.last_error.is_none()));
}

#[tokio::test]
async fn what_is_refused_for_good_is_shown_and_can_be_tried_again_by_hand() {
    let (app, sink) = shop().await;
    let admin = app.admin().await;
    app.run_jobs().await;
    for (temper, code) in [(Temper::RefuseRecipient, "550"), (Temper::RefuseMessage, "554")] {
        sink.behave(temper);
        let before = sink.received().len();
        let buyer = app.buyer().await;
        app.run_jobs().await;
        next_attempt(&app).await;
        let failed: Page<StaffEmailRow> = admin.get(&format!("/admin/emails?state=failed&q={}", buyer.email())).await.ok();
        assert_eq!(failed.total, 2, "{temper:?}");
        for email in &failed.items {
            assert_eq!(email.attempts, 1, "one attempt is enough to know");
            assert!(email.last_error.as_deref().is_some_and(|error| error.contains(code)), "{:?}", email.last_error);
        }
        assert_eq!(sink.received().len(), before);

        sink.behave(Temper::Accept);
        let of = |template: &str| failed.items.iter().find(|email| email.template == template).expect("the email").id;
        // The link went with the try: whoever needs one asks for it.
        admin.post(&format!("/admin/emails/{}/attempts", of("verify_email")), Value::Null).await.problem(409, "conflict");
        let id = of("welcome");
        let queued: StaffEmail = admin.post(&format!("/admin/emails/{id}/attempts"), Value::Null).await.ok();
        assert_eq!((queued.email.state, queued.email.attempts), (EmailState::Queued, 0));
        app.run_jobs().await;
        assert_eq!(sink.received().len() - before, 1);
        admin.post(&format!("/admin/emails/{id}/attempts"), Value::Null).await.problem(409, "conflict");
    }
}

#[tokio::test]
async fn wrong_keys_to_the_server_lose_nothing() {
    let sink = SmtpSink::start().await.unwrap();
    sink.behave(Temper::RefuseSignIn);
    let app = TestApp::with(&[("smtp_url", &sink.url_with_password())]).await;
    app.buyer().await;
    app.run_jobs().await;
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'queued' AND last_error IS NOT NULL").await, 2);
}

#[tokio::test]
async fn a_server_that_was_away_gets_each_email_once() {
    let (app, sink) = shop().await;
    let address = sink.address();
    drop(sink);
    // The listener is gone once its task has ended.
    app.eventually("nobody listens", async || tokio::net::TcpStream::connect(&address).await.is_err()).await;
    app.buyer().await;
    app.run_jobs().await;
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'queued' AND last_error IS NOT NULL").await, 2);
    let sink = SmtpSink::start_at(&address).await.unwrap();
    next_attempt(&app).await;
    next_attempt(&app).await;
    assert_eq!((sink.received().len(), distinct(ids(&sink))), (2, 2));
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'sent' AND attempts = 2").await, 2);
}

#[tokio::test]
async fn a_slow_server_gets_each_email_once() {
    let (app, sink) = shop().await;
    sink.behave(Temper::Slow);
    app.buyer().await;
    app.run_jobs().await;
    assert_eq!((sink.received().len(), distinct(ids(&sink))), (2, 2));
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'sent' AND attempts = 1").await, 2);
}

#[tokio::test]
async fn an_email_that_may_have_arrived_comes_again_under_the_same_id() {
    let (app, sink) = shop().await;
    sink.behave(Temper::BreakAfterMessage);
    app.buyer().await;
    app.run_jobs().await;
    assert_eq!(
        app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'queued'").await,
        2,
        "nobody said that it has them"
    );
    sink.behave(Temper::Accept);
    next_attempt(&app).await;
    next_attempt(&app).await;
    assert_eq!((sink.received().len(), distinct(ids(&sink))), (4, 2));
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'sent'").await, 2);
}

#[tokio::test]
async fn staff_send_an_email_again_as_a_new_message() {
    let (app, sink) = shop().await;
    let admin = app.admin().await;
    let buyer = app.buyer().await;
    app.run_jobs().await;
    let emails = outbox(&admin, &buyer).await;
    let of = |template: &str| emails.iter().find(|email| email.template == template).expect("the email").id;
    let welcome = of("welcome");
    let before = sink.received().len();
    let copy: StaffEmail = admin.post(&format!("/admin/emails/{welcome}/copies"), Value::Null).await.ok();
    assert_eq!((copy.resend_of, copy.email.state), (Some(welcome), EmailState::Queued));
    assert_eq!(copy.requested_by.as_deref(), Some("Budi Santoso"));
    // A second press while it waits is the same wish.
    let same: StaffEmail = admin.post(&format!("/admin/emails/{welcome}/copies"), Value::Null).await.ok();
    assert_eq!(same.email.id, copy.email.id);
    app.run_jobs().await;
    assert_eq!(sink.received().len() - before, 1);
    let another: StaffEmail = admin.post(&format!("/admin/emails/{welcome}/copies"), Value::Null).await.ok();
    assert_ne!(another.email.id, copy.email.id);
    app.run_jobs().await;
    assert_eq!((sink.received().len() - before, distinct(ids(&sink).split_off(before))), (2, 2));
    let original: StaffEmail = admin.get(&format!("/admin/emails/{welcome}")).await.ok();
    assert_eq!(original.resends, [another.email.id, copy.email.id]);

    // Whoever reads the outbox does not get into the account.
    let link: StaffEmail = admin.get(&format!("/admin/emails/{}", of("verify_email"))).await.ok();
    for part in [&link.html, &link.text] {
        assert!(part.contains("token=•••") && !part.contains("<style>"), "{part}");
    }
    assert!(!link.can_resend);
    admin.post(&format!("/admin/emails/{}/copies", of("verify_email")), Value::Null).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_link_that_opens_an_account_is_readable_nowhere_but_in_its_email() {
    let (app, sink) = shop().await;
    let (admin, buyer) = (app.admin().await, app.buyer().await);
    sink.behave(Temper::TryLater);
    app.guest().post("/auth/password-links", json!({ "email": buyer.email() })).await.done();
    let ask = json!({ "name": "Dewi", "email": "dewi@example.com", "role": "staff", "locale": "id" });
    admin.post("/admin/users", ask).await.done();
    app.run_jobs().await;
    let readable = "SELECT count(*) AS n FROM email_messages WHERE html || body_text ~ 'token=[A-Za-z0-9_-]'";
    let sealed = "SELECT count(*) AS n FROM email_messages WHERE sealed IS NOT NULL";
    assert_eq!((app.number(sealed).await, app.number(readable).await), (4, 0), "two to confirm, one forgotten, one invited");
    let hidden = "SELECT count(*) AS n FROM email_messages WHERE html ~ '#token=•••' AND body_text ~ '#token=•••'";
    assert_eq!(app.number(hidden).await, 4);

    sink.behave(Temper::Accept);
    next_attempt(&app).await;
    app.run_jobs().await;
    assert_eq!((app.number(sealed).await, app.number(readable).await), (0, 0), "what is sent is not kept");
    assert_eq!(app.number(hidden).await, 4);
    let mut secrets = Vec::new();
    for received in sink.received() {
        let message = read(&received);
        let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
        let Some((_, rest)) = text.split_once("#token=") else { continue };
        let secret = rest.split_whitespace().next().unwrap().to_owned();
        assert!(secret.len() > 40 && html.contains(&format!("#token={secret}\"")), "{text}");
        assert!(!text.contains("?token="), "what is in a query is in logs");
        secrets.push((received.to[0].clone(), message.subject().unwrap_or_default().to_owned(), secret));
    }
    assert_eq!(secrets.len(), 4, "{secrets:?}");
    let (_, _, invitation) = secrets.iter().find(|(to, ..)| to.contains("dewi@example.com")).expect("the invitation");
    let ask = json!({ "token": invitation, "password": "amplifier biru tua 88" });
    app.guest().put("/auth/password", ask).await.done();
}

#[tokio::test]
async fn the_outbox_is_filtered_and_read_on() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    app.run_jobs().await;
    let page: Page<StaffEmailRow> = admin.get(&format!("/admin/emails?order={}", order.number.to_lowercase())).await.ok();
    assert_eq!((page.total, page.items[0].template.as_str()), (1, "order_placed"));
    assert_eq!(page.items[0].order_number.as_deref(), Some(order.number.as_str()));
    let of_order: Vec<StaffEmailRow> = app.staff().await.get(&format!("/admin/orders/{}/emails", order.id)).await.ok();
    assert_eq!(of_order, page.items);
    let welcomes: Page<StaffEmailRow> = admin.get("/admin/emails?template=welcome").await.ok();
    assert_eq!(welcomes.total, 3, "the admin's, the buyer's and the staff's");

    let mut seen = Vec::new();
    let mut path = "/admin/emails?limit=2".to_owned();
    loop {
        let page: Page<StaffEmailRow> = admin.get(&path).await.ok();
        assert_eq!(page.total, 7);
        seen.extend(page.items.into_iter().map(|email| email.id));
        let Some(cursor) = page.next_cursor else { break };
        path = format!("/admin/emails?limit=2&cursor={cursor}");
    }
    let (all, mut unique) = (seen.len(), seen);
    unique.sort();
    unique.dedup();
    assert_eq!((all, unique.len()), (7, 7));
    let (statements, _) = app.statements(async { admin.get("/admin/emails?limit=50").await.done() }).await;
    assert!(statements <= 2, "{statements} statements");
    admin.get("/admin/emails?cursor=nonsense").await.problem(422, "invalid_fields");
    admin.get("/admin/emails?state=lost").await.problem(422, "invalid_fields");
}
