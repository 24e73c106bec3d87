//! The load: connections that ask, wait for the answer, and ask again.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use hdrhistogram::Histogram;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Answers that take longer count as this long.
const LONGEST: Duration = Duration::from_secs(60);

/// A request.
pub type Ask = Request<Full<Bytes>>;

/// Somebody who asks again and again over one connection.
pub trait Visitor: Send {
    /// The next request; `None` ends the visit.
    fn ask(&mut self) -> Option<Ask>;

    /// Whether an answer may have this status.
    fn expects(&self, status: StatusCode) -> bool {
        status == StatusCode::OK
    }

    /// Looks at an answer.
    fn hear(&mut self, _: &Bytes) {}
}

/// How long load lasts.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Before the clock starts.
    pub warm_up: Duration,
    /// While it runs.
    pub measured: Duration,
}

/// What was measured.
pub struct Outcome {
    /// Answers while the clock ran.
    pub answers: u64,
    /// How long it ran.
    pub elapsed: Duration,
    /// How long answers took, in microseconds.
    pub latency: Histogram<u64>,
    /// Answers that were not as expected, and connections that broke.
    pub errors: u64,
    /// Those of them that said "not now" (503).
    pub refused: u64,
    /// The first of them.
    pub first_error: Option<String>,
}

struct Tally {
    latency: Histogram<u64>,
    last: Instant,
    errors: u64,
    refused: u64,
    first_error: Option<String>,
}

/// Builds a request. The path is ours, so it is one.
pub fn ask(method: hyper::Method, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Ask {
    let body = body.into();
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Full::new(body)).unwrap_or_default()
}

/// One connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    /// Connects to a port of this machine.
    pub async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.context("connecting")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&mut self, ask: Ask) -> Result<(StatusCode, Bytes)> {
        let response = self.answer(ask).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }

    /// Sends a request.
    pub async fn answer(&mut self, ask: Ask) -> Result<Response<Incoming>> {
        self.sender.ready().await?;
        Ok(self.sender.send_request(ask).await?)
    }

    /// The same; any status but 2xx is an error.
    pub async fn done(&mut self, ask: Ask) -> Result<Bytes> {
        let what = format!("{} {}", ask.method(), ask.uri());
        let (status, body) = self.send(ask).await?;
        if !status.is_success() {
            bail!("{what} answered {status}: {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}

/// Lets every visitor visit over a connection of their own. `mark` is called when the clock starts
/// and when it stops.
pub async fn run<V: Visitor + 'static>(port: u16, visitors: Vec<V>, pace: Pace, mut mark: impl FnMut()) -> Result<Outcome> {
    let mut connections = Vec::with_capacity(visitors.len());
    for visitor in visitors {
        connections.push((Connection::open(port).await?, visitor));
    }
    let start = Instant::now() + pace.warm_up;
    let end = start + pace.measured;
    let tally = Arc::new(Mutex::new(Tally {
        latency: Histogram::new_with_max(LONGEST.as_micros().try_into()?, 3)?,
        last: start,
        errors: 0,
        refused: 0,
        first_error: None,
    }));
    let mut tasks = JoinSet::new();
    for (connection, visitor) in connections {
        tasks.spawn(visit(port, connection, visitor, (start, end), Arc::clone(&tally)));
    }
    tokio::time::sleep_until(start.into()).await;
    mark();
    let mut all_ended = false;
    tokio::select! {
        () = tokio::time::sleep_until(end.into()) => {}
        () = async { while tasks.join_next().await.is_some() {} } => all_ended = true,
    }
    mark();
    while tasks.join_next().await.is_some() {}
    let Some(tally) = Arc::into_inner(tally) else { bail!("a visitor stayed") };
    let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    let elapsed = if all_ended { tally.last - start } else { pace.measured };
    Ok(Outcome {
        answers: tally.latency.len(),
        elapsed,
        latency: tally.latency,
        errors: tally.errors,
        refused: tally.refused,
        first_error: tally.first_error,
    })
}

async fn visit<V: Visitor>(
    port: u16,
    mut connection: Connection,
    mut visitor: V,
    (start, end): (Instant, Instant),
    tally: Arc<Mutex<Tally>>,
) {
    while Instant::now() < end {
        let Some(ask) = visitor.ask() else { return };
        let begun = Instant::now();
        let answer = connection.send(ask).await;
        let done = Instant::now();
        let fault = match &answer {
            Ok((status, body)) if visitor.expects(*status) => {
                visitor.hear(body);
                None
            }
            Ok((status, body)) => Some(format!("{status}: {}", String::from_utf8_lossy(body))),
            Err(error) => Some(format!("{error:#}")),
        };
        if answer.is_err() {
            match Connection::open(port).await {
                Ok(fresh) => connection = fresh,
                Err(_) => return,
            }
        }
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = fault {
            tally.errors += 1;
            tally.refused += u64::from(matches!(&answer, Ok((StatusCode::SERVICE_UNAVAILABLE, _))));
            tally.first_error.get_or_insert(fault);
        } else if done >= start && done <= end {
            let micros = u64::try_from((done - begun).as_micros()).unwrap_or(u64::MAX);
            tally.latency.saturating_record(micros);
            tally.last = tally.last.max(done);
        }
    }
}
