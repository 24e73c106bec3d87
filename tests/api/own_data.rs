//! A7: taking one's data along, and deleting one's account.

use sea_orm::TransactionTrait;
use serde_json::{Value, json};
use shared::account::{AccountDeletion, SignedIn};
use shared::orders::StaffOrder;
use shared::page::Page;
use shared::reviews::{OwnReview, Review, StaffReview};
use tests::{Answer, Authenticator, Caller, Shelf, TestApp, districts};

use crate::reviews::{arrived, write};

async fn delete(caller: &Caller, ask: Value) -> Answer {
    caller.post("/account/deletion", ask).await
}

/// What is asked for, as the person themselves would fill it in.
fn sure(caller: &Caller) -> Value {
    json!({ "password": caller.password(), "confirm": caller.email() })
}

async fn outlook(caller: &Caller) -> AccountDeletion {
    caller.get("/account/deletion").await.ok()
}

#[tokio::test]
async fn the_file_holds_what_is_known_and_no_secrets() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer, mut other) = (app.admin().await, app.buyer().await, app.buyer().await);
    let (_, codes) = Authenticator::turn_on(&app, &buyer).await;
    let order = arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let foreign = other.order(guitar.variant, 1).await;
    write(&buyer, guitar.product, 5).await.done();
    let question = json!({ "client_id": uuid::Uuid::now_v7(), "body": "Senarnya ukuran berapa?" });
    buyer.post("/chat/messages", question.clone()).await.done();
    app.sql("UPDATE chat_rooms SET rating = 4, rating_comment = 'Cepat!'", []).await;
    buyer.add_to_cart(guitar.variant, 2).await;
    app.run_jobs().await;

    let answer = buyer.get("/account/data").await;
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"hurtrock-data-"));
    assert!(header("cache-control").contains("no-store"));
    let (text, file) = (answer.text(), answer.json());
    assert_eq!(file["profile"]["email"], buyer.email());
    assert_eq!(file["addresses"].as_array().unwrap().len(), 1);
    let (address, shown) = (&file["addresses"][0], &order.address.region);
    assert_eq!(address["recipient"], "Budi Santoso");
    let regions = [&address["district"], &address["regency"], &address["province"]];
    assert_eq!(regions, [&shown.district.name, &shown.regency.name, &shown.province.name]);
    assert_eq!((&file["cart"][0]["product"], &file["cart"][0]["quantity"]), (&json!("RG550"), &json!(2)));
    let emails = file["emails"].as_array().unwrap();
    let of = |kind: &str| emails.iter().find(|email| email["kind"] == kind).unwrap();
    assert_eq!(of("verify_email")["recipient"], buyer.email());
    assert!(of("order_paid")["subject"].as_str().unwrap().contains(&order.number));
    assert!(emails.iter().all(|email| email["recipient"] == buyer.email()));
    assert_eq!(file["chat_ratings"][0]["comment"], "Cepat!");
    assert!(!file["sessions"].as_array().unwrap().is_empty());
    assert!(!file["notifications"].as_array().unwrap().is_empty());
    assert_eq!(file["reviews"][0]["stars"], 5);
    assert_eq!(file["chat"][0]["text"], question["body"]);
    let orders = file["orders"].as_array().unwrap();
    assert_eq!(orders.len(), 1);
    assert_eq!((&orders[0]["number"], &orders[0]["items"][0]["name"]), (&json!(order.number), &json!("RG550")));
    assert_eq!(orders[0]["payments"][0]["provider"], "stripe");
    for secret in ["password", "hash", "argon2", "totp", "token\"", codes[0].as_str(), foreign.number.as_str(), other.email()] {
        assert!(!text.contains(secret), "the file holds {secret}");
    }
    app.guest().get("/account/data").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_long_history_comes_whole() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    // Batches are read while the file is sent; one more than two of them.
    let sql = "INSERT INTO orders SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'cart_id', NULL,
                      'number', 'HRT-990101-' || lpad(n::text, 6, '0')))).* FROM orders o, generate_series(1, 100) n";
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut owner = buyer.clone();
    owner.order(guitar.variant, 1).await;
    app.sql(sql, []).await;
    let file = buyer.get("/account/data").await.json();
    let mut numbers: Vec<&str> = file["orders"].as_array().unwrap().iter().filter_map(|order| order["number"].as_str()).collect();
    assert_eq!(numbers.len(), 101);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 101, "each once");
}

#[tokio::test]
async fn deleting_takes_the_password_the_code_and_the_address() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    assert_eq!(outlook(&buyer).await, AccountDeletion { open_orders: vec![], last_admin: false, two_factor: false });
    let wrong = json!({ "password": "salah total", "confirm": buyer.email() });
    let problem = delete(&buyer, wrong).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/password", "wrong_password"));
    let wrong = json!({ "password": buyer.password(), "confirm": "orang@lain.example" });
    assert_eq!(delete(&buyer, wrong).await.problem(422, "invalid_fields").errors[0].pointer, "/confirm");

    let (phone, _) = Authenticator::turn_on(&app, &buyer).await;
    assert!(outlook(&buyer).await.two_factor);
    assert_eq!(delete(&buyer, sure(&buyer)).await.problem(422, "invalid_fields").errors[0].pointer, "/code");
    let mut ask = sure(&buyer);
    ask["code"] = "000000".into();
    assert_eq!(delete(&buyer, ask.clone()).await.problem(422, "invalid_fields").errors[0].pointer, "/code");
    buyer.get("/account").await.done();
    ask["code"] = phone.next(&app).into();
    delete(&buyer, ask).await.done();
    buyer.get("/account").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn open_orders_come_first() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    assert_eq!(outlook(&buyer).await.open_orders, [order.number.as_str()]);
    let problem = delete(&buyer, sure(&buyer)).await.problem(409, "open_orders");
    assert_eq!(problem.params["orders"], json!([order.number]));
    buyer.get("/account").await.done();
    buyer.post(&format!("/orders/{}/cancellation", order.number), json!({})).await.done();
    delete(&buyer, sure(&buyer)).await.done();
}

#[tokio::test]
async fn what_is_left_has_no_name() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, bass) = (shelf.goods("RG550", 12_000_000, 9).await, shelf.goods("SR505", 9_000_000, 9).await);
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    let order = arrived(&app, &admin, &mut buyer, guitar.variant).await;
    arrived(&app, &admin, &mut buyer, bass.variant).await;
    let shown: OwnReview = write(&buyer, guitar.product, 5).await.ok();
    write(&buyer, bass.product, 1).await.done();
    let question = json!({ "client_id": uuid::Uuid::now_v7(), "body": "Halo, saya Budi." });
    buyer.post("/chat/messages", question).await.done();
    assert_eq!(admin.get("/admin/chats?status=all").await.json()["total"], 1);
    let seen = json!({ "reviews": [{ "id": shown.id, "revision": 1 }], "decision": "publish" });
    admin.post("/admin/reviews/moderation", seen).await.done();
    buyer.add_address(districts::JAKARTA).await;
    buyer.add_to_cart(guitar.variant, 1).await;
    app.run_jobs().await;
    let chat = "INSERT INTO notifications (id, user_id, kind, permission, dedupe_key, data, created_at)
                SELECT gen_random_uuid(), $1, 'staff_chat_waiting', 'chat.answer', 'staff_chat_waiting:' || id || ':1',
                       jsonb_build_object('buyer', 'Budi', 'detail', 'Halo, saya Budi.'), now() FROM chat_rooms";
    app.sql(chat, [admin.user_id().into()]).await;
    let told = "SELECT count(*) AS n FROM notifications WHERE data ->> 'buyer' IS NOT NULL OR data ->> 'detail' LIKE '%Budi%'";
    assert!(app.number(told).await > 2, "orders, a review, a question in the chat");
    let paid_by = format!("SELECT count(*) AS n FROM payment_events WHERE payload::text LIKE '%{}%'", buyer.email());
    assert!(app.number(&paid_by).await > 0);
    // Another device.
    let elsewhere: SignedIn =
        app.guest().post("/auth/sign-in", json!({ "login": buyer.email(), "password": buyer.password() })).await.ok();

    delete(&buyer, sure(&buyer)).await.done();
    assert_eq!(admin.get("/admin/chats?status=all").await.json()["total"], 0);
    app.run_jobs().await;
    assert_eq!(app.number(told).await, 0, "staff were told of it without the name");

    // Out everywhere, and nothing leads back in.
    buyer.get("/account").await.problem(401, "unauthenticated");
    let there = app.guest().request(reqwest::Method::GET, "/account").bearer_auth(&elsewhere.access_token);
    app.guest().send(there).await.problem(401, "unauthenticated");
    let again = json!({ "login": buyer.email(), "password": buyer.password() });
    app.guest().post("/auth/sign-in", again).await.problem(401, "wrong_credentials");

    // The order is there, of nobody.
    let kept: StaffOrder = admin.get(&format!("/admin/orders/{}", order.id)).await.ok();
    assert_eq!((kept.buyer_id, kept.buyer.as_str(), kept.buyer_email.as_str(), kept.buyer_phone), (None, "–", "", None));
    assert_eq!(kept.order.totals, order.totals);
    assert_eq!((kept.order.address.recipient.as_str(), kept.order.address.street.as_str()), ("–", ""));
    let left = "SELECT (SELECT count(*) FROM addresses WHERE user_id = u.id) + (SELECT count(*) FROM sessions WHERE user_id = u.id)
                     + (SELECT count(*) FROM notifications WHERE user_id = u.id) + (SELECT count(*) FROM carts WHERE user_id = u.id AND status = 'open')
                     + (SELECT count(*) FROM user_tokens WHERE user_id = u.id) + (SELECT count(*) FROM orders WHERE user_id = u.id)
                     + (SELECT count(*) FROM reviews WHERE user_id = u.id) AS n FROM users u WHERE u.deleted_at IS NOT NULL";
    assert_eq!(app.number(left).await, 0);
    let known = format!(
        "SELECT (SELECT count(*) FROM users WHERE email = '{0}' OR (deleted_at IS NOT NULL AND (name <> '' OR phone IS NOT NULL)))
              + (SELECT count(*) FROM email_messages WHERE recipient = '{0}') AS n",
        buyer.email()
    );
    assert_eq!(app.number(&known).await, 0);
    assert_eq!(app.number(&paid_by).await, 0);
    assert!(app.number("SELECT count(*) AS n FROM payment_events WHERE payload ->> 'type' LIKE 'checkout.session.%'").await > 0);
    // Nor does what the provider tells afterwards.
    let refresh = format!("/admin/payments/{}/refresh", kept.payments[0].payment.id);
    admin.post(&refresh, json!(null)).await.ok::<Value>();
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE raw IS NOT NULL").await, 0);
    assert_eq!(app.number(&paid_by).await, 0);

    // What was published stays and counts, without the name; what was not is gone.
    let page: Page<Review> = app.guest().get(&format!("/products/{}/reviews", shown.product.slug)).await.ok();
    assert_eq!((page.items[0].author.as_str(), page.items[0].stars), ("", 5));
    let staff: Page<StaffReview> = admin.get("/admin/reviews").await.ok();
    assert_eq!(staff.total, 1);
    assert_eq!(app.number("SELECT sum(rating_sum) AS n FROM products").await, 5);

    // The address is free again, for an account that knows nothing of the old one.
    let ask = json!({ "name": "Budi Santoso", "email": buyer.email(), "password": buyer.password(), "locale": "id" });
    let mut anew = app.guest();
    let answer = anew.post("/auth/registration", ask).await;
    let signed_in = anew.remember(answer);
    assert_ne!(signed_in.user.id.0, buyer.user_id());
    assert_eq!(anew.get("/orders").await.json()["total"], 0);
    write(&anew, guitar.product, 1).await.problem(409, "not_reviewable");
    app.assert_laws().await;
}

#[tokio::test]
async fn a_review_that_is_being_written_anew_goes_with_the_account() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let shown: OwnReview = write(&buyer, guitar.product, 5).await.ok();
    let seen = json!({ "reviews": [{ "id": shown.id, "revision": 1 }], "decision": "publish" });
    admin.post("/admin/reviews/moderation", seen).await.done();

    // The edit, as far as its commit: what is in it waits for staff, and nobody has seen it.
    let edit = app.ctx.db.begin().await.unwrap();
    let sql = "UPDATE reviews SET status = 'pending', body = 'Rahasia saya.' WHERE id = $1";
    api::db::execute(&edit, sql, [shown.id.0.into()]).await.unwrap();
    let going = tokio::spawn({
        let buyer = buyer.clone();
        async move { delete(&buyer, sure(&buyer)).await.status }
    });
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    app.eventually("the deletion waits for the review", async || app.number(waiting).await > 0).await;
    edit.commit().await.unwrap();
    assert_eq!(going.await.unwrap(), 204);
    assert_eq!(app.number("SELECT count(*) AS n FROM reviews").await, 0);
}

#[tokio::test]
async fn whoever_works_on_an_order_is_waited_for() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    let order = arrived(&app, &admin, &mut buyer, guitar.variant).await;

    // The payment provider tells something late: the order first, its payment after it.
    let late = app.ctx.db.begin().await.unwrap();
    let id = order.id.0;
    api::db::execute(&late, "SELECT FROM orders WHERE id = $1 FOR UPDATE", [id.into()]).await.unwrap();
    let going = tokio::spawn({
        let buyer = buyer.clone();
        async move { delete(&buyer, sure(&buyer)).await.status }
    });
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    app.eventually("the deletion waits for the order", async || app.number(waiting).await > 0).await;
    let sql = r#"UPDATE payments SET raw = '{"late": true}' WHERE order_id = $1"#;
    assert_eq!(api::db::execute(&late, sql, [id.into()]).await.unwrap(), 1);
    late.commit().await.unwrap();
    assert_eq!(going.await.unwrap(), 204);
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE raw IS NOT NULL").await, 0);
}

/// What was begun before the account was gone, and waits until it is.
#[tokio::test]
async fn nothing_is_written_down_about_somebody_who_just_went() {
    let app = TestApp::new().await;
    let (admin, buyer) = (app.admin().await, app.buyer().await);
    let gone = app.ctx.db.begin().await.unwrap();
    let sql = "UPDATE users SET name = '', phone = NULL, active = false, deleted_at = now() WHERE id = $1";
    api::db::execute(&gone, sql, [buyer.user_id().into()]).await.unwrap();
    let id = buyer.user_id();
    let profile = json!({ "name": "Budi Santoso", "username": null, "phone": "0821-1555-8035", "locale": "id" });
    let address = json!({ "label": "Rumah", "recipient": "Budi Santoso", "phone": "0821-1555-8035", "street": "Jl. Riau No. 11",
                          "district_code": districts::JAKARTA, "postal_code": "40115" });
    let said = json!({ "client_id": uuid::Uuid::now_v7(), "body": "Halo" });
    let notes = format!("/admin/users/{id}/notes");
    let requests = async {
        tokio::join!(
            buyer.put("/account", profile),
            buyer.post("/account/addresses", address),
            buyer.post("/chat/messages", said),
            admin.post(&notes, json!({ "text": "Ramah" })),
            admin.post("/admin/chats", json!({ "buyer_id": id })),
        )
    };
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let going = async {
        app.eventually("all of them wait", async || app.number(waiting).await >= 5).await;
        gone.commit().await.unwrap();
    };
    let (answers, ()) = tokio::join!(requests, going);
    let statuses = [&answers.0, &answers.1, &answers.2, &answers.3, &answers.4].map(|answer| answer.status);
    assert!(statuses.iter().all(|status| matches!(status, 401 | 404 | 422)), "{statuses:?}");
    let left = "SELECT (SELECT count(*) FROM users WHERE deleted_at IS NOT NULL AND (name <> '' OR phone IS NOT NULL))
                     + (SELECT count(*) FROM addresses) + (SELECT count(*) FROM user_notes) + (SELECT count(*) FROM chat_rooms) AS n";
    assert_eq!(app.number(left).await, 0);
}

#[tokio::test]
async fn a_review_from_before_there_was_one_each_loses_its_name_too() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (admin, mut buyer, mut other) = (app.admin().await, app.buyer().await, app.buyer().await);
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    arrived(&app, &admin, &mut other, guitar.variant).await;
    write(&buyer, guitar.product, 5).await.done();
    write(&other, guitar.product, 4).await.done();
    // As the migration left them.
    app.sql("UPDATE reviews SET user_id = NULL, status = 'published'", []).await;
    delete(&buyer, sure(&buyer)).await.done();
    assert_eq!(app.number("SELECT count(*) AS n FROM reviews WHERE author = '' AND stars = 5").await, 1);
    assert_eq!(app.number("SELECT count(*) AS n FROM reviews WHERE author <> '' AND stars = 4").await, 1);
}

#[tokio::test]
async fn the_last_admin_stays_and_staff_who_go_are_in_the_log() {
    let app = TestApp::new().await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    assert!(outlook(&admin).await.last_admin);
    delete(&admin, sure(&admin)).await.problem(409, "last_admin");
    delete(&staff, sure(&staff)).await.done();
    let second = app.admin().await;
    assert!(!outlook(&admin).await.last_admin);
    // Two admins who go at the same time: one stays.
    let (one, two) = tokio::join!(delete(&admin, sure(&admin)), delete(&second, sure(&second)));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events WHERE action = 'user.deleted'").await, 2);
}
