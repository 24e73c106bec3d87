//! The WebSocket: who gets in, and who is told what.

use std::time::Duration;

use serde_json::{Value, json};
use shared::ids::ProductId;
use shared::live::{ByeReason, ClientMessage, LiveTicket, ServerMessage, Subscribe, Topic, UnreadCounts, VERSION};
use shared::notifications::{Notification, NotificationKind};
use shared::orders::Order;
use shared::page::Page;
use tests::{Caller, Live, Shelf, TestApp};

use crate::inventory::adjust;
use crate::inventory_restock::placed;

/// Writes `count` notifications to a buyer, as if something had happened to their orders.
pub async fn notify(app: &TestApp, to: &Caller, count: i32) {
    let sql = "INSERT INTO notifications (id, user_id, kind, data, created_at)
               SELECT gen_random_uuid(), $1, 'shipped', jsonb_build_object('order_number', 'HRT-261128-00000' || n), now()
               FROM generate_series(1, $2) n";
    app.sql(sql, [to.user_id().into(), count.into()]).await;
}

async fn ticket(caller: &Caller) -> String {
    caller.post("/live/ticket", Value::Null).await.ok::<LiveTicket>().ticket
}

#[tokio::test]
async fn a_ticket_opens_one_socket_and_soon() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    app.guest().post("/live/ticket", Value::Null).await.problem(401, "unauthenticated");

    let once = ticket(&buyer).await;
    let _open = Live::with_ticket(app.url(), &once).await.unwrap_or_else(|refused| panic!("{refused:?}"));
    let refused = |status: u16, body: &str, code: &str| {
        assert_eq!(status, 401, "{body}");
        let problem: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        assert_eq!(problem["code"], code);
    };
    for wrong in [once.as_str(), "x", "", "%00", &"a".repeat(43)] {
        let (status, body) = Live::with_ticket(app.url(), wrong).await.err().unwrap_or_else(|| panic!("{wrong} was taken"));
        refused(status, &body, "unauthenticated");
    }
    let late = ticket(&buyer).await;
    app.ctx.clock.advance(chrono::TimeDelta::seconds(31));
    let (status, body) = Live::with_ticket(app.url(), &late).await.err().expect("it is too old");
    refused(status, &body, "unauthenticated");

    app.guest().get("/live?ticket=x").await.problem(400, "malformed_request");
}

#[tokio::test]
async fn tickets_are_not_hoarded() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    app.ctx.clock.stop();
    for _ in 0..20 {
        ticket(&buyer).await;
    }
    let answer = buyer.post("/live/ticket", Value::Null).await;
    assert!(answer.headers.contains_key("retry-after"));
    answer.problem(429, "rate_limited");
    app.ctx.clock.advance(chrono::TimeDelta::seconds(31));
    ticket(&buyer).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM live_tickets").await, 1, "old ones are cleared away");
}

#[tokio::test]
async fn everybody_hears_of_their_own_orders_in_every_tab() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let (mut mine, mut other) = (app.buyer().await, app.buyer().await);
    let (mut tab, welcome) = Live::join(&mine, None, &[Topic::OwnOrders, Topic::Orders]).await;
    assert_eq!((welcome.version, welcome.sequence, welcome.missed), (VERSION, 0, false));
    assert_eq!(welcome.topics, [Topic::OwnOrders], "orders are for staff");
    assert_eq!(welcome.counts, UnreadCounts::default());
    let (mut second, _) = Live::join(&mine, None, &[]).await;
    let (mut theirs, _) = Live::join(&other, None, &[Topic::OwnOrders]).await;

    let their_order = other.order(guitar.variant, 1).await;
    let my_order = mine.order(guitar.variant, 1).await;

    // The notification, the count and the topic come in whichever order, and nothing of the other's.
    let (mut told, mut counted, mut changed) = (None, false, false);
    while !(told.is_some() && counted && changed) {
        match tab.message().await {
            ServerMessage::Notification(news) => assert_eq!(told.replace(news.notification), None),
            ServerMessage::Counts(counts) => {
                assert_eq!(counts, UnreadCounts { buyer: 1, ..UnreadCounts::default() });
                counted = true;
            }
            ServerMessage::Changed(change) => {
                assert_eq!((change.topic, change.ids), (Topic::OwnOrders, Some(vec![my_order.id.0])));
                changed = true;
            }
            other => panic!("{other:?}"),
        }
    }
    let told = told.unwrap();
    assert_eq!((told.sequence, told.kind, told.order_id), (1, NotificationKind::Placed, Some(my_order.id)));
    assert_eq!(told.order_number.as_deref(), Some(my_order.number.as_str()));
    assert_eq!(second.notification().await, told);
    assert_eq!(theirs.notification().await.order_id, Some(their_order.id));

    // What is read in one tab is read in all.
    mine.post("/notifications/read", json!({})).await.done();
    assert!(matches!(tab.message().await, ServerMessage::Counts(UnreadCounts { buyer: 0, .. })));
    let listed: Page<Notification> = mine.get("/notifications").await.ok();
    assert_eq!(listed.items, [Notification { read: true, ..told }]);
}

#[tokio::test]
async fn what_was_missed_is_told_once() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    notify(&app, &buyer, 2).await;
    let (mut live, welcome) = Live::join(&buyer, None, &[]).await;
    assert_eq!((welcome.sequence, welcome.counts.buyer), (2, 2));
    notify(&app, &buyer, 1).await;
    assert_eq!(live.notification().await.sequence, 3);
    drop(live);

    notify(&app, &buyer, 3).await;
    let (mut back, welcome) = Live::join(&buyer, Some(3), &[]).await;
    assert!(!welcome.missed);
    for sequence in 4..=6 {
        assert_eq!(back.notification().await.sequence, sequence);
    }
    // What comes while it comes back comes once too.
    notify(&app, &buyer, 1).await;
    assert_eq!(back.notification().await.sequence, 7);
    let (mut again, _) = Live::join(&buyer, Some(7), &[]).await;
    assert_eq!(again.news().await, []);

    // Numbers that are not this person's, or too old to be told one by one.
    for since in [-1, 8, i64::MAX] {
        let (mut odd, welcome) = Live::join(&buyer, Some(since), &[]).await;
        assert!(welcome.missed && welcome.sequence == 7, "{since}");
        assert_eq!(odd.news().await, []);
    }
    notify(&app, &buyer, 120).await;
    let (_, welcome) = Live::join(&buyer, Some(7), &[]).await;
    assert!(welcome.missed && welcome.sequence == 127);
    let (mut nearly, welcome) = Live::join(&buyer, Some(27), &[]).await;
    assert!(!welcome.missed);
    for sequence in 28..=127 {
        assert_eq!(nearly.notification().await.sequence, sequence);
    }
}

#[tokio::test]
async fn nothing_gets_lost_or_doubled_while_sockets_come_and_go() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    // Not more than are told one by one, however far the reader falls behind.
    const ALL: i64 = shared::live::MAX_REPLAY;
    let writer = async {
        for _ in 0..ALL {
            notify(&app, &buyer, 1).await;
        }
    };
    let reader = async {
        let mut seen = 0;
        let mut visits = 0;
        while seen < ALL {
            visits += 1;
            let (mut live, welcome) = Live::join(&buyer, Some(seen), &[]).await;
            assert!(!welcome.missed, "{seen} {welcome:?}");
            for _ in 0..(visits % 7) + 3 {
                if seen < ALL {
                    let told = live.notification().await;
                    assert_eq!(told.sequence, seen + 1);
                    seen = told.sequence;
                }
            }
        }
    };
    tokio::join!(writer, reader);
}

#[tokio::test]
async fn a_burst_beyond_what_is_told_one_by_one_is_said_to_be_missed() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    notify(&app, &buyer, 150).await;
    loop {
        match live.message().await {
            ServerMessage::Missed(missed) => {
                assert_eq!(missed.sequence, 150);
                break;
            }
            ServerMessage::Notification(_) | ServerMessage::Counts(_) => {}
            other => panic!("{other:?}"),
        }
    }
    notify(&app, &buyer, 1).await;
    assert_eq!(live.notification().await.sequence, 151);
}

#[tokio::test]
async fn whoever_signs_out_is_cut_off_at_once() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let mut phone = buyer.clone();
    phone.sign_in().await;
    let (mut here, _) = Live::join(&buyer, None, &[]).await;
    let (mut there, _) = Live::join(&phone, None, &[]).await;
    phone.post("/auth/sign-out", Value::Null).await.done();
    there.ends_by(ByeReason::SignedOut).await;
    assert_eq!(here.so_far().await, [], "the other device stays");

    // A ticket that was given out before is worth nothing after.
    let kept = ticket(&buyer).await;
    app.sql("UPDATE users SET active = false WHERE id = $1", [buyer.user_id().into()]).await;
    here.ends_by(ByeReason::SignedOut).await;
    let mut late = Live::with_ticket(app.url(), &kept).await.unwrap_or_else(|refused| panic!("{refused:?}"));
    late.ends_by(ByeReason::SignedOut).await;
    app.eventually("everybody left", async || app.ctx.live.connections() == 0).await;
}

#[tokio::test]
async fn topics_are_told_to_those_whose_role_allows() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 9).await;
    let staff = app.staff().await;
    let mut buyer = app.buyer().await;
    let (mut live, welcome) = Live::join(&staff, None, &[Topic::Payments, Topic::Orders, Topic::Orders]).await;
    assert_eq!(welcome.topics, [Topic::Orders], "payments are not for this role");
    let order: Order = buyer.order(guitar.variant, 1).await;
    let changed = async |live: &mut Live| loop {
        if let ServerMessage::Changed(change) = live.message().await {
            return change;
        }
    };
    let change = changed(&mut live).await;
    assert!(change.topic == Topic::Orders && change.concerns(order.id.0), "{change:?}");

    live.say(&ClientMessage::Subscribe(Subscribe { topics: vec![] })).await;
    assert!(matches!(live.message().await, ServerMessage::Subscribed(told) if told.topics.is_empty()));
    live.say(&ClientMessage::Subscribe(Subscribe { topics: vec![Topic::Orders] })).await;
    assert!(matches!(live.message().await, ServerMessage::Subscribed(told) if told.topics == [Topic::Orders]));

    // The role loses the permission: said at once, and nothing is told any more.
    let sql =
        "DELETE FROM role_permissions WHERE permission = 'orders.read' AND role_id = (SELECT id FROM roles WHERE name = 'staff')";
    app.sql(sql, []).await;
    loop {
        match live.message().await {
            ServerMessage::Subscribed(told) => {
                assert_eq!(told.topics, []);
                break;
            }
            ServerMessage::Counts(_) => {}
            other => panic!("{other:?}"),
        }
    }
    buyer.post(&format!("/orders/{}/cancellation", order.number), json!({ "reason": "" })).await.done();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!live.so_far().await.iter().any(|said| matches!(said, ServerMessage::Changed(_))));
}

#[tokio::test]
async fn the_stock_list_is_told_of_every_piece() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, picks) = (shelf.goods("RG550", 12_000_000, 9).await, shelf.goods("Tortex", 5_000, 500).await);
    let (admin, staff) = (app.admin().await, app.staff().await);
    let mut buyer = app.buyer().await;
    let (_, welcome) = Live::join(&buyer, None, &[Topic::Stock]).await;
    assert!(welcome.topics.is_empty(), "stock is for staff");
    let (mut desk, welcome) = Live::join(&staff, None, &[Topic::Stock]).await;
    assert_eq!(welcome.topics, [Topic::Stock]);
    // What was said of the goods as they came is past.
    tokio::time::sleep(Duration::from_millis(700)).await;
    desk.so_far().await;

    let told = async |desk: &mut Live, product: ProductId| loop {
        if let ServerMessage::Changed(change) = desk.message().await {
            assert_eq!(change.topic, Topic::Stock);
            assert!(change.ids.is_some(), "it is known which");
            if change.concerns(product.0) {
                break;
            }
        }
    };
    let order = buyer.order(guitar.variant, 1).await;
    told(&mut desk, guitar.product).await;
    buyer.post(&format!("/orders/{}/cancellation", order.number), json!({ "reason": "" })).await.done();
    told(&mut desk, guitar.product).await;
    // Shoppers are not told how many there are beyond 99.
    adjust(&admin, picks.variant, json!({ "kind": "remove", "quantity": 3, "reason": "damage" })).await.done();
    told(&mut desk, picks.product).await;
    // On its way.
    placed(&admin, &[(picks.variant, 100)]).await;
    told(&mut desk, picks.product).await;
}

#[tokio::test]
async fn lost_announcements_are_made_up_for() {
    let app = TestApp::new().await;
    let (buyer, staff) = (app.buyer().await, app.staff().await);
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    let (mut desk, _) = Live::join(&staff, None, &[Topic::Orders]).await;
    // Written without a word, as if the listening connection had been gone at that moment.
    app.sql("ALTER TABLE notifications DISABLE TRIGGER notifications_tell", []).await;
    notify(&app, &buyer, 2).await;
    let listening = "SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
                     WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()";
    assert!(app.number(listening).await > 0);
    assert_eq!(live.notification().await.sequence, 1);
    assert_eq!(live.notification().await.sequence, 2);
    loop {
        if let ServerMessage::Changed(change) = desk.message().await {
            assert_eq!((change.topic, change.ids), (Topic::Orders, None));
            break;
        }
    }
}
