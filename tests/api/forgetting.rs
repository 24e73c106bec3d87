//! What strangers fill, and what is over, is emptied in the night.

use api::jobs::Job;
use chrono::TimeDelta;
use serde_json::json;
use tests::{Shelf, TestApp};

/// Lets time go by, and the night come.
async fn after(app: &TestApp, days: i64) {
    app.ctx.clock.advance(TimeDelta::days(days));
    api::account::Forget {}.run(&app.ctx).await.unwrap();
}

#[tokio::test]
async fn what_is_counted_and_what_is_over_goes() {
    let app = TestApp::new().await;
    let mut buyer = app.buyer().await;
    buyer.sign_in().await;
    app.buyer().await;
    app.guest().post("/auth/sign-in", json!({ "login": "siapa", "password": "salah" })).await.problem(401, "wrong_credentials");
    app.guest().post("/auth/password-links", json!({ "email": "tidak.ada@example.com" })).await.done();
    let count = async |table: &str| app.number(&format!("SELECT count(*) AS n FROM {table}")).await;
    let counts = async || (count("sign_in_failures").await, count("request_counts").await);
    let rest = async || (count("user_tokens").await, count("sessions").await);
    // Of the account and its network; of registering, twice, and of the link.
    assert_eq!((counts().await, rest().await), ((2, 4), (2, 3)));

    after(&app, 0).await;
    assert_eq!((counts().await, rest().await), ((2, 4), (2, 3)), "nothing is over yet");
    after(&app, 2).await;
    assert_eq!((counts().await, rest().await), ((0, 0), (2, 3)));
    // They worked for a day.
    after(&app, 7).await;
    assert_eq!(rest().await, (0, 3));
    // Sixty days after they were last used they ended.
    after(&app, 240).await;
    assert_eq!(rest().await, (0, 2), "of everybody the last one stays");
    // And by it a sign-in from elsewhere is news.
    let ask = json!({ "login": buyer.email(), "password": buyer.password() });
    let request = app.guest().request(reqwest::Method::POST, "/auth/sign-in").json(&ask);
    app.guest().send(request.header("x-forwarded-for", "36.72.1.1")).await.done();
    assert_eq!(count("email_messages WHERE template = 'new_device'").await, 1);
}

#[tokio::test]
async fn carts_of_guests_who_do_not_come_back_go() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 20).await;
    let (mut left, mut comes_back, mut merged, mut buyer) = (app.guest(), app.guest(), app.guest(), app.buyer().await);
    for visitor in [&mut left, &mut comes_back, &mut merged, &mut buyer] {
        visitor.add_to_cart(guitar.variant, 1).await;
    }
    merged.register().await;
    let carts = async |which: &str| app.number(&format!("SELECT count(*) AS n FROM carts WHERE {which}")).await;
    let all =
        async || (carts("user_id IS NULL AND status = 'open'").await, carts("status = 'merged'").await, carts("true").await);
    assert_eq!(all().await, (2, 1, 5));
    after(&app, 6).await;
    assert_eq!(all().await, (2, 1, 5));
    after(&app, 2).await;
    assert_eq!(all().await, (2, 0, 4));

    // Something was put in after a while.
    let later = "UPDATE cart_items SET added_at = added_at + interval '60 days'
                 WHERE cart_id = (SELECT id FROM carts WHERE user_id IS NULL ORDER BY created_at DESC LIMIT 1)";
    assert_eq!(app.sql(later, []).await, 1);
    after(&app, 84).await;
    assert_eq!(all().await, (1, 0, 3));
    assert_eq!(comes_back.get("/cart").await.ok::<shared::cart::Cart>().count, 1);
    assert_eq!(left.get("/cart").await.ok::<shared::cart::Cart>().count, 0);
    after(&app, 61).await;
    assert_eq!(all().await, (0, 0, 2), "what is somebody's stays");
    app.assert_laws().await;
}

#[tokio::test]
async fn links_that_a_program_of_before_left_readable_are_hidden() {
    let app = TestApp::new().await;
    app.buyer().await;
    app.run_jobs().await;
    // As that program wrote them, and sent.
    app.sql("UPDATE email_messages SET body_text = replace(body_text, '•••', 'AbC-_9'), sealed = NULL", []).await;
    let readable = "SELECT count(*) AS n FROM email_messages WHERE html || body_text ~ 'token=[A-Za-z0-9_-]'";
    assert_eq!(app.number(readable).await, 1);
    after(&app, 0).await;
    assert_eq!(app.number(readable).await, 0);
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE body_text LIKE '%token=•••%'").await, 1);

    // In the demo's mailbox a link is read for as long as it could work.
    app.buyer().await;
    app.run_jobs().await;
    let sealed = "SELECT count(*) AS n FROM email_messages WHERE sealed IS NOT NULL";
    after(&app, 7).await;
    assert_eq!(app.number(sealed).await, 1);
    after(&app, 2).await;
    assert_eq!(app.number(sealed).await, 0);
}
