//! The database goes away between the note that a payment is begun and the one of what its provider made of it.

use futures_util::future::join;
use sandbox::{Answer, ApiFault, Provider};
use sea_orm::{ConnectionTrait, Database};
use secrecy::ExposeSecret;
use shared::payments::{AttemptStatus, Payment};
use tests::{Shelf, TestApp};

/// How late the provider answers: time enough to shut the database.
const LATE_MS: u64 = 3_000;

#[tokio::test]
async fn a_payment_left_half_done_is_gone_on_with_at_once_when_the_database_is_back() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    // A database that takes nobody in refuses at once. One that is down has everybody wait for it, each time for seconds.
    let (server, name) = app.ctx.config.database_url.expose_secret().rsplit_once('/').unwrap();
    let beside = Database::connect(format!("{server}/postgres")).await.unwrap();
    let run = async |sql: String| beside.execute_unprepared(&sql).await.unwrap();
    let made = || app.sandbox.stripe().sessions().len();

    app.sandbox.fault(Provider::Stripe, ApiFault::once("sessions", Answer::True).posts().after_effect().late(LATE_MS));
    let trouble = async {
        app.eventually("the provider has made its page", async || made() == 1).await;
        run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    };
    let (refused, ()) = join(buyer.try_to_pay(&order, "stripe"), trouble).await;
    refused.problem(503, "unavailable");
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;

    // Asked once: unmarked, it would be in somebody else's hands (409) for a minute.
    let payment: Payment = buyer.try_to_pay(&order, "stripe").await.ok();
    assert_eq!(payment.status, AttemptStatus::Open);
    assert_eq!(made(), 1, "another page was made");
    assert_eq!(app.number("SELECT count(*) AS n FROM payments").await, 1);
}
