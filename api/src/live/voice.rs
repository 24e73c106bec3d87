//! Messages as they are sent.

use std::time::Duration;

use rand::Rng;
use shared::live::{Bye, ByeReason, LiveError, LiveErrorCode, Reconnect, ServerMessage};

/// Where tickets are had.
pub(super) const TICKET_PATH: &str = "/api/v1/live/ticket";
/// Where sockets are opened.
pub(super) const SOCKET_PATH: &str = "/api/v1/live";

/// A message as JSON.
pub(super) fn text(message: &ServerMessage) -> String {
    // Our own types always serialise: string keys, no failing parts.
    serde_json::to_string(message).unwrap_or_default()
}

/// A message was not taken.
pub(super) fn error(code: LiveErrorCode, detail: impl Into<String>) -> ServerMessage {
    ServerMessage::Error(LiveError { code, detail: detail.into() })
}

/// It ends, for this reason; those who are to come back are told when, each another moment.
pub(super) fn bye(reason: ByeReason) -> Bye {
    let reconnect = reason.comes_back().then(|| {
        let (least, most) = match reason {
            ByeReason::Flooding | ByeReason::TooManyConnections => (30_000, 60_000),
            ByeReason::Unavailable => (2_000, 10_000),
            _ => (500, 4_000),
        };
        Reconnect { ticket: TICKET_PATH.to_owned(), after_ms: rand::rng().random_range(least..=most) }
    });
    Bye { reason, reconnect }
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// After so long without a sign of life, the client is asked for one.
    pub heartbeat: Duration,
    /// After so long without a sign of life, it is gone.
    pub silence: Duration,
    /// `hello` must come within.
    pub hello: Duration,
    /// A message must be taken within.
    pub write: Duration,
    /// The closing frame must be answered within.
    pub close: Duration,
    /// Changes of topics are told at most this often.
    pub changes: Duration,
}

impl Patience {
    pub(super) fn new(heartbeat: Duration) -> Self {
        let half = (heartbeat / 2).clamp(Duration::from_millis(500), Duration::from_secs(15));
        Self {
            heartbeat,
            silence: heartbeat.mul_f32(2.5),
            hello: half,
            write: half,
            close: Duration::from_secs(2),
            changes: Duration::from_millis(300),
        }
    }
}
