//! Changes go over NATS.

use std::time::Duration;

use shared::ids::ChatMessageId;
use shared::live::chat::ChatTyping;
use shared::live::{ByeReason, ClientMessage, ServerMessage};
use shared::notifications::NotificationKind;
use tests::{Live, Nats, Process, Shelf, TestApp, free_address};

use super::{Watched, race};
use crate::chat::{answer, open_always, say};
use crate::chat_live::{next, watch};
use crate::live::notify;

/// Waits until a message of the chat is told.
async fn hears(live: &mut Live, id: ChatMessageId) {
    next(live, |said| match said {
        ServerMessage::ChatMessage(news) if news.message.id == id => Some(()),
        _ => None,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_at_one_server_is_told_at_the_other_and_nobody_listens_to_the_database() {
    let nats = Nats::start().await;
    let url = nats.url();
    let app = TestApp::with(&[("nats_url", &url)]).await;
    open_always(&app, true).await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let other = Process::start(&app, &free_address(), &[("nats_url", &url)]).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let (mut there, agent_there) = (buyer.clone().at(other.url()), agent.clone().at(other.url()));

    // The chat: what is said at one is heard at the other, and that somebody types.
    let (mut tab, _) = Live::join(&buyer, None, &[]).await;
    watch(&mut tab, &[]).await;
    let said = say(&there, "Apakah ini masih ada?").await;
    hears(&mut tab, said.id).await;
    let (mut desk, _) = Live::join(&agent_there, None, &[]).await;
    watch(&mut desk, &[(said.room_id, None)]).await;
    desk.say(&ClientMessage::ChatTyping(ChatTyping { room_id: said.room_id, typing: true })).await;
    let typist = next(&mut tab, |said| match said {
        ServerMessage::ChatTypist(typist) => Some(typist),
        _ => None,
    })
    .await;
    assert!(typist.typing);
    let answered = answer(&agent, said.room_id, "Masih, satu lagi.").await;
    hears(&mut desk, answered.id).await;

    // Notifications, each once.
    let (mut near, _) = Live::join(&buyer, None, &[]).await;
    let order = there.order(guitar.goods.variant, 1).await;
    let told = near.notification().await;
    assert_eq!((told.kind, told.order_id), (NotificationKind::Placed, Some(order.id)));

    // Pages, which both remember.
    let visitor = app.guest();
    let visitor_there = app.guest().at(other.url());
    guitar.shows(12_000_000, &[&visitor, &visitor_there]).await;
    guitar.reprice(11_000_000).await;
    guitar.shows(11_000_000, &[&visitor, &visitor_there]).await;
    race(&app, &shelf, other.url()).await;

    // Signed out there, cut off here.
    there.get("/account").await.done();
    buyer.get("/account").await.done();
    there.post("/auth/sign-out", serde_json::Value::Null).await.done();
    near.ends_by(ByeReason::SignedOut).await;
    assert_eq!(buyer.get("/account").await.status, 401);

    let listening = "SELECT count(*) AS n FROM pg_stat_activity
                     WHERE datname = current_database() AND query LIKE 'LISTEN \"hurtrock%'";
    assert_eq!(app.number(listening).await, 0);
    app.eventually("everything was passed on", async || app.number("SELECT count(*) AS n FROM outbox").await == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_nats_is_away_nothing_is_untrue_and_afterwards_nothing_is_missing() {
    let mut nats = Nats::start().await;
    let url = nats.url();
    let app = TestApp::with(&[("nats_url", &url)]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let mut other = Process::start(&app, &free_address(), &[("nats_url", &url)]).await;
    let (visitor, visitor_there) = (app.guest(), app.guest().at(other.url()));
    let buyer = app.buyer().await;
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    let (mut far, _) = Live::join(&buyer.clone().at(other.url()), None, &[]).await;
    guitar.shows(12_000_000, &[&visitor, &visitor_there]).await;

    nats.kill();
    app.eventually("it is noticed", async || !app.ctx.caches.hears()).await;
    guitar.reprice(11_000_000).await;
    guitar.shows(11_000_000, &[&visitor_there]).await;
    // Nothing is remembered here, so nobody has to wait.
    assert_eq!(guitar.price(&visitor).await, 11_000_000);
    guitar.reprice(10_000_000).await;
    assert_eq!(guitar.price(&visitor).await, 10_000_000);
    notify(&app, &buyer, 2).await;

    nats.start_again().await;
    app.eventually("it is heard again", async || app.ctx.caches.hears()).await;
    let first = live.notification().await.sequence;
    assert_eq!(live.notification().await.sequence, first + 1);
    assert_eq!(far.notification().await.sequence, first);
    assert_eq!(far.notification().await.sequence, first + 1);
    guitar.reprice(9_000_000).await;
    guitar.shows(9_000_000, &[&visitor, &visitor_there]).await;
    app.eventually("everything was passed on", async || app.number("SELECT count(*) AS n FROM outbox").await == 0).await;
    assert!(other.lives());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hears_the_other_way_remembers_nothing() {
    let nats = Nats::start().await;
    let app = TestApp::with(&[("nats_url", &nats.url())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let visitor = app.guest();
    guitar.shows(12_000_000, &[&visitor]).await;

    // It is started without the setting, and has everybody notify.
    let other = Process::start(&app, &free_address(), &[]).await;
    app.eventually("it is noticed", async || !app.ctx.caches.hears()).await;
    for price in [11_000_000, 10_000_000] {
        guitar.reprice(price).await;
        assert_eq!(guitar.price(&visitor).await, price);
        guitar.shows(price, &[&app.guest().at(other.url())]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_still_notifies_leaves_what_goes_over_nats_to_the_others() {
    let nats = Nats::start().await;
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;

    // The setting is new, and the other one is the first to be started with it.
    let other = Process::start(&app, &free_address(), &[("nats_url", &nats.url())]).await;
    app.eventually("it is noticed", async || !app.ctx.caches.hears()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let visitor_there = app.guest().at(other.url());
    for price in [11_000_000, 10_000_000, 9_000_000] {
        guitar.reprice(price).await;
        // As after each order.
        api::jobs::pass_on(&app.ctx);
        guitar.shows(price, &[&visitor_there]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_carried_another_way_for_a_moment_is_not_missed() {
    let nats = Nats::start().await;
    let app = TestApp::with(&[("nats_url", &nats.url())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let visitor = app.guest();
    guitar.shows(12_000_000, &[&visitor]).await;
    app.eventually("everything was passed on", async || app.number("SELECT count(*) AS n FROM outbox").await == 0).await;
    // Whatever was on its way has come; the page is kept.
    tokio::time::sleep(Duration::from_millis(200)).await;
    guitar.shows(12_000_000, &[&visitor]).await;

    app.sql("UPDATE announcing SET by_nats = false", []).await;
    guitar.reprice(11_000_000).await;
    app.sql("UPDATE announcing SET by_nats = true", []).await;
    guitar.shows(11_000_000, &[&visitor]).await;
    app.eventually("it is heard again", async || app.ctx.caches.hears()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nats_that_takes_nothing_in_is_not_taken_for_one_that_has_nothing_to_say() {
    let nats = Nats::start().await;
    let app = TestApp::with(&[("nats_url", &nats.url())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let visitor = app.guest();
    guitar.shows(12_000_000, &[&visitor]).await;

    nats.pause();
    guitar.reprice(11_000_000).await;
    guitar.shows(11_000_000, &[&visitor]).await;
    assert!(!app.ctx.caches.hears());
    nats.resume();
    app.eventually("it is heard again", async || app.ctx.caches.hears()).await;
    guitar.reprice(10_000_000).await;
    guitar.shows(10_000_000, &[&visitor]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_is_closed_while_nats_is_away() {
    let mut nats = Nats::start().await;
    let app = TestApp::with(&[("nats_url", &nats.url())]).await;
    nats.kill();
    app.eventually("it is noticed", async || !app.ctx.caches.hears()).await;
    // As another process has it, or the command.
    for (mode, status) in [("closed", 503), ("off", 200)] {
        app.sql("UPDATE store_profile SET maintenance = $1", [mode.into()]).await;
        app.eventually(mode, async || app.guest().get("/store").await.status == status).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_signed_out_while_nats_is_away_is_cut_off() {
    let mut nats = Nats::start().await;
    let app = TestApp::with(&[("nats_url", &nats.url()), ("live_heartbeat_seconds", "1")]).await;
    let buyer = app.buyer().await;
    let (mut tab, _) = Live::join(&buyer, None, &[]).await;
    nats.kill();
    app.eventually("it is noticed", async || !app.ctx.caches.hears()).await;
    buyer.post("/auth/sign-out", serde_json::Value::Null).await.done();
    tab.ends_by(ByeReason::SignedOut).await;
}
