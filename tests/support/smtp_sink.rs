//! A real SMTP server that keeps what it is handed.
//!
//! `mailin` speaks the protocol; the sink listens on a free port, and stops when dropped.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mailin::response::{INTERNAL_ERROR, INVALID_CREDENTIALS, NO_MAILBOX, OK, TRANSACTION_FAILED};
use mailin::{Action, AuthMechanism, Handler, Response, SessionBuilder};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// How long a slow server takes for an answer.
const SLOW: Duration = Duration::from_millis(500);

/// How the server answers from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Temper {
    /// Takes everything.
    #[default]
    Accept,
    /// Refuses every recipient for good (550).
    RefuseRecipient,
    /// Refuses every sender for now (451).
    TryLater,
    /// Wants a password and knows none (535).
    RefuseSignIn,
    /// Keeps the message, but the connection breaks before it says so.
    BreakAfterMessage,
    /// Takes everything, half a second for each answer.
    Slow,
    /// Hears the message out and refuses it for good (554).
    RefuseMessage,
}

/// A message as it came in.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Sender of the envelope.
    pub from: String,
    /// Recipients of the envelope.
    pub to: Vec<String>,
    /// Headers and body, as on the wire.
    pub data: String,
}

impl Received {
    /// The value of a header with its folded lines joined, not decoded.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let value = |line: &str| {
            line.split_once(':').filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        head.lines().find_map(value)
    }
}

#[derive(Default)]
struct State {
    temper: Temper,
    received: Vec<Received>,
}

/// A running server.
pub struct SmtpSink {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl SmtpSink {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start() -> io::Result<Self> {
        Self::start_at("127.0.0.1:0").await
    }

    /// Listens where an earlier one did, which is gone.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start_at(address: &str) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State::default()));
        let task = tokio::spawn(accept(listener, state.clone()));
        Ok(Self { address, state, task })
    }

    /// Host and port.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// The setting `smtp_url` that leads here.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The same with a name and a password.
    #[must_use]
    pub fn url_with_password(&self) -> String {
        format!("smtp://shop:secret@{}", self.address)
    }

    /// Changes how it answers.
    pub fn behave(&self, temper: Temper) {
        lock(&self.state).temper = temper;
    }

    /// What came in so far, the first first.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves every connection; they end together with this task.
async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, peer)) = listener.accept().await {
        connections.spawn(serve(stream, peer, state.clone()));
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, state: Arc<Mutex<State>>) -> io::Result<()> {
    let mut builder = SessionBuilder::new("sink.example");
    if lock(&state).temper == Temper::RefuseSignIn {
        // The line is not encrypted, which is fine between a test and itself.
        builder.insecure_enable_plaintext_auth().enable_auth(AuthMechanism::Plain);
    }
    let mut session = builder.build(peer.ip(), Inbox { state: state.clone(), message: Received::default(), data: Vec::new() });
    let mut stream = BufReader::new(stream);
    stream.write_all(&session.greeting().buffer()?).await?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let before = lock(&state).received.len();
        let answer = session.process(&line);
        let broken = {
            let state = lock(&state);
            state.temper == Temper::BreakAfterMessage && state.received.len() > before
        };
        if broken {
            return Ok(());
        }
        if answer.action == Action::NoReply {
            continue;
        }
        let temper = lock(&state).temper;
        if temper == Temper::Slow {
            tokio::time::sleep(SLOW).await;
        }
        stream.write_all(&answer.buffer()?).await?;
        // `mailin` would go on reading the message that was refused.
        let refused = temper == Temper::RefuseMessage && answer.code == TRANSACTION_FAILED.code;
        if answer.action == Action::Close || refused {
            return Ok(());
        }
    }
}

/// Collects one message after another.
#[derive(Clone)]
struct Inbox {
    state: Arc<Mutex<State>>,
    message: Received,
    data: Vec<u8>,
}

impl Handler for Inbox {
    fn mail(&mut self, _: std::net::IpAddr, _: &str, from: &str) -> Response {
        if lock(&self.state).temper == Temper::TryLater {
            return INTERNAL_ERROR;
        }
        self.message = Received { from: from.to_owned(), ..Received::default() };
        self.data.clear();
        OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        if lock(&self.state).temper == Temper::RefuseRecipient {
            return NO_MAILBOX;
        }
        self.message.to.push(to.to_owned());
        OK
    }

    fn data(&mut self, part: &[u8]) -> io::Result<()> {
        self.data.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mut state = lock(&self.state);
        if state.temper == Temper::RefuseMessage {
            return TRANSACTION_FAILED;
        }
        self.message.data = String::from_utf8_lossy(&self.data).into_owned();
        state.received.push(self.message.clone());
        OK
    }

    fn auth_plain(&mut self, _: &str, _: &str, _: &str) -> Response {
        INVALID_CREDENTIALS
    }
}
