//! The shop as its visitors reach it: a list of addresses, taken in turn. Whoever gets no answer, or is told
//! "not now", asks the next one the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::account::SignedIn;

use crate::tally::Tally;
use crate::world::id;

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(300);
/// Longer than any trouble is made.
const PATIENCE: Duration = Duration::from_secs(180);
/// Longer than the shop takes for any answer.
const LONGEST: Duration = Duration::from_secs(45);
/// An access token is good for ten minutes.
const RENEW: Duration = Duration::from_secs(8 * 60);

/// The addresses of the shop.
pub struct Shop {
    addresses: Vec<String>,
    next: AtomicUsize,
    http: Client,
    tally: Arc<Tally>,
}

/// An answer that is final.
pub struct Answer {
    what: &'static str,
    pub status: u16,
    /// Earlier tries had no answer: perhaps one of them took effect.
    pub retried: bool,
    cookie: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    /// The word of the problem; empty where there is none.
    pub fn code(&self) -> String {
        let problem: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        problem.get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The body.
    ///
    /// # Errors
    /// For any status but 2xx.
    pub fn ok<T: DeserializeOwned>(&self) -> Result<T> {
        ensure!((200..300).contains(&self.status), "{}: {} {}", self.what, self.status, self.text());
        serde_json::from_slice(&self.body).with_context(|| format!("{}: {}", self.what, self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(300).collect()
    }

    /// Whether the same request may be answered better in a moment.
    fn may_pass(&self) -> bool {
        matches!(self.status, 429 | 503) || (self.status == 409 && self.code() == "idempotency_in_progress")
    }
}

impl Shop {
    pub fn new(addresses: Vec<String>, tally: Arc<Tally>) -> Result<Self> {
        let http = Client::builder().timeout(LONGEST).build()?;
        Ok(Self { addresses, next: AtomicUsize::new(0), http, tally })
    }

    /// The next address.
    pub fn address(&self) -> &str {
        let turn = self.next.fetch_add(1, Relaxed) % self.addresses.len().max(1);
        self.addresses.get(turn).map(String::as_str).unwrap_or_default()
    }

    async fn once(&self, what: &'static str, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let cookie = response.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        let body = response.bytes().await?.to_vec();
        Ok(Answer { what, status, retried: false, cookie, body })
    }

    /// Asks until there is a final answer.
    async fn insist(&self, what: &'static str, request: impl Fn(&Client, &str) -> RequestBuilder) -> Result<Answer> {
        let begun = Instant::now();
        let mut tries = 1;
        loop {
            match self.once(what, request(&self.http, self.address())).await {
                Ok(answer) if answer.may_pass() => self.tally.put_off(format!("{} {}", answer.status, answer.code())),
                Ok(answer) => {
                    self.tally.answered(what, tries);
                    return Ok(Answer { retried: tries > 1, ..answer });
                }
                Err(error) if error.is_connect() => self.tally.put_off("nobody there"),
                Err(_) => self.tally.put_off("connection broke"),
            }
            if begun.elapsed() > PATIENCE {
                bail!("{what}: put off for {} s", PATIENCE.as_secs());
            }
            tries += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Somebody with an account, whose session `tests/bench/sql/buyers.sql` made.
pub struct Person {
    shop: Arc<Shop>,
    /// Their number.
    pub n: u64,
    cookie: String,
    token: String,
    renewed: Option<Instant>,
}

impl Person {
    pub fn new(shop: &Arc<Shop>, n: u64) -> Self {
        let cookie = format!("hurtrock_refresh={}.secret-{n}", id("9002", n));
        Self { shop: Arc::clone(shop), n, cookie, token: String::new(), renewed: None }
    }

    /// An address of the shop.
    pub fn address(&self) -> String {
        self.shop.address().to_owned()
    }

    async fn renew(&mut self) -> Result<()> {
        let cookie = self.cookie.clone();
        let path = "/api/v1/auth/refresh";
        let request = |http: &Client, address: &str| http.post(format!("{address}{path}")).header("cookie", &cookie);
        let answer = self.shop.insist("renew a sign-in", request).await?;
        let signed_in: SignedIn = answer.ok()?;
        if let Some(cookie) = answer.cookie {
            self.cookie = cookie;
        }
        self.token = signed_in.access_token;
        self.renewed = Some(Instant::now());
        Ok(())
    }

    /// Asks for something below `/api/v1`. `Null` is no body.
    ///
    /// # Errors
    /// When there is no final answer for too long.
    pub async fn send(
        &mut self,
        what: &'static str,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<Answer> {
        if self.renewed.is_none_or(|at| at.elapsed() > RENEW) {
            self.renew().await?;
        }
        let answer = self.ask(what, &method, path, key, body).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        self.renew().await?;
        self.ask(what, &method, path, key, body).await
    }

    async fn ask(&self, what: &'static str, method: &Method, path: &str, key: Option<&str>, body: &Value) -> Result<Answer> {
        let request = |http: &Client, address: &str| {
            let mut request = http.request(method.clone(), format!("{address}/api/v1{path}")).bearer_auth(&self.token);
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            if body.is_null() { request } else { request.json(body) }
        };
        self.shop.insist(what, request).await
    }

    /// GET.
    ///
    /// # Errors
    /// As [`Person::send`], and for any status but 2xx.
    pub async fn get(&mut self, what: &'static str, path: &str) -> Result<Value> {
        self.send(what, Method::GET, path, None, &Value::Null).await?.ok()
    }
}
