//! The database is reached through PgBouncer.

use api::clock::Clock;
use api::config::Config;
use api::context::Ctx;
use shared::notifications::NotificationKind;
use tests::{Database, Live, PgBouncer, Pooling, Process, Shelf, TestApp, free_address};

use super::{Watched, race};

/// Two processes sell, and hear of each other.
async fn sells(settings: &[(&str, &str)]) {
    let app = TestApp::with(settings).await;
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let other = Process::start(&app, &free_address(), settings).await;
    let (visitor, visitor_there) = (app.guest(), app.guest().at(other.url()));
    guitar.shows(12_000_000, &[&visitor, &visitor_there]).await;
    guitar.reprice(11_000_000).await;
    guitar.shows(11_000_000, &[&visitor, &visitor_there]).await;

    let buyer = app.buyer().await;
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    let order = buyer.clone().at(other.url()).order(guitar.goods.variant, 1).await;
    let told = live.notification().await;
    assert_eq!((told.kind, told.order_id), (NotificationKind::Placed, Some(order.id)));
    race(&app, &shelf, other.url()).await;
    // The other one's workers, woken by the queue.
    let sent = "SELECT count(*) AS n FROM email_messages WHERE state = 'sent' AND dedupe_key LIKE 'order_event:%'";
    app.eventually("everybody is written to", async || app.number(sent).await >= 4).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_behind_a_pooler_of_sessions_sells() {
    let database = Database::create().await;
    let bouncer = PgBouncer::start(&database.url(), Pooling::Session, 60).await;
    sells(&[("database_url", bouncer.url())]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_behind_a_pooler_that_divides_sessions_sells() {
    if !PgBouncer::knows_statements() {
        eprintln!("this PgBouncer is older than 1.21 and knows no prepared statements where it divides sessions");
        return;
    }
    let database = Database::create().await;
    let bouncer = PgBouncer::start(&database.url(), Pooling::Transaction, 20).await;
    sells(&[("database_url", bouncer.url()), ("database_direct_url", &database.url())]).await;
}

async fn open(settings: &[(&str, &str)]) -> Ctx {
    let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let config = Config::read("environment = 'demo'", [], settings).unwrap();
    Ctx::open(config, Clock::default()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_that_divides_sessions_is_not_taken_for_one_that_is_heard() {
    let database = Database::create().await;
    let bouncer = PgBouncer::start(&database.url(), Pooling::Transaction, 5).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let deaf = open(&[("database_url", bouncer.url())]).await;
    let told = format!("{:#}", deaf.bus.reach(&deaf).await.unwrap_err());
    assert!(told.contains("database_direct_url"), "{told}");

    let hears = open(&[("database_url", bouncer.url()), ("database_direct_url", &database.url())]).await;
    hears.bus.reach(&hears).await.unwrap();
}
