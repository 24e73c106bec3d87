//! Reads, those that the server has at hand and those that it has not.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use anyhow::{Context, Result};
use hyper::{Method, StatusCode};
use tokio::sync::Notify;

use super::Bench;
use crate::database::Database;
use crate::load::{Connection, ask};
use crate::server::Server;
use crate::visitors::{First, Random, Round, Same, Varied};

/// Reads that the server has at hand after the first time.
const READS: [(&str, &str); 4] = [
    ("list", "/api/v1/products"),
    ("search", "/api/v1/products?q=ibanez%20mahoni"),
    ("suggest", "/api/v1/search/suggestions?q=iba"),
    ("product", "/api/v1/products/produk-7"),
];

impl Bench<'_> {
    /// Each cached read, and the bare handler with the very same bytes right after it.
    pub(super) async fn cached_reads(&mut self) -> Result<()> {
        let dir = self.options.out.join("bare");
        fs::create_dir_all(&dir)?;
        let mut connection = Connection::open(self.shop.port).await?;
        for (name, path) in READS {
            fs::write(dir.join(name), connection.done(ask(Method::GET, path, &[], "")).await?)?;
            let brotli = [("accept-encoding", "br")];
            fs::write(dir.join(format!("{name}-br")), connection.done(ask(Method::GET, path, &brotli, "")).await?)?;
        }
        let bare = Server::bare(&dir, "/list", &self.options.out.join("bare.log")).await?;
        let at_bare = (bare.port, bare.pid());
        for (name, path) in READS {
            let read = ask(Method::GET, path, &[], "");
            self.row(&format!("{name}, cached"), self.at_shop(), |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
            let read = ask(Method::GET, &format!("/{name}"), &[], "");
            self.row(&format!("{name}, bare handler"), at_bare, |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        }
        let read = ask(Method::GET, "/api/v1/products", &[("accept-encoding", "br")], "");
        self.row("list, cached, brotli", self.at_shop(), |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        let read = ask(Method::GET, "/list-br", &[], "");
        self.row("list, bare handler, brotli", at_bare, |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        bare.stop().await?;

        let tag = etag(self.shop.port, "/api/v1/products").await?;
        let read = ask(Method::GET, "/api/v1/products", &[("if-none-match", &tag)], "");
        self.row("list, unchanged (304)", self.at_shop(), |n| vec![Same(read.clone(), StatusCode::NOT_MODIFIED); n]).await
    }

    /// Reads that nobody asked for before.
    pub(super) async fn uncached_reads(&mut self) -> Result<()> {
        let random = Random::new();
        for (name, start) in [
            ("list, uncached", "/api/v1/products?min_price="),
            ("search, uncached", "/api/v1/products?q=ibanez%20mahoni&min_price="),
        ] {
            self.row(name, self.at_shop(), |n| (0..n).map(|_| Varied { start, random: random.clone() }).collect()).await?;
        }

        let most = usize::try_from(self.database.products.min(20_000))?;
        let words = ["ibanez", "gitar", "model", "rg", "metal", "produk", "bas", "maple"];
        let suggestions = (1..=most).flat_map(|n| words.map(|word| format!("/api/v1/search/suggestions?q={word}%20{n}")));
        let products = (1..=most).map(|n| format!("/api/v1/products/produk-{n}"));
        for (name, paths) in [("suggest, uncached", suggestions.collect::<Vec<_>>()), ("product, uncached", products.collect())] {
            let round = Arc::new(Round { paths, next: AtomicUsize::new(0), over: Notify::new() });
            let forgetful = tokio::spawn(forget_each_round(Arc::clone(&self.database), Arc::clone(&round)));
            self.row(name, self.at_shop(), |n| (0..n).map(|_| First(Arc::clone(&round))).collect()).await?;
            forgetful.abort();
        }
        Ok(())
    }
}

async fn etag(port: u16, path: &str) -> Result<String> {
    let answer = Connection::open(port).await?.answer(ask(Method::GET, path, &[], "")).await?;
    let tag = answer.headers().get("etag").context("no entity tag")?;
    Ok(tag.to_str()?.to_owned())
}

/// Has the server forget all it knows each time that everything was asked for once.
async fn forget_each_round(database: Arc<Database>, round: Arc<Round>) {
    loop {
        round.over.notified().await;
        if database.run("NOTIFY hurtrock, 'everything'").await.is_err() {
            return;
        }
    }
}
