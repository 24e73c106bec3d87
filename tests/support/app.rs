//! The running shop of a test.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use api::clock::Clock;
use api::config::Config;
use api::context::Ctx;
use poem::listener::TcpAcceptor;
use sandbox::Sandbox;
use tokio::task::JoinHandle;

use crate::caller::Caller;
use crate::database::Database;

/// A shop with a database of its own, reachable over a real socket.
pub struct TestApp {
    /// The shop's insides, for looking at what HTTP does not show.
    pub ctx: Ctx,
    /// The payment sandbox it is connected to.
    pub sandbox: Sandbox,
    url: String,
    http: reqwest::Client,
    tasks: Vec<JoinHandle<()>>,
    // Last, so that it is dropped when nothing uses it any more.
    _database: Option<Database>,
}

impl TestApp {
    /// A shop as it is after `migrate`: no products, built-in roles, the shop's profile.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with settings changed.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::with_sandbox(settings, sandbox::Config::default()).await
    }

    /// The same with a payment sandbox of one's own making; its `shop_url` is set here. With a
    /// `database_url` among the settings, the shop uses that database as it is.
    pub async fn with_sandbox(settings: &[(&str, &str)], sandbox: sandbox::Config) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let given = settings.iter().find(|setting| setting.0 == "database_url");
        let database = if given.is_none() { Some(Database::create().await) } else { None };
        let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        socket.set_nonblocking(true).expect("a socket");
        let address: SocketAddr = socket.local_addr().expect("an address");
        let url = format!("http://{address}");

        let keys = sandbox.clone();
        let sandbox = Sandbox::start(sandbox::Config { shop_url: url.clone(), ..sandbox }).await.expect("the sandbox");
        let files = std::env::temp_dir().join(format!("hurtrock-test-{}", address.port()));
        let mut flags: HashMap<&str, String> = HashMap::from([
            ("environment", "demo".to_owned()),
            ("public_url", url.clone()),
            ("listen", address.to_string()),
            ("database_url", database.as_ref().map(Database::url).unwrap_or_default()),
            ("files_dir", files.display().to_string()),
            ("stripe_api_base", sandbox.stripe_url()),
            ("stripe_secret_key", keys.stripe.secret_key),
            ("stripe_webhook_secret", keys.stripe.webhook_secret),
            ("midtrans_snap_base", sandbox.snap_url()),
            ("midtrans_api_base", sandbox.core_url()),
            ("midtrans_server_key", keys.midtrans.server_key),
            ("midtrans_client_key", "SB-Mid-client-test".to_owned()),
            ("biteship_api_base", sandbox.biteship_url()),
            ("biteship_api_key", keys.biteship.api_key),
            ("database_connections", "12".to_owned()),
        ]);
        for (name, value) in settings {
            flags.insert(name, (*value).to_owned());
        }
        let flags = flags.into_iter().map(|(name, value)| (name.to_owned(), value));
        let config = Config::read("", [], flags).unwrap_or_else(|faults| panic!("{faults}"));
        let ctx = Ctx::open(config, Clock::default()).await.expect("a context");

        let endpoint = api::app::endpoint(&ctx).expect("the routes");
        let acceptor = TcpAcceptor::from_std(socket).expect("an acceptor");
        let server = tokio::spawn(async move {
            let _ = poem::Server::new_with_acceptor(acceptor).run(endpoint).await;
        });
        let listener = tokio::spawn(api::cache::listen(ctx.clone()));
        let feed = tokio::spawn(api::live::run(ctx.clone()));
        // Before that nothing is kept, and statements that a cache saves would be counted.
        ctx.caches.heard().await;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { ctx, sandbox, url, http, tasks: vec![server, listener, feed], _database: database }
    }

    /// Where it is reached.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Somebody without an account.
    pub fn guest(&self) -> Caller {
        Caller::guest(self.url.clone(), self.http.clone())
    }

    /// A newly registered buyer.
    pub async fn buyer(&self) -> Caller {
        let mut caller = self.guest();
        caller.register().await;
        caller
    }

    /// Somebody with the built-in role `staff`.
    pub async fn staff(&self) -> Caller {
        self.with_role("staff").await
    }

    /// Somebody with the built-in role `admin`.
    pub async fn admin(&self) -> Caller {
        self.with_role("admin").await
    }

    /// Somebody with a role.
    pub async fn with_role(&self, role: &str) -> Caller {
        let caller = self.buyer().await;
        self.sql(
            "UPDATE users SET role_id = (SELECT id FROM roles WHERE name = $1) WHERE id = $2",
            [role.into(), caller.user_id().into()],
        )
        .await;
        self.ctx.caches.apply(&api::cache::Change::Roles);
        caller
    }

    /// Does every job that is due.
    pub async fn run_jobs(&self) {
        api::jobs::run_all_due(&self.ctx).await.expect("the job queue");
    }

    /// Works on jobs in the background for as long as the test lives.
    pub async fn work(&mut self) {
        let worker = api::jobs::start(&self.ctx).await.expect("the job queue");
        self.tasks.push(tokio::spawn(async move {
            let _worker = worker;
            std::future::pending::<()>().await;
        }));
    }

    /// Runs a statement directly.
    pub async fn sql(&self, sql: &str, values: impl IntoIterator<Item = sea_orm::Value>) -> u64 {
        api::db::execute(&self.ctx.db, sql, values).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// One number out of the database; the column is named `n`.
    pub async fn number(&self, sql: &str) -> i64 {
        use sea_orm::ConnectionTrait;
        let ask = async || self.ctx.db.query_one_raw(api::db::statement(sql, [])).await;
        // A connection that was cut off while it lay in the pool is noticed by whoever takes it.
        let row = match ask().await {
            Err(error) if api::db::is_connection_loss(&error) => ask().await,
            row => row,
        };
        let row = row.unwrap_or_else(|error| panic!("{sql}: {error}"));
        row.expect("a row").try_get("", "n").unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The secret of the latest link of a kind that somebody was sent, as they read it in the demo's mailbox: the outbox holds
    /// it sealed.
    pub async fn mailed_secret(&self, template: &str, to: &str) -> String {
        let list = self.text(&format!("/dev/mail?to={to}")).await;
        let entry = list.split(&format!("data-template=\"{template}\"")).nth(1).unwrap_or_else(|| panic!("{template}: {list}"));
        let path = entry.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its page");
        let email = self.text(path).await;
        let secret = email.split("#token=").nth(1).unwrap_or_else(|| panic!("no link: {email}"));
        secret.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect()
    }

    /// A page, as text.
    async fn text(&self, path: &str) -> String {
        let answer = self.http.get(format!("{}{path}", self.url)).send().await.expect("an answer");
        answer.text().await.expect("a body")
    }

    /// How many statements the shop runs for the requests of `work`; jobs beside them do not count.
    pub async fn statements<T>(&self, work: impl Future<Output = T>) -> (u64, T) {
        let before = self.ctx.statements.load(Ordering::Relaxed);
        let result = work.await;
        (self.ctx.statements.load(Ordering::Relaxed) - before, result)
    }

    /// Waits until `done` holds, or panics after ten seconds.
    pub async fn eventually(&self, what: &str, done: impl AsyncFn() -> bool) {
        for _ in 0..200 {
            if done().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never came true: {what}");
    }

    /// Every breach of the law of stock and money: `law: subject: figures`.
    pub async fn faults(&self) -> Vec<String> {
        let faults = api::ledger::faults(&self.ctx.db, 1_000).await.expect("the laws");
        faults.first.into_iter().map(|fault| format!("{}: {}: {}", fault.law, fault.subject, fault.detail)).collect()
    }

    /// The law of stock and money holds: the shelf is the sum of its movements, orders stand on money,
    /// money on orders, and all of it is on the timeline.
    pub async fn assert_laws(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "stock and money do not add up:\n{}", faults.join("\n"));
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        let _ = std::fs::remove_dir_all(&self.ctx.config.files_dir);
    }
}
