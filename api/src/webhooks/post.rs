//! Sends one request to an endpoint.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::guard::{Guard, GuardedNames, Refused};
use crate::config::Config;

/// How long an endpoint may take to answer.
pub(super) const TIMEOUT: Duration = Duration::from_secs(15);
/// How long it may take to be connected to.
const CONNECT: Duration = Duration::from_secs(5);
/// Bytes of an answer that are read.
const EXCERPT: usize = 1_024;
/// Characters of a failure that are kept.
const FAILURE: usize = 300;

/// Sends webhooks, and only where they may go.
pub struct Postman {
    http: reqwest::Client,
    guard: Arc<Guard>,
}

/// A request, signed.
pub(super) struct Letter<'a> {
    pub url: &'a str,
    pub id: &'a str,
    pub timestamp: i64,
    pub signatures: &'a str,
    pub body: &'a str,
}

/// What came of a try.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The answer's status; `None` without one.
    pub status: Option<u16>,
    pub latency_ms: i32,
    /// What went wrong; `None` when it was taken.
    pub error: Option<String>,
    /// How the answer's body begins.
    pub response: Option<String>,
}

impl Postman {
    /// A client of its own: without redirects, proxies, or anybody else's idea of what a name means.
    ///
    /// # Errors
    /// When the system has no source of random numbers or the like.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let guard = Arc::new(Guard::new(config));
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(GuardedNames(Arc::clone(&guard)))
            // A connection that is kept would outlive a change of the name.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("Hurtrock-Webhooks/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { http, guard })
    }

    /// Whether an address may be set up at all.
    pub(super) fn check(&self, url: &str) -> Result<(), Refused> {
        self.guard.check(url).map(drop)
    }

    /// Sends it once. Taken is what is answered with 2xx; a redirect is not followed.
    pub(super) async fn post(&self, letter: &Letter<'_>) -> Outcome {
        let begun = Instant::now();
        let sent = self.send(letter).await;
        let latency_ms = i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX);
        match sent {
            Ok((status, response)) => {
                let taken = (200..300).contains(&status);
                let error = (!taken).then(|| format!("status {status}"));
                Outcome { status: Some(status), latency_ms, error, response: Some(response).filter(|text| !text.is_empty()) }
            }
            Err(error) => Outcome { status: None, latency_ms, error: Some(error), response: None },
        }
    }

    async fn send(&self, letter: &Letter<'_>) -> Result<(u16, String), String> {
        let url = self.guard.check(letter.url).map_err(|refused| refused.to_string())?;
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", letter.id)
            .header("webhook-timestamp", letter.timestamp.to_string())
            .header("webhook-signature", letter.signatures)
            .body(letter.body.to_owned());
        let mut response = request.send().await.map_err(failure)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        // What comes after the beginning is not even received. One that breaks off was an answer all the same.
        while let Ok(Some(piece)) = response.chunk().await {
            body.extend_from_slice(&piece);
            if body.len() >= EXCERPT {
                body.truncate(EXCERPT);
                break;
            }
        }
        // PostgreSQL text cannot hold a NUL character.
        Ok((status, String::from_utf8_lossy(&body).replace('\0', " ").trim().to_owned()))
    }
}

/// A failure with its causes, without the address, which is shown beside it.
fn failure(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = if error.is_timeout() { "no answer in time".to_owned() } else { error.to_string() };
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = inner.source();
    }
    text.replace('\0', " ").chars().take(FAILURE).collect()
}
