//! Somebody who listens to the shop over a WebSocket.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use shared::live::{Bye, ByeReason, ClientMessage, Hello, LiveTicket, Ping, ServerMessage, Topic, VERSION, Welcome};
use shared::notifications::Notification;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::caller::Caller;

/// Longer than anything takes that comes at all.
const PATIENCE: Duration = Duration::from_secs(15);

/// A WebSocket to the shop.
pub struct Live {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pings: u32,
}

/// What a socket gave.
#[derive(Debug)]
pub enum Heard {
    /// A message.
    Message(Box<ServerMessage>),
    /// The closing frame: its code and text; `None` when the connection just broke.
    Closed(Option<(u16, String)>),
}

impl Live {
    /// Opens a socket with a ticket, or tells how it was refused: status and body.
    pub async fn with_ticket(url: &str, ticket: &str) -> Result<Self, (u16, String)> {
        let url = format!("{}/api/v1/live?ticket={ticket}", url.replacen("http", "ws", 1));
        match tokio_tungstenite::connect_async(url).await {
            Ok((stream, _)) => Ok(Self { stream, pings: 0 }),
            Err(Error::Http(response)) => {
                let body = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
                Err((response.status().as_u16(), body))
            }
            Err(error) => panic!("no WebSocket: {error}"),
        }
    }

    /// Opens a socket for somebody who is signed in, and says nothing.
    pub async fn open(caller: &Caller) -> Self {
        let ticket: LiveTicket = caller.post("/live/ticket", serde_json::Value::Null).await.ok();
        Self::with_ticket(caller.url(), &ticket.ticket).await.unwrap_or_else(|refused| panic!("refused: {refused:?}"))
    }

    /// Opens a socket and says hello.
    pub async fn join(caller: &Caller, since: Option<i64>, topics: &[Topic]) -> (Self, Welcome) {
        let mut live = Self::open(caller).await;
        live.say(&ClientMessage::Hello(Hello { version: VERSION, since, topics: topics.to_vec() })).await;
        match live.message().await {
            ServerMessage::Welcome(welcome) => (live, welcome),
            other => panic!("no welcome but {other:?}"),
        }
    }

    /// Opens a socket and says hello, where that can be: the server may be gone at any moment.
    pub async fn try_join(caller: &Caller) -> Option<Self> {
        let answer = caller.request(reqwest::Method::POST, "/live/ticket").send().await.ok()?;
        let ticket: LiveTicket = answer.error_for_status().ok()?.json().await.ok()?;
        let url = format!("{}/api/v1/live?ticket={}", caller.url().replacen("http", "ws", 1), ticket.ticket);
        let (stream, _) = tokio_tungstenite::connect_async(url).await.ok()?;
        let mut live = Self { stream, pings: 0 };
        live.say(&ClientMessage::Hello(Hello { version: VERSION, ..Hello::default() })).await;
        match live.next().await {
            Heard::Message(message) if matches!(*message, ServerMessage::Welcome(_)) => Some(live),
            _ => None,
        }
    }

    /// Says something.
    pub async fn say(&mut self, message: &ClientMessage) {
        self.say_text(&serde_json::to_string(message).expect("JSON")).await;
    }

    /// Says whatever it is.
    pub async fn say_text(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    /// Sends a frame; one that is not taken any more is no matter.
    pub async fn send(&mut self, frame: Message) {
        let _ = self.stream.send(frame).await;
    }

    /// What comes next.
    pub async fn next(&mut self) -> Heard {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("something to hear");
            return match frame {
                Some(Ok(Message::Text(text))) => {
                    Heard::Message(Box::new(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))))
                }
                Some(Ok(Message::Close(frame))) => {
                    Heard::Closed(frame.map(|frame| (frame.code.into(), frame.reason.to_string())))
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Heard::Closed(None),
            };
        }
    }

    /// The next message as it came; `None` once it is closed.
    pub async fn text(&mut self) -> Option<String> {
        loop {
            match tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("something to hear") {
                Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next message.
    #[track_caller]
    pub fn message(&mut self) -> impl Future<Output = ServerMessage> + '_ {
        let asked_at = std::panic::Location::caller();
        async move {
            match self.next().await {
                Heard::Message(message) => *message,
                Heard::Closed(closed) => panic!("{asked_at}: closed: {closed:?}"),
            }
        }
    }

    /// The next notification; counts and changes before it are passed over.
    pub async fn notification(&mut self) -> Notification {
        loop {
            match self.message().await {
                ServerMessage::Notification(news) => return news.notification,
                ServerMessage::Counts(_) | ServerMessage::Changed(_) => {}
                other => panic!("no notification but {other:?}"),
            }
        }
    }

    /// All that was said before the answer to a ping that is sent now.
    pub async fn so_far(&mut self) -> Vec<ServerMessage> {
        self.pings += 1;
        let id = self.pings;
        self.say(&ClientMessage::Ping(Ping { id })).await;
        let mut said = Vec::new();
        loop {
            match self.message().await {
                ServerMessage::Pong(pong) if pong.id == id => return said,
                other => said.push(other),
            }
        }
    }

    /// What came that is new. Unread counts may be told once more after `welcome` told them: they are a state, not an event.
    pub async fn news(&mut self) -> Vec<ServerMessage> {
        let mut said = self.so_far().await;
        said.retain(|message| !matches!(message, ServerMessage::Counts(_)));
        said
    }

    /// Reads on until `bye` and the closing frame, whose code and text must be those of the reason.
    pub async fn bye(&mut self) -> Bye {
        let mut farewell: Option<Bye> = None;
        loop {
            match self.next().await {
                Heard::Message(message) => {
                    if let ServerMessage::Bye(bye) = *message {
                        farewell = Some(bye);
                    }
                }
                Heard::Closed(closed) => {
                    let bye = farewell.unwrap_or_else(|| panic!("closed without bye: {closed:?}"));
                    assert_eq!(closed, Some((bye.reason.close_code(), bye.reason.to_string())));
                    return bye;
                }
            }
        }
    }

    /// The same, for one reason.
    pub async fn ends_by(&mut self, reason: ByeReason) {
        let bye = self.bye().await;
        assert_eq!(bye.reason, reason);
        assert_eq!(bye.reconnect.is_some(), reason.comes_back(), "{bye:?}");
    }
}
