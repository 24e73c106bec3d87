//! Somebody who is told by webhooks: a real HTTP server that keeps what it hears.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poem::http::StatusCode;
use poem::listener::TcpAcceptor;
use poem::web::Data;
use poem::{EndpointExt, Response, Route, handler};
use ring::hmac;
use serde_json::Value;
use tokio::task::JoinHandle;

/// Something that was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// Where: `/hook`, or where a redirect would lead.
    pub path: String,
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`.
    pub timestamp: String,
    /// `webhook-signature`.
    pub signature: String,
    /// The body, to the letter.
    pub body: String,
}

impl Told {
    /// The body.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// What it tells.
    pub fn event(&self) -> String {
        self.json()["type"].as_str().expect("a type").to_owned()
    }

    /// Whether one of the signatures is by this secret (`whsec_…`), reckoned by another library than the shop's.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let secret = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        let signed = format!("{}.{}.{}", self.id, self.timestamp, self.body);
        self.signature.split(' ').any(|signature| {
            let tag = signature.strip_prefix("v1,").and_then(|tag| STANDARD.decode(tag).ok()).unwrap_or_default();
            hmac::verify(&key, signed.as_bytes(), &tag).is_ok()
        })
    }
}

#[derive(Default)]
struct Heard {
    told: Vec<Told>,
    answers: VecDeque<u16>,
}

/// The server.
pub struct HookSink {
    address: String,
    heard: Arc<Mutex<Heard>>,
    task: JoinHandle<()>,
}

#[handler]
async fn hear(request: &poem::Request, body: String, heard: Data<&Arc<Mutex<Heard>>>) -> Response {
    let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
    let told = Told {
        path: request.uri().path().to_owned(),
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body,
    };
    let mut heard = heard.lock().expect("the sink");
    heard.told.push(told);
    let status = heard.answers.pop_front().unwrap_or(200);
    let status = StatusCode::from_u16(status).expect("a status");
    Response::builder().status(status).header("location", "/elsewhere").body(format!("heard, {status}"))
}

impl HookSink {
    /// Listens on a port of this machine, and takes everything.
    pub async fn start() -> Self {
        let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        socket.set_nonblocking(true).expect("a socket");
        let address = socket.local_addr().expect("an address").to_string();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let endpoint = Route::new().at("/hook", hear).at("/elsewhere", hear).data(heard.clone());
        let acceptor = TcpAcceptor::from_std(socket).expect("an acceptor");
        let task = tokio::spawn(async move {
            let _ = poem::Server::new_with_acceptor(acceptor).run(endpoint).await;
        });
        Self { address, heard, task }
    }

    /// Where it listens: `127.0.0.1:…`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address to be told at.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers the next requests with these statuses; after that it takes everything again.
    pub fn answer(&self, statuses: &[u16]) {
        self.heard.lock().expect("the sink").answers = statuses.iter().copied().collect();
    }

    /// What was told so far.
    pub fn told(&self) -> Vec<Told> {
        self.heard.lock().expect("the sink").told.clone()
    }
}

impl Drop for HookSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
