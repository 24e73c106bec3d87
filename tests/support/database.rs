//! A database per test, copied from a migrated template.

use std::hash::{DefaultHasher, Hash, Hasher};

use api::clock::Clock;
use api::config::Config;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database as SeaDatabase, DatabaseConnection, DbBackend, Statement};

/// A database that is dropped with this value.
pub struct Database {
    name: String,
    server: String,
}

fn server_url() -> String {
    std::env::var("HURTROCK_TEST_POSTGRES").expect("HURTROCK_TEST_POSTGRES is not set: run the tests by `cargo xtask test`")
}

/// The server's URL with another database.
fn url_of(server: &str, database: &str) -> String {
    let (base, _) = server.rsplit_once('/').expect("a database URL");
    format!("{base}/{database}")
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    SeaDatabase::connect(options).await.expect("PostgreSQL answers")
}

impl Database {
    /// A fresh, migrated database.
    pub async fn create() -> Self {
        let server = server_url();
        let admin = connect(&server).await;
        let template = template(&admin, &server).await;
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("a database for the test");
        Self { name, server }
    }

    /// A database without any schema.
    pub async fn empty() -> Self {
        let server = server_url();
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        connect(&server).await.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database for the test");
        Self { name, server }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        url_of(&self.server, &self.name)
    }
}

/// The template of the schema as it is now; made by whichever test comes first.
async fn template(admin: &DatabaseConnection, server: &str) -> String {
    let mut hasher = DefaultHasher::new();
    for step in Migrator::migrations() {
        step.name().hash(&mut hasher);
    }
    // The test binary is built anew whenever a step's SQL changes.
    std::env::current_exe().and_then(|path| path.metadata()).and_then(|data| data.modified()).ok().hash(&mut hasher);
    let name = format!("template_{:016x}", hasher.finish());
    admin.execute_unprepared("SELECT pg_advisory_lock(731202)").await.expect("the lock");
    let sql = "SELECT 1 AS one FROM pg_database WHERE datname = $1";
    let found = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.as_str().into()]);
    if admin.query_one_raw(found).await.expect("an answer").is_none() {
        let building = format!("{name}_building");
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)")).await.expect("a clean slate");
        admin.execute_unprepared(&format!("CREATE DATABASE {building}")).await.expect("a template");
        let config = Config::read("environment = 'demo'", [("DATABASE_URL".to_owned(), url_of(server, &building))], [])
            .expect("a configuration");
        let ctx = api::context::Ctx::open(config, Clock::default()).await.expect("a context");
        api::db::migrate(&ctx.db).await.expect("the schema");
        ctx.db.clone().close().await.expect("closed");
        drop(ctx);
        admin.execute_unprepared(&format!("ALTER DATABASE {building} RENAME TO {name}")).await.expect("a finished template");
    }
    admin.execute_unprepared("SELECT pg_advisory_unlock(731202)").await.expect("the lock");
    name
}

impl Drop for Database {
    fn drop(&mut self) {
        let (name, server) = (self.name.clone(), self.server.clone());
        // Dropping is not async, and the test's runtime may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let admin = connect(&server).await;
                let _ = admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        let _ = dropping.join();
    }
}
