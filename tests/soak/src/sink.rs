//! Who is told by webhooks: keeps which events came, how often, and whether each was signed and said the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poem::http::StatusCode;
use poem::listener::TcpAcceptor;
use poem::web::Data;
use poem::{EndpointExt, Route, handler};
use ring::hmac;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Tries that are refused, so that there is something to be told again. Few: an endpoint that fails is told one
/// event at a time for a while.
const REFUSED: [u64; 3] = [100, 1_000, 5_000];

/// An event that was told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// How often, refusals of ours apart.
    pub times: u64,
    body: u64,
}

#[derive(Default)]
pub struct Heard {
    pub events: HashMap<Uuid, Told>,
    /// Tries that were refused here.
    pub refused: u64,
    /// What was not signed, had no id, or said something else than before.
    pub odd: u64,
    tries: u64,
    secret: Vec<u8>,
}

type Shared = Arc<Mutex<Heard>>;

fn lock(heard: &Shared) -> MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server of this machine.
pub struct Sink {
    url: String,
    heard: Shared,
    task: JoinHandle<()>,
}

#[handler]
async fn hear(request: &poem::Request, body: String, heard: Data<&Shared>) -> StatusCode {
    let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
    lock(heard.0).take(&header("webhook-id"), &header("webhook-timestamp"), &header("webhook-signature"), &body)
}

impl Heard {
    fn take(&mut self, id: &str, timestamp: &str, signatures: &str, body: &str) -> StatusCode {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.secret);
        let signed = format!("{id}.{timestamp}.{body}");
        let authentic = signatures.split(' ').any(|signature| {
            let tag = signature.strip_prefix("v1,").and_then(|tag| STANDARD.decode(tag).ok()).unwrap_or_default();
            hmac::verify(&key, signed.as_bytes(), &tag).is_ok()
        });
        let (Ok(id), true) = (id.parse::<Uuid>(), authentic) else {
            self.odd += 1;
            return StatusCode::BAD_REQUEST;
        };
        self.tries += 1;
        if REFUSED.contains(&self.tries) {
            self.refused += 1;
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let told = self.events.entry(id).or_default();
        if told.times > 0 && told.body != hasher.finish() {
            self.odd += 1;
        }
        (told.times, told.body) = (told.times + 1, hasher.finish());
        StatusCode::NO_CONTENT
    }
}

impl Sink {
    /// Listens on a port of this machine.
    pub fn start() -> Result<Self> {
        let socket = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        socket.set_nonblocking(true)?;
        let url = format!("http://{}/hook", socket.local_addr()?);
        let heard = Shared::default();
        let endpoint = Route::new().at("/hook", hear).data(Arc::clone(&heard));
        let acceptor = TcpAcceptor::from_std(socket)?;
        let task = tokio::spawn(async move {
            if let Err(error) = poem::Server::new_with_acceptor(acceptor).run(endpoint).await {
                eprintln!("the sink of webhooks ended: {error}");
            }
        });
        Ok(Self { url, heard, task })
    }

    /// The address to be told at.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Signatures are made with this (`whsec_…`).
    pub fn expect(&self, secret: &str) -> Result<()> {
        let secret = secret.strip_prefix("whsec_").context("an odd secret")?;
        self.heard().secret = STANDARD.decode(secret)?;
        Ok(())
    }

    /// What came so far.
    pub fn heard(&self) -> MutexGuard<'_, Heard> {
        lock(&self.heard)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
