//! The WebSocket across processes: two servers, one database.

use serde_json::Value;
use shared::live::{ByeReason, ServerMessage, Topic};
use shared::notifications::NotificationKind;
use tests::{Live, Process, Shelf, TestApp, free_address};

use super::live::notify;

#[tokio::test]
async fn what_happens_at_one_server_is_told_at_the_other() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let mut buyer = app.buyer().await;
    let staff = app.staff().await;
    let other = Process::start(&app, &free_address(), &[]).await;
    let there = buyer.clone().at(other.url());
    let (mut far, _) = Live::join(&there, None, &[Topic::OwnOrders]).await;
    let (mut near, _) = Live::join(&buyer, None, &[]).await;
    let (mut desk, welcome) = Live::join(&staff.clone().at(other.url()), None, &[Topic::Orders]).await;
    assert_eq!(welcome.topics, [Topic::Orders]);

    let order = buyer.order(guitar.variant, 1).await;
    let told = far.notification().await;
    assert_eq!((told.kind, told.order_id), (NotificationKind::Placed, Some(order.id)));
    assert_eq!(near.notification().await, told);
    loop {
        if let ServerMessage::Changed(change) = desk.message().await {
            assert!(change.topic == Topic::Orders && change.concerns(order.id.0));
            break;
        }
    }
    // A ticket of one opens a socket at the other, and once at either.
    let ticket: shared::live::LiveTicket = buyer.post("/live/ticket", Value::Null).await.ok();
    let opened = Live::with_ticket(other.url(), &ticket.ticket).await;
    assert!(opened.is_ok());
    assert_eq!(Live::with_ticket(app.url(), &ticket.ticket).await.err().map(|refused| refused.0), Some(401));

    // Signed out here, cut off there; and so are all of somebody who is deactivated.
    buyer.post("/auth/sign-out", Value::Null).await.done();
    far.ends_by(ByeReason::SignedOut).await;
    near.ends_by(ByeReason::SignedOut).await;
    app.sql("UPDATE users SET active = false WHERE id = $1", [staff.user_id().into()]).await;
    desk.ends_by(ByeReason::SignedOut).await;
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye_and_the_next_one_goes_on() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let mut first = Process::start(&app, &free_address(), &[]).await;
    let (mut live, _) = Live::join(&buyer.clone().at(first.url()), None, &[]).await;
    notify(&app, &buyer, 1).await;
    let seen = live.notification().await.sequence;

    first.terminate();
    let bye = live.bye().await;
    assert_eq!(bye.reason, ByeReason::Restarting);
    let reconnect = bye.reconnect.expect("where to go");
    assert_eq!(reconnect.ticket, "/api/v1/live/ticket");
    assert!((1..=10_000).contains(&reconnect.after_ms));
    assert!(first.stopped().await.success());

    notify(&app, &buyer, 2).await;
    let second = Process::start(&app, &free_address(), &[]).await;
    let (mut back, welcome) = Live::join(&buyer.clone().at(second.url()), Some(seen), &[]).await;
    assert!(!welcome.missed);
    assert_eq!(back.notification().await.sequence, seen + 1);
    assert_eq!(back.notification().await.sequence, seen + 2);
    assert_eq!(back.news().await, []);
}
