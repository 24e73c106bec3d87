//! The door every API call passes: it is written down, hit by the faults set, and answered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use poem::http::{HeaderMap, Method, StatusCode, header};
use poem::{Body, Endpoint, Request, Response};
use serde::Serialize;
use serde_json::Value;

use crate::faults::{Answer, ApiFault};
use crate::state::{App, Provider};
use crate::{biteship, midtrans, stripe};

const KEPT_CALLS: usize = 2_000;
const LARGEST_BODY: usize = 1024 * 1024;

/// An API call the sandbox received.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Unix seconds.
    pub at: i64,
    /// Whose API was called.
    pub provider: Provider,
    /// HTTP method.
    pub method: String,
    /// Path below the provider's base URL, e.g. `/v1/refunds`.
    pub path: String,
    /// Raw query string.
    pub query: String,
    /// Request headers, names in lower case, without `authorization`.
    pub headers: BTreeMap<String, String>,
    /// Request body as text.
    pub body: String,
    /// The HTTP status answered; 0 when the connection was cut.
    pub status: u16,
    /// The fault that hit the call.
    pub fault: bool,
}

/// A received call, read in full.
pub(crate) struct Ask {
    pub method: Method,
    /// Below the provider's base URL, with a leading slash.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Ask {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Path segments without empty ones.
    pub fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).collect()
    }
}

/// What is answered.
pub(crate) struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Value,
}

impl Reply {
    fn into_response(self) -> Response {
        let mut response = Response::builder()
            .status(StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(self.body.to_string())
    }
}

/// A provider's API as a poem endpoint.
pub(crate) struct Api {
    pub app: Arc<App>,
    pub provider: Provider,
}

impl Endpoint for Api {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (app, provider) = (Arc::clone(&self.app), self.provider);
        let (parts, body) = request.into_parts();
        let body = body.into_bytes_limit(LARGEST_BODY).await?;
        let path = parts.uri.path();
        let ask = Ask {
            path: path.strip_prefix('/').and_then(|path| path.strip_prefix(provider.name())).unwrap_or(path).to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            method: parts.method,
            headers: parts.headers,
            body: body.to_vec(),
        };
        // On a task of its own: a caller that gives up waiting does not undo what it asked for.
        let answered = tokio::spawn(async move { process(&app, provider, &ask).await });
        answered.await.map_err(poem::error::InternalServerError)
    }
}

async fn process(app: &App, provider: Provider, ask: &Ask) -> Response {
    let opening = match provider {
        Provider::Stripe => stripe::open(app, ask),
        Provider::Midtrans => midtrans::open(app, ask),
        Provider::Biteship => biteship::open(app, ask),
    };
    let opened = match opening {
        Ok(opened) => opened,
        Err(reply) => {
            write_down(app, provider, ask, reply.status, false);
            return reply.into_response();
        }
    };
    let calm = app.read(|store| store.faults_of(provider).api.is_empty());
    let fault = if calm { None } else { app.change(|store| store.faults(provider).take_api(ask.method.as_str(), &ask.path)) };
    let hit = fault.is_some();
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.after_effect) {
        wait(fault).await;
        if fault.answer != Answer::True {
            match fault.answer {
                Answer::Status(status) if fault.kept => opened.fail_for_good(app, status),
                _ => opened.abandon(app),
            }
            return trouble(app, provider, ask, fault, None);
        }
    }
    let key = opened.key.clone();
    let reply = match provider {
        Provider::Stripe => stripe::answer(app, ask, opened),
        Provider::Midtrans => midtrans::answer(app, ask),
        Provider::Biteship => biteship::answer(app, ask),
    };
    if let Some(fault) = fault.as_ref().filter(|fault| fault.after_effect) {
        wait(fault).await;
        if let (Answer::Status(status), true) = (fault.answer, fault.kept) {
            Opened { key, ..Opened::default() }.fail_for_good(app, status);
        }
        return trouble(app, provider, ask, fault, Some(reply));
    }
    write_down(app, provider, ask, reply.status, hit);
    reply.into_response()
}

/// What was reserved for a call before its effect.
#[derive(Default)]
pub(crate) struct Opened {
    /// Stripe's `Request-Id`.
    pub request_id: String,
    /// The version the reply is rendered in.
    pub version: String,
    /// The idempotency key taken for this call.
    pub key: Option<String>,
}

impl Opened {
    /// The key gives this failure from now on.
    fn fail_for_good(&self, app: &App, status: u16) {
        if let Some(key) = &self.key {
            app.change(|store| stripe::keep_failure(store, key, status));
        }
    }

    fn abandon(&self, app: &App) {
        if let Some(key) = &self.key {
            app.change(|store| store.stripe.keys.remove(key));
        }
    }
}

async fn wait(fault: &ApiFault) {
    if fault.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    }
}

fn trouble(app: &App, provider: Provider, ask: &Ask, fault: &ApiFault, truth: Option<Reply>) -> Response {
    match (fault.answer, truth) {
        (Answer::True, Some(reply)) => {
            write_down(app, provider, ask, reply.status, true);
            reply.into_response()
        }
        (Answer::Status(status), _) => {
            write_down(app, provider, ask, status, true);
            let reply = match provider {
                Provider::Stripe => stripe::outage(status),
                Provider::Midtrans => midtrans::outage(status, ask),
                Provider::Biteship => biteship::outage(status),
            };
            reply.into_response()
        }
        (Answer::Nonsense, _) => {
            write_down(app, provider, ask, 200, true);
            let page = "<html><body>This page is being worked on.</body></html>";
            Response::builder().header(header::CONTENT_TYPE, "text/html").body(page)
        }
        (Answer::Cut | Answer::True, truth) => {
            write_down(app, provider, ask, 0, true);
            // Less than the length announced: the server then closes the connection.
            let text = truth.map_or_else(|| "{\n  \"".to_owned(), |reply| reply.body.to_string());
            let half: Vec<u8> = text.bytes().take(text.len() / 2).collect();
            Response::builder()
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::CONTENT_LENGTH, text.len())
                .body(Body::from_bytes_stream(stream::iter([Ok::<_, std::io::Error>(half)])))
        }
    }
}

fn write_down(app: &App, provider: Provider, ask: &Ask, status: u16, fault: bool) {
    let headers = ask.headers.iter().filter(|(name, _)| *name != header::AUTHORIZATION);
    let call = Call {
        at: app.now().timestamp(),
        provider,
        method: ask.method.to_string(),
        path: ask.path.clone(),
        query: ask.query.clone(),
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: String::from_utf8_lossy(&ask.body).into_owned(),
        status,
        fault,
    };
    tracing::info!(provider = provider.name(), method = call.method, path = call.path, status, fault, "call");
    app.quiet(|store| {
        if store.calls.len() == KEPT_CALLS {
            store.calls.pop_front();
        }
        store.calls.push_back(call);
    });
}
