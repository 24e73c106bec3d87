//! The WebSocket and those who misuse it.

use shared::live::{BURST, ByeReason, ClientMessage, Hello, LiveErrorCode, MAX_MESSAGE, Ping, ServerMessage, VERSION};
use tests::{Live, TestApp};
use tokio_tungstenite::tungstenite::protocol::Message;

use super::live::notify;

#[tokio::test]
async fn what_cannot_be_read_ends_it_with_a_reason() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let large = format!(r#"{{"type":"ping","id":1,"x":"{}"}}"#, "x".repeat(MAX_MESSAGE));
    for (frame, reason) in [
        (Message::text("halo"), ByeReason::Malformed),
        (Message::text("{}"), ByeReason::Malformed),
        (Message::text("[]"), ByeReason::Malformed),
        (Message::text(r#"{"type":"subscribe"}"#), ByeReason::Malformed),
        (Message::text(r#"{"type":"ping","id":"x"}"#), ByeReason::Malformed),
        (Message::text("[".repeat(3_000)), ByeReason::Malformed),
        (Message::binary(vec![1, 2, 3]), ByeReason::Malformed),
        (Message::text(large), ByeReason::TooLarge),
    ] {
        let (mut live, _) = Live::join(&buyer, None, &[]).await;
        live.send(frame.clone()).await;
        let bye = live.bye().await;
        assert_eq!((bye.reason, bye.reconnect), (reason, None), "{frame}");
    }
    // Beyond what is read into memory, the connection is cut off without a word at the worst.
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    live.send(Message::text("x".repeat(1 << 20))).await;
    app.eventually("it was cut off", async || app.ctx.live.connections() == 0).await;
}

#[tokio::test]
async fn hello_comes_first_and_once() {
    let app = TestApp::with(&[("live_heartbeat_seconds", "1")]).await;
    let buyer = app.buyer().await;
    let mut silent = Live::open(&buyer).await;
    silent.ends_by(ByeReason::NoHello).await;
    let mut hasty = Live::open(&buyer).await;
    hasty.say(&ClientMessage::Ping(Ping { id: 1 })).await;
    hasty.ends_by(ByeReason::NoHello).await;
    let mut later = Live::open(&buyer).await;
    later.say(&ClientMessage::Hello(Hello { version: VERSION + 1, ..Hello::default() })).await;
    later.ends_by(ByeReason::UnsupportedVersion).await;

    let (mut twice, _) = Live::join(&buyer, None, &[]).await;
    twice.say(&ClientMessage::Hello(Hello { version: VERSION, ..Hello::default() })).await;
    assert!(matches!(twice.message().await, ServerMessage::Error(error) if error.code == LiveErrorCode::HelloTwice));
    twice.say_text(r#"{"type":"typing","room":"x"}"#).await;
    assert!(matches!(twice.message().await, ServerMessage::Error(error) if error.code == LiveErrorCode::UnknownMessage));
    assert_eq!(twice.so_far().await, [], "it goes on");
}

#[tokio::test]
async fn a_flood_is_dammed() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    for id in 0..BURST * 2 {
        live.say(&ClientMessage::Ping(Ping { id })).await;
    }
    let mut answered = 0;
    loop {
        match live.message().await {
            ServerMessage::Pong(_) => answered += 1,
            ServerMessage::Error(error) if error.code == LiveErrorCode::RateLimited => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(answered >= BURST - 1, "{answered} were answered before");
    for id in 0..1_000 {
        live.say(&ClientMessage::Ping(Ping { id })).await;
    }
    live.ends_by(ByeReason::Flooding).await;
    // Frames that are no messages count as well.
    let (mut pinging, _) = Live::join(&buyer, None, &[]).await;
    for _ in 0..1_000 {
        pinging.send(Message::Ping(vec![1].into())).await;
    }
    pinging.ends_by(ByeReason::Flooding).await;
}

#[tokio::test]
async fn the_lifeless_are_let_go_and_the_quiet_stay() {
    let app = TestApp::with(&[("live_heartbeat_seconds", "1")]).await;
    let buyer = app.buyer().await;
    let (mut quiet, _) = Live::join(&buyer, None, &[]).await;
    // Nobody polls this one, so that no ping is answered.
    let (_lifeless, _) = Live::join(&buyer, None, &[]).await;
    let waiting = async { app.eventually("one of two left", async || app.ctx.live.connections() == 1).await };
    tokio::select! {
        () = waiting => {}
        heard = quiet.next() => panic!("the quiet one heard {heard:?}"),
    }
    assert_eq!(app.ctx.live.farewells(ByeReason::Idle), 1);
    assert_eq!(quiet.so_far().await, []);
}

#[tokio::test]
async fn who_does_not_read_is_cut_off() {
    let app = TestApp::with(&[("live_heartbeat_seconds", "4")]).await;
    let buyer = app.buyer().await;
    let (_never_read, _) = Live::join(&buyer, None, &[]).await;
    let fill = "INSERT INTO notifications (id, user_id, kind, data, created_at)
                SELECT gen_random_uuid(), $1, 'shipped', jsonb_build_object('order_number', repeat('x', 8000)), now()
                FROM generate_series(1, 60)";
    let gone = async || {
        app.sql(fill, [buyer.user_id().into()]).await;
        app.ctx.live.connections() == 0
    };
    app.eventually("it was cut off", gone).await;
    assert_eq!(app.ctx.live.farewells(ByeReason::TooSlow), 1, "and not for being quiet");
    // Others do not suffer from it.
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    notify(&app, &buyer, 1).await;
    live.notification().await;
}

#[tokio::test]
async fn a_person_has_so_many_tabs_and_the_server_so_many_sockets() {
    let app = TestApp::with(&[("live_connections", "32")]).await;
    let buyer = app.buyer().await;
    let mut tabs = Vec::new();
    for _ in 0..30 {
        tabs.push(Live::join(&buyer, None, &[]).await.0);
    }
    let mut one_more = Live::open(&buyer).await;
    one_more.ends_by(ByeReason::TooManyConnections).await;
    let other = app.buyer().await;
    tabs.push(Live::join(&other, None, &[]).await.0);
    tabs.push(Live::join(&other, None, &[]).await.0);
    let ticket: shared::live::LiveTicket = other.post("/live/ticket", serde_json::Value::Null).await.ok();
    let (status, body) = Live::with_ticket(app.url(), &ticket.ticket).await.err().expect("it is full");
    assert_eq!(status, 503, "{body}");
    drop(tabs);
    app.eventually("all left", async || app.ctx.live.connections() == 0).await;
    // The ticket was not taken in when there was no room.
    assert!(Live::with_ticket(app.url(), &ticket.ticket).await.is_ok());
}
