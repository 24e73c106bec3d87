//! Many at once: real requests over real sockets, and afterwards stock, orders, money and letters are
//! all as they would be had everybody come one after the other.

use std::collections::HashMap;

use futures_util::future::join_all;
use serde_json::Value;
use tests::TestApp;

mod exactly_once;
mod placing;
mod storms;

/// What follows from a race, whoever won it.
async fn assert_sound(app: &TestApp) {
    app.assert_laws().await;
    assert_told_once(app).await;
    assert_books_agree(app).await;
    assert_nobody_was_given_up(app).await;
}

const NOTHING: [String; 0] = [];

/// The column `told` of every row.
async fn list(app: &TestApp, sql: &str) -> Vec<String> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        told: String,
    }
    let rows: Vec<Row> = api::db::all(&app.ctx.db, sql, []).await.unwrap();
    rows.into_iter().map(|row| row.told).collect()
}

/// Everything that is told of an order, in the app and by email, is told once for each time it happened.
async fn assert_told_once(app: &TestApp) {
    const TOLD: &str =
        "('placed', 'payment_failed', 'payment_reversed', 'paid', 'late_payment_accepted', 'late_payment_refunded', 'double_payment_refunded', 'processing',
                         'shipped', 'delivered', 'completed', 'cancelled', 'expired', 'refunded')";
    let unsent = format!(
        "SELECT e.kind || ': ' || count(*) FILTER (WHERE m.state = 'sent') || ' emails' AS told
         FROM order_events e LEFT JOIN email_messages m ON m.dedupe_key = 'order_event:' || e.id
         WHERE e.kind IN {TOLD} GROUP BY e.id HAVING count(*) FILTER (WHERE m.state = 'sent') <> 1"
    );
    assert_eq!(list(app, &unsent).await, NOTHING, "an email of an event is missing, or there are two");
    let causeless = format!(
        "SELECT m.dedupe_key || ': ' || m.template AS told FROM email_messages m WHERE m.dedupe_key LIKE 'order_event:%'
         AND NOT EXISTS (SELECT FROM order_events e WHERE e.kind IN {TOLD} AND m.dedupe_key = 'order_event:' || e.id)"
    );
    assert_eq!(list(app, &causeless).await, NOTHING, "an email tells what never happened");
    // What staff are told is theirs to test.
    let notices = format!(
        "SELECT format('%s: %s times, told %s times', COALESCE(e.kind, n.kind), e.times, n.times) AS told
         FROM (SELECT order_id, kind, count(*) AS times FROM order_events
               WHERE kind IN {TOLD} OR kind IN ('refund_started', 'refund_cancelled') GROUP BY order_id, kind) e
         FULL JOIN (SELECT order_id, kind, count(*) AS times FROM notifications WHERE permission IS NULL GROUP BY order_id, kind) n
                   ON n.order_id = e.order_id AND n.kind = e.kind
         WHERE n.times IS DISTINCT FROM e.times"
    );
    assert_eq!(list(app, &notices).await, NOTHING, "a notification is missing, or there are two");
    let jobs = "SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE attempts >= max_attempts";
    assert_eq!(app.number(jobs).await, 0, "a job was given up");
}

/// The providers hold what the shop believes they hold, to the rupiah.
async fn assert_books_agree(app: &TestApp) {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        reference: String,
        status: String,
        amount: i64,
        sent_back: i64,
    }
    let sql = "SELECT p.reference, p.status, p.amount, COALESCE(sum(r.amount) FILTER (
                      WHERE r.status = 'succeeded' AND r.channel = 'provider'), 0)::bigint AS sent_back
               FROM payments p LEFT JOIN refunds r ON r.payment_id = p.id GROUP BY p.id";
    let ours: Vec<Row> = api::db::all(&app.ctx.db, sql, []).await.unwrap();
    let theirs = provider_books(app).await;
    for row in &ours {
        let held = matches!(row.status.as_str(), "paid" | "partially_refunded" | "refunded");
        let there = theirs.get(&row.reference).copied().unwrap_or_default();
        match row.status.as_str() {
            // The provider's own books call it back in other ways.
            "charged_back" | "failed" => {}
            status => {
                let here = if held { (row.amount, row.sent_back) } else { (0, 0) };
                assert_eq!(here, there, "{} is {status} here: (came in, went back)", row.reference);
            }
        }
    }
    let known: Vec<&String> = ours.iter().map(|row| &row.reference).collect();
    let stray: Vec<_> = theirs.iter().filter(|(reference, (came, _))| *came > 0 && !known.contains(reference)).collect();
    assert!(stray.is_empty(), "money that we know nothing of: {stray:?}");
}

/// What came in and what went back by attempt, as the providers have it.
async fn provider_books(app: &TestApp) -> HashMap<String, (i64, i64)> {
    let state = reqwest::get(format!("{}/control/state", app.sandbox.base_url())).await.unwrap();
    let state: Value = state.json().await.unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut books = HashMap::new();
    for session in list(&state["stripe"]["sessions"]) {
        for charge in list(&state["stripe"]["charges"]) {
            if !session["payment_intent"].is_null() && charge["intent"] == session["payment_intent"] {
                let sen = |name: &str| charge[name].as_i64().unwrap_or_default() / 100;
                books.insert(text(&session["client_reference_id"]), (sen("amount"), sen("amount_refunded")));
            }
        }
    }
    for payment in list(&state["midtrans"]["payments"]) {
        let charge = &payment["charge"];
        let came = matches!(
            (text(&charge["status"]).as_str(), text(&charge["fraud"]).as_str()),
            ("settlement" | "refund" | "partial_refund", _) | ("capture", "accept")
        );
        if came {
            let back = list(&charge["refunds"]).iter().filter_map(|refund| refund["amount"].as_i64()).sum();
            books.insert(text(&payment["order_id"]), (payment["amount"].as_i64().unwrap_or_default(), back));
        }
    }
    books
}

/// No transaction had to be given up for another one: everybody takes locks in one order.
async fn assert_nobody_was_given_up(app: &TestApp) {
    // What a connection counted is known to others once it is told to say so; each takes one.
    let flush = "SELECT count(*) AS n FROM (SELECT pg_stat_force_next_flush(), pg_sleep(0.3)) x";
    join_all((0..12).map(|_| app.number(flush))).await;
    assert_eq!(
        app.number("SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()").await,
        0,
        "deadlocks"
    );
}

/// The same for the same number: races that can be run again as they were.
fn dice(seeds: &[usize], sides: usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for &seed in seeds {
        state = (state ^ seed as u64).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state ^= state >> 29;
    }
    usize::try_from(state % sides as u64).unwrap_or_default()
}
