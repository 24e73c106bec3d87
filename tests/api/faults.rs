//! What tests of faults look at when the fault is over.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::FromQueryResult;
use shared::payments::Payment;
use tests::{SmtpSink, TestApp};
use uuid::Uuid;

/// The session or token that a payment's page is reached by.
pub(crate) fn handle(payment: &Payment) -> String {
    let url = payment.redirect_url.as_deref().expect("a page to pay on");
    url.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// Whether everything that is due is done. Nobody waits for the pause before another try, so no such try counts: an email
/// whose sender was lost is in that sender's hands for a minute yet, in which all tries that a job has would be used up.
pub(crate) async fn is_done(app: &TestApp) -> bool {
    let sql = "UPDATE graphile_worker._private_jobs SET run_at = now(), attempts = LEAST(attempts, 1)
               WHERE locked_at IS NULL AND run_at BETWEEN now() AND now() + interval '10 minutes'";
    app.sql(sql, []).await;
    // What is left of a job that was enqueued anew in its worker's hands is done by the newer one.
    let to_do = "SELECT (SELECT count(*) FROM graphile_worker._private_jobs j WHERE run_at < now() + interval '1 minute'
                          AND NOT (locked_at IS NULL AND EXISTS (SELECT FROM graphile_worker._private_job_retirements r WHERE r.id = j.id)))
                      + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM email_messages WHERE state = 'queued') AS n";
    app.sandbox.idle(Duration::from_millis(1)).await.is_ok() && app.number(to_do).await == 0
}

/// Waits until everything that is due is done, by a server that works on its jobs. An email that was
/// being sent when the database went is taken up again once its lease is over.
pub(crate) async fn rests(app: &TestApp) {
    for _ in 0..2_400 {
        if is_done(app).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("there is still something to do:\n{}", left_to_do(app).await);
}

pub(crate) async fn left_to_do(app: &TestApp) -> String {
    #[derive(FromQueryResult)]
    struct Row {
        t: String,
    }
    let sql = "SELECT concat_ws(' ', 'job', t.identifier, 'attempts', j.attempts, 'run_at', j.run_at - now(), 'locked', now() - j.locked_at, 'by', j.locked_by, j.last_error) AS t
               FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE j.run_at < now() + interval '1 minute'
               UNION ALL SELECT concat_ws(' ', 'email', template, 'attempts', attempts, 'claimed', claimed_until - now(), last_error) FROM email_messages WHERE state = 'queued'
               UNION ALL SELECT concat_ws(' ', 'outbox', job, news) FROM outbox
               UNION ALL SELECT concat_ws(' ', 'worker', id, 'heard', now() - last_heartbeat_at) FROM graphile_worker._private_workers";
    let rows: Vec<Row> = api::db::all(&app.ctx.db, sql, []).await.unwrap_or_else(|error| panic!("{error}"));
    let told = app.sandbox.deliveries().into_iter().filter(|delivery| delivery.state == sandbox::DeliveryState::Queued);
    let rows = rows.into_iter().map(|row| row.t).chain(told.map(|delivery| format!("notification {delivery:?}")));
    rows.take(20).collect::<Vec<_>>().join("\n")
}

async fn none(app: &TestApp, rows: &str, what: &str) {
    assert_eq!(app.number(&format!("SELECT count(*) AS n FROM {rows}")).await, 0, "{what}");
}

/// Orders, their stock, their money and what was told of them fit together. For orders that were not
/// refunded by the piece.
pub(crate) async fn assert_all_fits(app: &TestApp) {
    app.assert_laws().await;
    let twice = "(SELECT FROM order_events WHERE kind IN ('placed', 'paid', 'shipped', 'refunded', 'refund_started')
                  GROUP BY order_id, kind HAVING count(*) > 1) t";
    none(app, twice, "something is in a timeline twice").await;
    let twice = "(SELECT FROM notifications GROUP BY order_id, kind HAVING count(*) > 1) t";
    none(app, twice, "the buyer is told something twice").await;
    let held = "orders o WHERE (SELECT COALESCE(sum(quantity), 0) FROM stock_reservations r WHERE r.order_id = o.id)
                    <> CASE WHEN status IN ('pending', 'paid', 'processing') THEN item_count ELSE 0 END";
    none(app, held, "what is held does not fit the orders").await;
    let left = "orders o WHERE (SELECT COALESCE(-sum(quantity), 0) FROM stock_movements m WHERE m.reference_id = o.id AND m.kind = 'sale')
                    <> CASE WHEN status = 'shipped' THEN item_count ELSE 0 END";
    none(app, left, "what left the store does not fit the orders").await;
    let money = "orders o WHERE (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND p.status IN ('paid', 'partially_refunded', 'refunded'))
                    <> CASE WHEN status IN ('pending', 'cancelled', 'expired') THEN 0 ELSE 1 END
                 OR refunded_total <> (SELECT COALESCE(sum(amount), 0) FROM refunds r WHERE r.order_id = o.id AND r.status = 'succeeded')";
    none(app, money, "the money does not fit the orders").await;
}

/// Every email of the outbox came, and once. `again`: how many came a second time, as the same email.
pub(crate) async fn assert_every_email_came_once(app: &TestApp, sink: &SmtpSink, again: usize) {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        template: String,
        state: String,
    }
    let rows: Vec<Row> = api::db::all(&app.ctx.db, "SELECT id, template, state FROM email_messages", []).await.unwrap();
    let mut came: HashMap<String, usize> = HashMap::new();
    for received in sink.received() {
        let id = received.header("Message-ID").expect("a Message-ID");
        *came.entry(id.trim_start_matches('<').split('@').next().unwrap().to_owned()).or_default() += 1;
    }
    let mut more = 0;
    for row in &rows {
        assert_eq!(row.state, "sent", "{}", row.template);
        let times = came.get(&row.id.to_string()).copied().unwrap_or(0);
        assert!(times > 0, "{} never came", row.template);
        more += times - 1;
        assert!(more <= again, "{} came {times} times", row.template);
    }
    assert_eq!((came.len(), more), (rows.len(), again), "emails that came, and those that came again");
}
