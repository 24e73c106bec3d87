//! A1, A2, A4: accounts.

use reqwest::Method;
use serde_json::{Value, json};
use shared::account::{Address, Me, Session};
use tests::{Answer, TestApp, districts};

#[tokio::test]
async fn registering_signs_in_and_posts_a_welcome() {
    let app = TestApp::new().await;
    let mut buyer = app.guest();
    let signed_in = buyer.register().await;
    assert_eq!(signed_in.user.role, "buyer");
    assert!(signed_in.user.permissions.is_empty());
    let me: Me = buyer.get("/account").await.ok();
    assert_eq!(me.email, buyer.email());
    app.run_jobs().await;
    let sent = "SELECT count(*) AS n FROM email_messages WHERE template = 'welcome' AND state = 'sent'";
    assert_eq!(app.number(sent).await, 1);
}

#[tokio::test]
async fn an_email_is_registered_once_whatever_its_case() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let ask = json!({ "name": "Lain Orang", "email": buyer.email().to_uppercase(), "password": buyer.password() });
    let problem = app.guest().post("/auth/registration", ask).await.problem(409, "email_taken");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/email", "taken"));
}

#[tokio::test]
async fn a_weak_password_is_refused_and_the_field_is_named() {
    let app = TestApp::new().await;
    let ask = json!({ "name": "B", "email": "bukan-email", "password": "password" });
    let problem = app.guest().post("/auth/registration", ask).await.problem(422, "invalid_fields");
    let fields: Vec<(&str, &str)> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    assert_eq!(fields, [("/name", "too_short"), ("/email", "invalid_email"), ("/password", "weak_password")]);
}

#[tokio::test]
async fn signing_in_takes_the_right_password_and_an_active_account() {
    let app = TestApp::new().await;
    let mut buyer = app.buyer().await;
    let wrong = json!({ "login": buyer.email(), "password": "salah total" });
    app.guest().post("/auth/sign-in", wrong).await.problem(401, "wrong_credentials");
    let nobody = json!({ "login": "tidak@ada.example", "password": "salah total" });
    app.guest().post("/auth/sign-in", nobody).await.problem(401, "wrong_credentials");
    buyer.sign_in().await;

    app.sql("UPDATE users SET active = false WHERE id = $1", [buyer.user_id().into()]).await;
    app.eventually("the open session is out", async || buyer.get("/account").await.status == 401).await;
    let ask = json!({ "login": buyer.email(), "password": buyer.password() });
    app.guest().post("/auth/sign-in", ask).await.problem(403, "account_inactive");
}

#[tokio::test]
async fn a_network_makes_so_many_accounts_an_hour() {
    let app = TestApp::new().await;
    let register = async |email: &str, ip: &str| {
        let ask = json!({ "name": "Budi", "email": email, "password": "gitar merah di kamar" });
        let request = app.guest().request(Method::POST, "/auth/registration").json(&ask);
        app.guest().send(request.header("x-forwarded-for", ip)).await
    };
    register("satu@example.com", "2001:db8:1:2::7").await.done();
    assert_eq!(app.sql("UPDATE request_counts SET requests = 99 WHERE subject LIKE 'register:%'", []).await, 1);
    // A machine has every address of its network by IPv6.
    register("dua@example.com", "2001:db8:1:2:aaaa::9").await.done();
    let refused = register("tiga@example.com", "2001:db8:1:2:bbbb::1").await;
    assert!(refused.headers.contains_key("retry-after"));
    refused.problem(429, "rate_limited");
    // Nor does one learn any more who has an account.
    register("satu@example.com", "2001:db8:1:2::7").await.problem(429, "rate_limited");
    register("tiga@example.com", "2001:db8:1:3::7").await.done();
    app.ctx.clock.advance(chrono::TimeDelta::minutes(61));
    register("empat@example.com", "2001:db8:1:2::7").await.done();
}

#[tokio::test]
async fn guesses_of_a_network_are_counted_together() {
    let app = TestApp::new().await;
    for (login, ip) in [("satu", "2001:db8:1:2::7"), ("dua", "2001:db8:1:2:aaaa::9")] {
        let request = app.guest().request(Method::POST, "/auth/sign-in").json(&json!({ "login": login, "password": "salah" }));
        app.guest().send(request.header("x-forwarded-for", ip)).await.problem(401, "wrong_credentials");
    }
    let counted = "SELECT sum(failures)::bigint AS n FROM sign_in_failures WHERE subject LIKE 'address:%' GROUP BY subject";
    assert_eq!(app.number(counted).await, 2);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    for _ in 0..10 {
        let ask = json!({ "login": buyer.email(), "password": "salah total" });
        app.guest().post("/auth/sign-in", ask).await.problem(401, "wrong_credentials");
    }
    let ask = json!({ "login": buyer.email(), "password": buyer.password() });
    let refused = app.guest().post("/auth/sign-in", ask.clone()).await;
    assert!(refused.headers.contains_key("retry-after"));
    refused.problem(429, "rate_limited");
    app.ctx.clock.advance(chrono::TimeDelta::minutes(16));
    app.guest().post("/auth/sign-in", ask).await.done();
}

/// Whether the browser is told to forget its refresh token.
fn takes_the_cookie_back(answer: &Answer) -> bool {
    let cookie = answer.headers.get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or_default();
    cookie.starts_with("hurtrock_refresh=;") && cookie.contains("Max-Age=0") && cookie.contains("Path=/api/v1/auth")
}

#[tokio::test]
async fn the_refresh_token_rotates_and_its_reuse_ends_the_session() {
    let app = TestApp::new().await;
    let mut buyer = app.buyer().await;
    let first = buyer.cookie().unwrap().to_owned();
    let answer = buyer.post("/auth/refresh", Value::Null).await;
    buyer.remember(answer);
    let second = buyer.cookie().unwrap().to_owned();
    assert_ne!(first, second);

    // A second tab that was a moment late gets an access token all the same.
    let mut tab = buyer.clone();
    tab.set_cookie(&first);
    tab.post("/auth/refresh", Value::Null).await.done();

    // Later, the first token can only be a stolen one.
    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    let refused = tab.post("/auth/refresh", Value::Null).await;
    assert!(takes_the_cookie_back(&refused), "{:?}", refused.headers);
    refused.problem(401, "session_revoked");
    buyer.post("/auth/refresh", Value::Null).await.problem(401, "session_revoked");
    buyer.get("/account").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn who_knows_a_session_by_its_id_ends_nothing_by_it() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (session, secret) = buyer.cookie().unwrap().split_once('.').unwrap();
    let (body, mark) = secret.split_once('.').unwrap();
    let other = app.buyer().await;
    let (_, foreign) = other.cookie().unwrap().split_once('.').unwrap();
    let (longer, other_body) = (format!("{secret}x"), format!("x.{mark}"));
    for made_up in ["", "x", "x.y", body, longer.as_str(), other_body.as_str(), foreign] {
        let mut stranger = app.guest();
        stranger.set_cookie(&format!("{session}.{made_up}"));
        let refused = stranger.post("/auth/refresh", Value::Null).await;
        assert!(takes_the_cookie_back(&refused), "{made_up:?}: {:?}", refused.headers);
        refused.problem(401, "unauthenticated");
    }
    let nobody = app.guest().post("/auth/refresh", Value::Null).await;
    assert!(!nobody.headers.contains_key("set-cookie"));
    nobody.problem(401, "unauthenticated");
    buyer.get("/account").await.done();
    buyer.post("/auth/refresh", Value::Null).await.done();
}

#[tokio::test]
async fn an_answer_that_was_lost_signs_nobody_out() {
    let app = TestApp::new().await;
    let mut buyer = app.buyer().await;
    let first = buyer.cookie().unwrap().to_owned();
    let lost = buyer.post("/auth/refresh", Value::Null).await;
    let lost = lost.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    // The browser never saw that, waited for it in vain, and asks again.
    app.ctx.clock.advance(chrono::TimeDelta::seconds(30));
    let answer = buyer.post("/auth/refresh", Value::Null).await;
    buyer.remember(answer);
    assert_eq!((buyer.cookie(), buyer.cookie() == Some(&first)), (Some(lost.as_str()), false));
    app.ctx.clock.advance(chrono::TimeDelta::minutes(11));
    let answer = buyer.post("/auth/refresh", Value::Null).await;
    buyer.remember(answer);
    buyer.get("/account").await.done();
}

#[tokio::test]
async fn the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::with(&[("public_url", "https://hurtrock.example")]).await;
    let ask = json!({ "name": "Budi Santoso", "email": "budi@example.com", "password": "gitar merah di kamar" });
    let answer = app.guest().post("/auth/registration", ask).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let app = TestApp::new().await;
    let mut phone = app.buyer().await;
    let mut laptop = phone.clone();
    laptop.sign_in().await;
    let mut tablet = phone.clone();
    tablet.sign_in().await;

    let sessions: Vec<Session> = phone.get("/account/sessions").await.ok();
    assert_eq!((sessions.len(), sessions.iter().filter(|session| session.current).count()), (3, 1));
    let tablets: Vec<Session> = tablet.get("/account/sessions").await.ok();
    let current = tablets.iter().find(|session| session.current).unwrap();
    phone.delete(&format!("/account/sessions/{}", current.id)).await.done();
    tablet.get("/account").await.problem(401, "unauthenticated");
    phone.delete("/account/sessions").await.done();
    laptop.get("/account").await.problem(401, "unauthenticated");
    phone.get("/account").await.done();
    phone.post("/auth/sign-out", Value::Null).await.done();
    phone.get("/account").await.problem(401, "unauthenticated");
    // Somebody else's session is not there.
    let stranger = app.buyer().await;
    stranger.delete(&format!("/account/sessions/{}", sessions[0].id)).await.problem(404, "not_found");
    phone.sign_in().await;
}

#[tokio::test]
async fn the_profile_keeps_phones_in_one_form() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let ask = json!({ "name": "Budi S.", "username": "budi", "phone": "(0821) 1555-8035", "locale": "en" });
    let me: Me = buyer.put("/account", ask.clone()).await.ok();
    assert_eq!((me.phone.as_deref(), me.username.as_deref()), (Some("+6282115558035"), Some("budi")));
    let other = app.buyer().await;
    let mut taken = ask;
    taken["username"] = json!("BUDI");
    let problem = other.put("/account", taken).await.problem(409, "username_taken");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/username", "taken"));
    app.guest().post("/auth/sign-in", json!({ "login": "Budi", "password": buyer.password() })).await.done();
}

#[tokio::test]
async fn there_is_always_exactly_one_default_address() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let first = buyer.add_address(districts::BANDUNG).await;
    let second = buyer.add_address(districts::JAKARTA).await;
    let list = async || -> Vec<Address> { buyer.get("/account/addresses").await.ok() };
    let defaults = |addresses: &[Address]| {
        addresses.iter().filter(|address| address.is_default).map(|address| address.id).collect::<Vec<_>>()
    };
    assert_eq!(defaults(&list().await), [first]);
    assert_eq!(list().await[0].region.regency.name, "Kota Bandung");

    let ask = json!({ "label": "Studio", "recipient": "Budi", "phone": "08211555803", "street": "Jl. Riau No. 11", "district_code": districts::JAKARTA,
                      "postal_code": "12810", "is_default": true });
    buyer.put(&format!("/account/addresses/{second}"), ask.clone()).await.done();
    assert_eq!(defaults(&list().await), [second]);
    buyer.delete(&format!("/account/addresses/{second}")).await.done();
    assert_eq!(defaults(&list().await), [first]);

    let mut nowhere = ask;
    nowhere["district_code"] = json!("99.99.99");
    let problem = buyer.post("/account/addresses", nowhere.clone()).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/district_code");
    let stranger = app.buyer().await;
    nowhere["district_code"] = json!(districts::BANDUNG);
    stranger.put(&format!("/account/addresses/{first}"), nowhere).await.problem(404, "not_found");
}

#[tokio::test]
async fn an_address_too_many_is_refused_in_these_words() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    for _ in 0..20 {
        buyer.add_address(districts::BANDUNG).await;
    }
    let ask = json!({ "label": "Studio", "recipient": "Budi", "phone": "08211555803", "street": "Jl. Riau No. 11",
                      "district_code": districts::BANDUNG, "postal_code": "40115", "is_default": false });
    let problem = buyer.post("/account/addresses", ask).await.problem(422, "invalid_fields");
    let fault = &problem.errors[0];
    assert_eq!((fault.pointer.as_str(), fault.code.as_str(), fault.params["max"].as_str()), ("", "too_many", "20"));
}
