//! The catalogue is read from a streaming replica.

use std::time::Duration;

use private_pg::Config;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, FromQueryResult};
use shared::catalog::{ProductList, Suggestions};
use tests::{Shelf, TestApp};

use super::Watched;

/// A directory of the test's own, gone with it.
struct Scratch(std::path::PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The price as a server has it.
async fn stored(server: &DatabaseConnection, goods: &Watched<'_>) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        price: i64,
    }
    let sql = "SELECT price FROM variants WHERE id = $1";
    let row: Option<Row> = api::db::one(server, sql, [goods.goods.variant.0.into()]).await.unwrap();
    row.unwrap().price
}

async fn has_caught_up(app: &TestApp) {
    app.eventually("the replica has caught up", async || app.ctx.replica.answers()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_answers_and_what_it_does_not_hold_yet_is_never_shown() {
    let scratch = Scratch(std::env::temp_dir().join(format!("hurtrock-replica-{}", std::process::id())));
    let primary = private_pg::start(&Config::new(scratch.0.join("primary"))).expect("a PostgreSQL of the test's own");
    let config = Config::new(scratch.0.join("replica"));
    let replica = private_pg::start_replica(&primary, &config).expect("a replica of it");
    let app = TestApp::with(&[("database_url", &primary.url()), ("database_replica_url", &replica.url())]).await;
    api::db::migrate(&app.ctx.db).await.unwrap();
    let shelf = Shelf::new(&app).await;
    let guitar = Watched::new(&app, &shelf).await;
    let visitor = app.guest();
    let by_replica = || app.ctx.replica.answered().expect("a replica").0;

    // Once this is heard, nothing that was done before is still on its way.
    guitar.shows(12_000_000, &[&visitor]).await;
    guitar.reprice(12_500_000).await;
    guitar.shows(12_500_000, &[&visitor]).await;
    has_caught_up(&app).await;
    let before = by_replica();
    let list: ProductList = visitor.get("/products?q=ibanez").await.ok();
    assert_eq!(list.items.len(), 1);
    let offered: Suggestions = visitor.get("/search/suggestions?q=ibanez").await.ok();
    assert_eq!(offered.products.len(), 1);
    assert!(by_replica() >= before + 2, "the primary was asked");

    // The replica stands still: the primary shows what changed, and what it showed stays true when it is kept.
    let there = Database::connect(replica.url()).await.unwrap();
    there.execute_unprepared("SELECT pg_wal_replay_pause()").await.unwrap();
    guitar.reprice(11_000_000).await;
    guitar.shows(11_000_000, &[&visitor]).await;
    for _ in 0..10 {
        assert_eq!(guitar.price(&visitor).await, 11_000_000);
        let list: ProductList = visitor.get("/products?q=ibanez").await.ok();
        assert_eq!(list.items[0].price.0, 11_000_000);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!app.ctx.replica.answers());
    assert_eq!(stored(&there, &guitar).await, 12_500_000, "it did not stand still");

    // It goes on: it is asked again, and everything is still as it was shown last.
    there.execute_unprepared("SELECT pg_wal_replay_resume()").await.unwrap();
    has_caught_up(&app).await;
    let before = by_replica();
    let list: ProductList = visitor.get("/products?q=ibanez&in_stock=true").await.ok();
    assert_eq!(list.items[0].price.0, 11_000_000);
    assert!(by_replica() > before, "the primary was asked");

    // It crashes, and comes up with what is on its disk, before anybody asks it again.
    app.ctx.db.execute_unprepared("CHECKPOINT").await.unwrap();
    guitar.reprice(11_500_000).await;
    guitar.shows(11_500_000, &[&visitor]).await;
    has_caught_up(&app).await;
    there.execute_unprepared("CHECKPOINT").await.unwrap();
    guitar.reprice(11_200_000).await;
    guitar.shows(11_200_000, &[&visitor]).await;
    has_caught_up(&app).await;
    there.execute_unprepared("ALTER SYSTEM SET recovery_min_apply_delay = '1h'").await.unwrap();
    there.close().await.unwrap();
    replica.crash().unwrap();
    replica.start_again().unwrap();
    // Connections that lay idle for so long are made anew without a word.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let list: ProductList = visitor.get("/products?q=ibanez&in_stock=true&limit=5").await.ok();
    assert_eq!(list.items[0].price.0, 11_200_000);
    let there = Database::connect(replica.url()).await.unwrap();
    there.execute_unprepared("ALTER SYSTEM RESET recovery_min_apply_delay").await.unwrap();
    there.execute_unprepared("SELECT pg_reload_conf()").await.unwrap();
    has_caught_up(&app).await;

    // It dies: nobody notices but the primary.
    there.close().await.unwrap();
    replica.crash().unwrap();
    let offered: Suggestions = visitor.get("/search/suggestions?q=ibane").await.ok();
    assert_eq!(offered.products.len(), 1);
    guitar.reprice(10_000_000).await;
    guitar.shows(10_000_000, &[&visitor]).await;
    replica.start_again().unwrap();
    has_caught_up(&app).await;
    assert_eq!(guitar.price(&visitor).await, 10_000_000);

    // One that was made a server of its own is no replica any more.
    let there = Database::connect(replica.url()).await.unwrap();
    there.execute_unprepared("SELECT pg_promote()").await.unwrap();
    guitar.reprice(9_000_000).await;
    guitar.shows(9_000_000, &[&visitor]).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!app.ctx.replica.answers());
    assert_eq!(guitar.price(&visitor).await, 9_000_000);
}
