//! A1 and A6: guessing passwords, and who is registered, is slowed down, per account and per address, also all at once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use shared::account::Me;
use tests::{Answer, Caller, TestApp};

/// Signs in from an address of the network.
async fn from(app: &TestApp, ip: &str, login: &str, password: &str) -> Answer {
    let guest = app.guest();
    let request = guest.request(Method::POST, "/auth/sign-in").header("x-forwarded-for", ip);
    guest.send(request.json(&json!({ "login": login, "password": password }))).await
}

async fn sign_in(app: &TestApp, login: &str, password: &str) -> Answer {
    from(app, "103.23.1.9", login, password).await
}

fn seconds(refused: &Answer) -> i64 {
    refused.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

/// How many were looked at, and how many were not.
fn counts(answers: &[Answer]) -> (usize, usize) {
    let of = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!(of(401) + of(429), answers.len(), "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    (of(401), of(429))
}

async fn named(buyer: &Caller, username: &str) {
    let ask = json!({ "name": "Budi Santoso", "username": username, "phone": null, "locale": "id" });
    buyer.put("/account", ask).await.ok::<Me>();
}

#[tokio::test]
async fn an_account_has_one_count_by_whichever_name_it_is_guessed_at() {
    let app = TestApp::new().await;
    let mut buyer = app.buyer().await;
    named(&buyer, "budi").await;
    let names = [buyer.email().to_owned(), "budi".to_owned(), buyer.email().to_uppercase(), " Budi ".to_owned()];
    for name in names.iter().cycle().take(10) {
        sign_in(&app, name, "salah total").await.problem(401, "wrong_credentials");
    }
    app.ctx.clock.advance(TimeDelta::minutes(2));
    for name in &names {
        let refused = sign_in(&app, name, buyer.password()).await;
        assert!((700..=780).contains(&seconds(&refused)), "what is left of a quarter of an hour: {}", seconds(&refused));
        refused.problem(429, "rate_limited");
    }
    // Asking again makes nobody wait longer. Nor does anybody else have to wait.
    let other = app.buyer().await;
    sign_in(&app, other.email(), other.password()).await.done();
    app.ctx.clock.advance(TimeDelta::minutes(14));
    sign_in(&app, "budi", buyer.password()).await.done();
    // The right one has all of them forgotten.
    for _ in 0..2 {
        for _ in 0..9 {
            sign_in(&app, "budi", "salah total").await.problem(401, "wrong_credentials");
        }
        sign_in(&app, buyer.email(), buyer.password()).await.done();
    }
    buyer.sign_in().await;
    // Whoever is signed in and asked for the password again guesses at the same one.
    for name in names.iter().cycle().take(5) {
        sign_in(&app, name, "salah total").await.problem(401, "wrong_credentials");
        buyer.post("/account/two-factor/setup", json!({ "password": "salah total" })).await.problem(422, "invalid_fields");
    }
    sign_in(&app, "budi", buyer.password()).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn of_a_burst_no_more_are_looked_at_than_may_be_wrong() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    named(&buyer, "budi").await;
    let names = [buyer.email(), "budi"];
    let guesses: Vec<(&str, String)> = (0..30).map(|guess| (names[guess % 2], format!("salah {guess}"))).collect();
    let answers = join_all(guesses.iter().map(|(name, guess)| sign_in(&app, name, guess))).await;
    assert_eq!(counts(&answers), (10, 20));
    sign_in(&app, buyer.email(), buyer.password()).await.problem(429, "rate_limited");

    // The same where the password is asked for again.
    let other = app.buyer().await;
    let guesses: Vec<serde_json::Value> = (0..30)
        .map(|guess| json!({ "current_password": format!("salah {guess}"), "new_password": "amplifier biru tua 88" }))
        .collect();
    let answers = join_all(guesses.into_iter().map(|ask| other.put("/account/password", ask))).await;
    let of = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((of(422), of(429)), (10, 20));
}

#[tokio::test]
async fn an_address_has_a_count_of_its_own() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let kept = async || app.number("SELECT count(*) AS n FROM sign_in_failures WHERE subject LIKE 'address:%'").await;
    // Right ones do not count.
    for _ in 0..3 {
        from(&app, "36.72.1.1", buyer.email(), buyer.password()).await.done();
    }
    assert_eq!(kept().await, 0);
    let logins: Vec<String> = (0..110).map(|number| format!("orang{number}@example.com")).collect();
    let answers = join_all(logins.iter().map(|login| from(&app, "36.72.1.1", login, "salah total"))).await;
    assert_eq!(counts(&answers), (100, 10));
    let refused = from(&app, "36.72.1.1", buyer.email(), buyer.password()).await;
    assert!((1..=900).contains(&seconds(&refused)));
    refused.problem(429, "rate_limited");
    // What was refused is nobody's failure, and others are let in.
    let accounts = "SELECT count(*) AS n FROM sign_in_failures WHERE subject NOT LIKE 'address:%'";
    assert_eq!(app.number(accounts).await, 100);
    from(&app, "36.72.1.2", buyer.email(), buyer.password()).await.done();
    app.ctx.clock.advance(TimeDelta::minutes(16));
    from(&app, "36.72.1.1", buyer.email(), buyer.password()).await.done();

    // Of the newer kind a line has more addresses than anybody could count.
    let now = app.ctx.clock.now();
    let sql =
        "INSERT INTO sign_in_failures (subject, failures, first_at, last_at) VALUES ('address:2001448a20400001', 98, $1, $1)";
    app.sql(sql, [now.into()]).await;
    let lines: Vec<String> = (0..5).map(|number| format!("2001:448a:2040:1:{number:x}::1")).collect();
    let answers = join_all(lines.iter().zip(&logins).map(|(ip, login)| from(&app, ip, login, "salah total"))).await;
    assert_eq!(counts(&answers), (2, 3));
    from(&app, "2001:448a:2040:2::1", buyer.email(), buyer.password()).await.done();
}

#[tokio::test]
async fn guessing_does_not_tell_who_has_an_account() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let mut seen = Vec::new();
    for login in [buyer.email(), "tidak.ada@example.com", "tidakada"] {
        let (mut answers, mut work) = (Vec::new(), Vec::new());
        for _ in 0..12 {
            let (statements, answer) = app.statements(sign_in(&app, login, "salah total")).await;
            let code = answer.json()["code"].as_str().unwrap().to_owned();
            answers.push((answer.status, code, answer.headers.contains_key("retry-after")));
            work.push(statements);
        }
        assert_eq!((answers[9].0, answers[10].0), (401, 429), "{answers:?}");
        // Beside them something else may be going on in the shop.
        seen.push((answers, work[..10].iter().min().copied(), work[10..].iter().min().copied()));
    }
    assert_eq!(seen[0], seen[1], "the same work and the same answers");
    assert_eq!(seen[0], seen[2]);
    let typed = "SELECT count(*) AS n FROM sign_in_failures WHERE subject LIKE '%tidak%' OR subject LIKE '%@%'";
    assert_eq!(app.number(typed).await, 0, "what was typed is not kept");
}

async fn register(app: &TestApp, ip: &str, email: &str) -> Answer {
    let guest = app.guest();
    let ask = json!({ "name": "Budi", "email": email, "password": "gitar merah di kamar" });
    guest.send(guest.request(Method::POST, "/auth/registration").header("x-forwarded-for", ip).json(&ask)).await
}

#[tokio::test]
async fn nobody_goes_through_a_list_of_emails_by_registering() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    // Whoever is new does not count.
    for number in 0..3 {
        register(&app, "36.72.1.1", &format!("baru{number}@example.com")).await.done();
    }
    let asked = join_all((0..60).map(|_| register(&app, "36.72.1.1", buyer.email()))).await;
    let of = |status: u16| asked.iter().filter(|answer| answer.status == status).count();
    assert_eq!(of(409) + of(429), 60);
    assert!((38..=40).contains(&of(409)), "{}", of(409));
    // Now neither is told apart.
    for email in [buyer.email(), "baru9@example.com"] {
        let refused = register(&app, "36.72.1.1", email).await;
        assert!((1..=3_600).contains(&seconds(&refused)));
        refused.problem(429, "rate_limited");
    }
    register(&app, "36.72.1.2", "baru9@example.com").await.done();
    app.ctx.clock.advance(TimeDelta::minutes(61));
    register(&app, "36.72.1.1", "baru10@example.com").await.done();
}
