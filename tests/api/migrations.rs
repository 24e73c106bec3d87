//! The schema goes up, down and up again.

use api::clock::Clock;
use api::config::Config;
use api::context::Ctx;
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use tests::Database;

#[tokio::test]
async fn up_down_and_up_again() {
    let database = Database::empty().await;
    let config = Config::read("environment = 'demo'", [("DATABASE_URL".to_owned(), database.url())], []).unwrap();
    let ctx = Ctx::open(config, Clock::default()).await.unwrap();
    api::db::migrate(&ctx.db).await.unwrap();
    // A second run finds nothing to do.
    api::db::migrate(&ctx.db).await.unwrap();
    Migrator::down(&ctx.db, None).await.unwrap();
    let left = "SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'";
    let row = ctx.db.query_one_raw(api::db::statement(left, [])).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0, "tables are left after going down");
    api::db::migrate(&ctx.db).await.unwrap();
    let regions = "SELECT (SELECT count(*) FROM provinces) * 1000000 + (SELECT count(*) FROM regencies) * 10000 + (SELECT count(*) FROM districts) AS n";
    let row = ctx.db.query_one_raw(api::db::statement(regions, [])).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 38 * 1_000_000 + 514 * 10_000 + 7_277);
    ctx.db.clone().close().await.unwrap();
}

#[tokio::test]
async fn stock_cannot_be_written_past_the_ledger() {
    let app = tests::TestApp::new().await;
    let shelf = tests::Shelf::new(&app).await;
    let goods = shelf.goods("RG550", 12_000_000, 3).await;
    for sql in [
        "UPDATE stocks SET on_hand = 99",
        "UPDATE stocks SET reserved = 1",
        "UPDATE stock_movements SET quantity = 99",
        "DELETE FROM stock_movements",
        "UPDATE audit_events SET action = 'x'",
    ] {
        let result = app.ctx.db.execute_unprepared(sql).await;
        // Nothing is audited yet: an update of no row is no change.
        assert!(result.is_err() || sql.contains("audit_events"), "{sql} was allowed");
    }
    let more_than_there_are = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason) VALUES (gen_random_uuid(), $1, 'adjustment', -4, 'count')";
    assert!(api::db::execute(&app.ctx.db, more_than_there_are, [goods.variant.0.into()]).await.is_err());
    // Movements that come at once know what was there after each; those that are there already move nothing.
    let several = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason)
                   SELECT m.id, $1::uuid, 'adjustment', m.quantity, 'count'
                   FROM (VALUES ('0196a000-0000-7000-8000-000000000001'::uuid, 4), ('0196a000-0000-7000-8000-000000000002'::uuid, -2))
                       AS m (id, quantity)
                   ON CONFLICT DO NOTHING";
    for _ in 0..2 {
        api::db::execute(&app.ctx.db, several, [goods.variant.0.into()]).await.unwrap();
    }
    let after = async |quantity: i32| {
        app.number(&format!("SELECT on_hand_after::bigint AS n FROM stock_movements WHERE quantity = {quantity}")).await
    };
    assert_eq!((after(3).await, after(4).await, after(-2).await), (3, 7, 5));
    app.assert_laws().await;
}
