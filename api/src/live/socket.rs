//! One socket: hears its client and says what lies in its mailbox.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use poem::web::websocket::{Message, WebSocketStream};
use shared::live::{
    Bye, ByeReason, Changed, ClientMessage, Feature, Hello, LiveErrorCode, MAX_MESSAGE, MAX_REPLAY, MAX_TOPICS, Missed,
    NotificationNews, ServerMessage, Subscribed, Topic, Unreadable, VERSION, Welcome, read_client,
};
use shared::maintenance::MaintenanceMode;
use shared::notifications::Notification;
use shared::permission::Permission;
use tokio::time::{Instant, sleep_until, timeout};

use self::chat::Chat;
use super::hub::{Hub, Seat};
use super::mailbox::{Extent, Mailbox};
use super::pace::{Pace, Verdict};
use super::ticket::Pass;
use super::voice::{self, Patience, bye};
use crate::context::Ctx;
use crate::http::Person;
use crate::{account, notifications};

mod chat;

/// Why a conversation ends.
enum End {
    /// The client left, or its connection broke.
    Left,
    /// For a reason of ours.
    Because(ByeReason),
    /// The mailbox said so.
    Told(Bye),
}

impl From<ByeReason> for End {
    fn from(reason: ByeReason) -> Self {
        Self::Because(reason)
    }
}

/// Talks to a client until either has enough.
pub(super) async fn run(ctx: Ctx, pass: Pass, stream: WebSocketStream) {
    let patience = ctx.live.patience;
    let mut line = Line { stream, patience };
    let seat = match Hub::sit(&ctx, pass.user, pass.session) {
        Ok(seat) => seat,
        Err(reason) => {
            ctx.live.count_farewell(reason);
            return line.close(&bye(reason)).await;
        }
    };
    tracing::debug!(connection = %seat.connection, user = %seat.user, "a WebSocket was opened");
    let end = match talk(&ctx, &seat, &mut line).await {
        Err(end) => end,
        Ok(never) => match never {},
    };
    let farewell = match end {
        End::Left => None,
        End::Because(reason) => Some(bye(reason)),
        End::Told(bye) => Some(bye),
    };
    let reason = farewell.as_ref().map_or("left", |bye| bye.reason.as_str());
    tracing::debug!(connection = %seat.connection, user = %seat.user, reason, "a WebSocket was closed");
    match farewell {
        Some(bye) => {
            ctx.live.count_farewell(bye.reason);
            line.close(&bye).await;
        }
        None => line.finish().await,
    }
}

/// The wire.
struct Line {
    stream: WebSocketStream,
    patience: Patience,
}

impl Line {
    /// Sends a frame. Whoever does not take it in time is too slow; whoever has to go does not wait.
    async fn send(&mut self, mailbox: &Mailbox, message: Message) -> Result<(), End> {
        tokio::select! {
            sent = timeout(self.patience.write, self.stream.send(message)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Left),
                Err(_) => Err(ByeReason::TooSlow.into()),
            },
            () = mailbox.ended() => Err(mailbox.bye().map_or(End::Left, End::Told)),
        }
    }

    async fn say(&mut self, mailbox: &Mailbox, message: &ServerMessage) -> Result<(), End> {
        self.send(mailbox, Message::Text(voice::text(message))).await
    }

    /// The next message of the client.
    async fn hear(&mut self) -> Result<Message, End> {
        match self.stream.next().await {
            None | Some(Ok(Message::Close(_))) => Err(End::Left),
            Some(Ok(message)) => Ok(message),
            // What is no WebSocket frame, or far too large, comes as text of the library.
            Some(Err(error)) if error.kind() == std::io::ErrorKind::Other => {
                let too_large = error.to_string().contains("too long");
                Err(if too_large { ByeReason::TooLarge } else { ByeReason::Malformed }.into())
            }
            Some(Err(_)) => Err(End::Left),
        }
    }

    /// Says goodbye and waits for the client to close, but not for long.
    async fn close(mut self, bye: &Bye) {
        let close = Message::close_with(bye.reason.close_code(), bye.reason.as_str());
        let told = async {
            self.stream.send(Message::Text(voice::text(&ServerMessage::Bye(bye.clone())))).await?;
            self.stream.send(close).await
        };
        if matches!(timeout(self.patience.close, told).await, Ok(Ok(()))) {
            self.finish().await;
        }
    }

    /// Reads what is still on its way, so that the closing frame is not lost with it.
    async fn finish(mut self) {
        let rest = async { while let Some(Ok(_)) = self.stream.next().await {} };
        let _ = timeout(self.patience.close, rest).await;
    }
}

/// From the first to the last message.
async fn talk(ctx: &Ctx, seat: &Seat, line: &mut Line) -> Result<std::convert::Infallible, End> {
    // The seat is taken first: whatever ends the session from now on is heard.
    let people = account::people(ctx, &[seat.session]).await.map_err(|_| ByeReason::Unavailable)?;
    let person = people.into_iter().next().ok_or(ByeReason::SignedOut)?;
    seat.answers.store(chat::may_answer(&person), Ordering::Relaxed);
    let mut pace = Pace::new(Instant::now().into_std());
    let wait = line.patience.hello;
    let hello = tokio::select! {
        hello = first(line, &mut pace) => hello?,
        () = tokio::time::sleep(wait) => return Err(ByeReason::NoHello.into()),
        () = seat.mailbox.ended() => return Err(seat.mailbox.bye().map_or(End::Left, End::Told)),
    };
    if hello.version != VERSION {
        return Err(ByeReason::UnsupportedVersion.into());
    }
    let now = Instant::now();
    let mut talk = Talk {
        ctx,
        seat,
        person,
        pace,
        wanted: Vec::new(),
        told: Vec::new(),
        sent: 0,
        heard_at: now,
        ask_at: now + line.patience.heartbeat,
        change_at: now,
        chat: Chat::default(),
        line,
    };
    talk.stays()?;
    talk.welcome(hello).await?;
    loop {
        talk.say_all().await?;
        talk.begin_work();
        let wake = if seat.mailbox.has_changed() { talk.ask_at.min(talk.change_at) } else { talk.ask_at };
        tokio::select! {
            () = seat.mailbox.news() => {}
            message = talk.line.hear() => {
                let message = message?;
                talk.stays()?;
                talk.heard(message).await?;
            }
            done = talk.chat.work.done() => {
                if let Some(answer) = done {
                    talk.say(&answer).await?;
                }
            }
            () = sleep_until(wake) => talk.ask().await?,
        }
    }
}

/// The first message, which must be `hello`.
async fn first(line: &mut Line, pace: &mut Pace) -> Result<Hello, End> {
    loop {
        let message = line.hear().await?;
        if pace.came(Instant::now().into_std()) == Verdict::Flood {
            return Err(ByeReason::Flooding.into());
        }
        match message {
            Message::Text(text) if text.len() > MAX_MESSAGE => return Err(ByeReason::TooLarge.into()),
            Message::Text(text) => {
                return match read_client(&text) {
                    Ok(ClientMessage::Hello(hello)) => Ok(hello),
                    Ok(_) | Err(Unreadable::UnknownType(_)) => Err(ByeReason::NoHello.into()),
                    Err(Unreadable::Malformed) => Err(ByeReason::Malformed.into()),
                };
            }
            Message::Binary(_) => return Err(ByeReason::Malformed.into()),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => {}
        }
    }
}

/// A conversation under way.
struct Talk<'a> {
    ctx: &'a Ctx,
    seat: &'a Seat,
    line: &'a mut Line,
    /// The person, as their role was said to be last.
    person: Arc<Person>,
    pace: Pace,
    /// The topics asked for.
    wanted: Vec<Topic>,
    /// The topics told: those of them that the role allows.
    told: Vec<Topic>,
    /// The number of the last notification said.
    sent: i64,
    /// When the client was last heard.
    heard_at: Instant,
    /// When it is asked for a sign of life.
    ask_at: Instant,
    /// When changes may be told again.
    change_at: Instant,
    /// The chat.
    chat: Chat,
}

impl Talk<'_> {
    async fn say(&mut self, message: &ServerMessage) -> Result<(), End> {
        self.line.say(&self.seat.mailbox, message).await
    }

    /// A shop that is closed is so for those who were in it, too: their requests are refused, and their sockets end.
    fn stays(&self) -> Result<(), End> {
        let closed = self.ctx.maintenance.now().mode == MaintenanceMode::Closed;
        if closed && !self.person.permissions.contains(&Permission::AdminAccess) {
            return Err(ByeReason::Unavailable.into());
        }
        Ok(())
    }

    /// Answers `hello`, and tells what was missed.
    async fn welcome(&mut self, hello: Hello) -> Result<(), End> {
        self.wanted = hello.topics.into_iter().take(MAX_TOPICS).collect();
        self.subscribe();
        let db = &self.ctx.db;
        let user = self.seat.user;
        let read = async {
            let head = notifications::head(db, user).await?;
            let counts = super::feed::unread_of(self.ctx, &[user]).await?.remove(&user).unwrap_or_default();
            let missed = match hello.since {
                // Somebody else's numbers, or from a database that was restored.
                Some(since) if !(0..=head).contains(&since) => None,
                Some(since) if since < head => Some(notifications::since(db, user, since, MAX_REPLAY + 1).await?),
                _ => Some(Vec::new()),
            };
            Ok::<_, sea_orm::DbErr>((head, counts, missed.filter(|missed| within_replay(missed.len()))))
        };
        let (head, counts, missed) = read.await.map_err(|error| unavailable(&error))?;
        let welcome = Welcome {
            version: VERSION,
            connection: self.seat.connection,
            sequence: head,
            missed: missed.is_none(),
            counts,
            topics: self.told.clone(),
            heartbeat_seconds: u32::try_from(self.line.patience.heartbeat.as_secs()).unwrap_or(u32::MAX),
            features: Feature::ALL.to_vec(),
        };
        self.say(&ServerMessage::Welcome(welcome)).await?;
        self.tell(missed.unwrap_or_default(), head).await
    }

    /// Says notifications that were read from the database when the latest had the number `head`.
    async fn tell(&mut self, notifications: Vec<Notification>, head: i64) -> Result<(), End> {
        for notification in notifications {
            let sequence = notification.sequence;
            self.say(&ServerMessage::Notification(NotificationNews { notification })).await?;
            self.sent = sequence;
        }
        self.sent = self.sent.max(head);
        Ok(())
    }

    /// Reads the notifications that were left out.
    async fn catch_up(&mut self) -> Result<(), End> {
        let (db, user) = (&self.ctx.db, self.seat.user);
        let read = async {
            let head = notifications::head(db, user).await?;
            Ok::<_, sea_orm::DbErr>((head, notifications::since(db, user, self.sent, MAX_REPLAY + 1).await?))
        };
        let (head, missed) = read.await.map_err(|error| unavailable(&error))?;
        if within_replay(missed.len()) {
            return self.tell(missed, head).await;
        }
        self.sent = head;
        self.say(&ServerMessage::Missed(Missed { sequence: head })).await
    }

    /// Says all that lies in the mailbox.
    async fn say_all(&mut self) -> Result<(), End> {
        let mailbox = &self.seat.mailbox;
        if let Some(bye) = mailbox.bye() {
            return Err(End::Told(bye));
        }
        if let Some(person) = mailbox.person() {
            self.person = person;
            let before = self.told.clone();
            self.subscribe();
            if self.told != before {
                self.say(&ServerMessage::Subscribed(Subscribed { topics: self.told.clone() })).await?;
            }
            self.recheck_chat().await?;
        }
        self.stays()?;
        if mailbox.was_behind() {
            self.catch_up().await?;
        }
        while let Some(told) = mailbox.next_told() {
            if told.sequence > self.sent + 1 {
                // Some are not to be seen any more, or the client has only just come.
                self.catch_up().await?;
            }
            if told.sequence > self.sent {
                self.line.send(mailbox, Message::Text(told.text.as_ref().to_owned())).await?;
                self.sent = told.sequence;
            }
        }
        self.say_chat().await?;
        if let Some(counts) = mailbox.counts() {
            self.say(&ServerMessage::Counts(counts)).await?;
        }
        if mailbox.has_changed() && Instant::now() >= self.change_at {
            for (topic, extent) in mailbox.changed() {
                let ids = match extent {
                    Extent::These(ids) => Some(ids),
                    Extent::Many => None,
                };
                if self.told.contains(&topic) {
                    self.say(&ServerMessage::Changed(Changed { topic, ids })).await?;
                }
            }
            self.change_at = Instant::now() + self.line.patience.changes;
        }
        Ok(())
    }

    /// Takes in what the client said.
    async fn heard(&mut self, message: Message) -> Result<(), End> {
        let now = Instant::now();
        self.heard_at = now;
        self.ask_at = now + self.line.patience.heartbeat;
        match self.pace.came(now.into_std()) {
            Verdict::Take => {}
            Verdict::Warn => {
                return self.say(&voice::error(LiveErrorCode::RateLimited, "too many messages at once")).await;
            }
            Verdict::Drop => return Ok(()),
            Verdict::Flood => return Err(ByeReason::Flooding.into()),
        }
        let text = match message {
            Message::Text(text) if text.len() > MAX_MESSAGE => return Err(ByeReason::TooLarge.into()),
            Message::Text(text) => text,
            Message::Binary(_) => return Err(ByeReason::Malformed.into()),
            // The library answers pings.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return Ok(()),
        };
        match read_client(&text) {
            Ok(ClientMessage::Ping(ping)) => self.say(&ServerMessage::Pong(ping)).await,
            Ok(ClientMessage::Subscribe(subscribe)) => {
                self.wanted = subscribe.topics.into_iter().take(MAX_TOPICS).collect();
                self.subscribe();
                self.say(&ServerMessage::Subscribed(Subscribed { topics: self.told.clone() })).await
            }
            Ok(ClientMessage::ChatWatch(watch)) => self.watch(watch).await,
            Ok(ClientMessage::ChatSend(sent)) => self.send(sent).await,
            Ok(ClientMessage::ChatTyping(typing)) => {
                self.chat.work.typing(typing);
                Ok(())
            }
            Ok(ClientMessage::ChatMark(mark)) => {
                self.chat.work.mark(mark);
                Ok(())
            }
            Ok(ClientMessage::Hello(_)) => self.say(&voice::error(LiveErrorCode::HelloTwice, "`hello` was said before")).await,
            Err(Unreadable::UnknownType(kind)) => {
                self.say(&voice::error(LiveErrorCode::UnknownMessage, format!("`{kind}` is not known here"))).await
            }
            Err(Unreadable::Malformed) => Err(ByeReason::Malformed.into()),
        }
    }

    /// Asks for a sign of life, when it is time.
    async fn ask(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if now < self.ask_at {
            return Ok(());
        }
        if now.duration_since(self.heard_at) >= self.line.patience.silence {
            return Err(ByeReason::Idle.into());
        }
        let left: Duration = self.line.patience.silence.saturating_sub(now.duration_since(self.heard_at));
        self.ask_at = now + self.line.patience.heartbeat.min(left);
        self.line.send(&self.seat.mailbox, Message::Ping(Vec::new())).await
    }

    /// Has the topics told that are asked for and allowed.
    fn subscribe(&mut self) {
        let held = &self.person.permissions;
        let allowed = |topic: &Topic| topic.permission().is_none_or(|permission| held.contains(&permission));
        let mut topics: Vec<Topic> = self.wanted.iter().copied().filter(allowed).collect();
        topics.sort_unstable();
        topics.dedup();
        self.ctx.live.subscribe(self.seat, &topics);
        self.told = topics;
    }
}

fn within_replay(count: usize) -> bool {
    i64::try_from(count).is_ok_and(|count| count <= MAX_REPLAY)
}

fn unavailable(error: &sea_orm::DbErr) -> End {
    tracing::warn!(%error, "a WebSocket had to be closed: the database does not answer");
    ByeReason::Unavailable.into()
}
