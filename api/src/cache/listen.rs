//! Hears of changes.

use std::str::FromStr;
use std::time::Duration;

use anyhow::ensure;
use shared::chat::ChatSide;
use shared::ids::{ChatRoomId, ImportId, OrderId, PaymentId, ProductId, SessionId, UserId};

use crate::bus::{self, Ears};
use crate::context::Ctx;
use crate::{db, maintenance};

/// Between two tries to listen.
const PAUSE: Duration = Duration::from_millis(200);

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A session was revoked.
    Session(SessionId),
    /// A person's role, name or activity changed.
    User(UserId),
    /// Roles or their permissions changed.
    Roles,
    /// The shop's profile, shipping or payment settings changed.
    Settings,
    /// What lists show of a product changed.
    Listing(ProductId),
    /// The pieces on offer of a product changed, but not what lists show.
    Stock(ProductId),
    /// Pieces of a product that no shopper is told of, or what is on its way of it, changed.
    Shelf(ProductId),
    /// The category tree changed.
    Categories,
    /// A person has a notification of this number.
    Notification(UserId, i64),
    /// A person's notifications were marked as read, or not read.
    Read(UserId),
    /// An order changed; its buyer, who may be gone.
    Order(OrderId, Option<UserId>),
    /// A payment changed, or what fits none.
    Payment(Option<PaymentId>),
    /// A file of products was worked on.
    Import(ImportId),
    /// The API key with this prefix was changed or revoked.
    ApiKey(String),
    /// Something happened to a message of a room: the number of the change, and the buyer.
    Chat(ChatRoomId, i64, UserId),
    /// A room was opened, assigned, settled, rated, or its buyer waits or does not any more.
    ChatRoom(ChatRoomId, UserId),
    /// Somebody has got or read more of a room.
    ChatRead(ChatRoomId, UserId),
    /// Somebody types in a room, or has stopped.
    ChatTyping(Typing),
    /// Somebody came to the chat or left it; whether they answer for the shop.
    ChatPresence(UserId, bool),
    /// Unknown: some of it may have been missed.
    Everything,
}

/// Somebody types in a room, or has stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// The room.
    pub room: ChatRoomId,
    /// Its buyer.
    pub buyer: UserId,
    /// Who types.
    pub who: UserId,
    /// For whom.
    pub side: ChatSide,
    /// False: has stopped.
    pub typing: bool,
    /// First name.
    pub name: String,
}

impl FromStr for Typing {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.splitn(6, ' ');
        let mut next = || words.next().ok_or(());
        let (room, buyer, who, side, typing, name) = (next()?, next()?, next()?, next()?, next()?, next()?);
        Ok(Self {
            room: room.parse().map_err(|_| ())?,
            buyer: buyer.parse().map_err(|_| ())?,
            who: who.parse().map_err(|_| ())?,
            side: side.parse().map_err(|_| ())?,
            typing: typing == "on",
            name: name.to_owned(),
        })
    }
}

impl FromStr for Change {
    type Err = ();

    fn from_str(payload: &str) -> Result<Self, ()> {
        let (kind, rest) = payload.split_once(' ').unwrap_or((payload, ""));
        let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
        let uuid = |text: &str| text.parse::<uuid::Uuid>().map_err(|_| ());
        let id_or_none = |text: &str| if text == "-" { Ok(None) } else { uuid(text).map(Some) };
        let id = || uuid(first);
        Ok(match kind {
            "session" => Self::Session(SessionId(id()?)),
            "user" => Self::User(UserId(id()?)),
            "roles" => Self::Roles,
            "settings" => Self::Settings,
            "listing" => Self::Listing(ProductId(id()?)),
            "stock" => Self::Stock(ProductId(id()?)),
            "shelf" => Self::Shelf(ProductId(id()?)),
            "categories" => Self::Categories,
            "notification" => Self::Notification(UserId(id()?), more.parse().map_err(|_| ())?),
            "read" => Self::Read(UserId(id()?)),
            "order" => Self::Order(OrderId(id()?), id_or_none(more)?.map(UserId)),
            "payment" => Self::Payment(id_or_none(first)?.map(PaymentId)),
            "import" => Self::Import(ImportId(id()?)),
            "api_key" if !first.is_empty() => Self::ApiKey(first.to_owned()),
            "chat" => {
                let (change, buyer) = more.split_once(' ').ok_or(())?;
                Self::Chat(ChatRoomId(id()?), change.parse().map_err(|_| ())?, UserId(uuid(buyer)?))
            }
            "chat_room" => Self::ChatRoom(ChatRoomId(id()?), UserId(uuid(more)?)),
            "chat_read" => Self::ChatRead(ChatRoomId(id()?), UserId(uuid(more)?)),
            "chat_typing" => Self::ChatTyping(rest.parse()?),
            "chat_presence" => Self::ChatPresence(UserId(id()?), more == "answers"),
            "everything" => Self::Everything,
            _ => return Err(()),
        })
    }
}

/// Applies every change to this process's caches and tells those who are connected to it, for as long
/// as the process lives.
pub async fn listen(ctx: Ctx) {
    tokio::join!(hear(&ctx), db::follow_replica(&ctx));
}

async fn hear(ctx: &Ctx) {
    ctx.caches.suspend();
    let mut claimed = false;
    let mut told = String::new();
    loop {
        let begun = begin(ctx, &mut claimed).await;
        // It may have been changed while nobody listened, and is known before anything else is; it is followed where nothing
        // but the database can be reached, too.
        if let Err(error) = maintenance::reread(ctx).await {
            tracing::debug!(%error, "it is not known yet whether the shop is under maintenance");
        }
        match begun {
            Ok(ears) => {
                ctx.replica.changed();
                ctx.caches.resume();
                // What was said while nobody listened is lost: whoever is connected reads again.
                ctx.live.apply(&Change::Everything);
                told.clear();
                let lost = follow(ctx, ears).await;
                ctx.replica.changed();
                ctx.caches.lost();
                tracing::warn!(
                    error = lost.err().map(tracing::field::display),
                    by = ctx.bus.name(),
                    "changes are not heard any more; nothing is remembered until they are"
                );
            }
            Err(error) => {
                let error = format!("{error:#}");
                // Once for each reason: it is tried again and again.
                if error != told {
                    tracing::warn!(error, by = ctx.bus.name(), "changes are not heard yet; nothing is remembered until they are");
                    told = error;
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Hears, and sees to it that everything is said where it is heard: when the process starts by changing that, later only
/// by looking. Two that want it differently would take it from each other for ever.
async fn begin(ctx: &Ctx, claimed: &mut bool) -> anyhow::Result<Box<dyn Ears>> {
    if !*claimed {
        bus::claim(ctx).await?;
        *claimed = true;
    }
    agreed(ctx).await?;
    let ears = ctx.bus.listen(ctx).await?;
    agreed(ctx).await?;
    Ok(ears)
}

async fn agreed(ctx: &Ctx) -> anyhow::Result<()> {
    ensure!(bus::agrees(ctx).await?, "other processes have changes carried another way: `nats_url` must be the same for all");
    Ok(())
}

/// Applies changes until some may have been missed: what is said since another way was chosen, even if that was taken back.
async fn follow(ctx: &Ctx, mut ears: Box<dyn Ears>) -> anyhow::Result<()> {
    while let Some(said) = ears.hear().await? {
        if said == bus::MOVED {
            break;
        }
        apply(ctx, &said.parse().unwrap_or(Change::Everything));
    }
    Ok(())
}

/// Caches first: who is told and asks must not be given what was remembered. Before that, the replica: what is forgotten must
/// not be read again as it was.
fn apply(ctx: &Ctx, change: &Change) {
    if matches!(change, Change::Listing(_) | Change::Stock(_) | Change::Categories | Change::Everything) {
        ctx.replica.changed();
    }
    ctx.caches.apply(change);
    if matches!(change, Change::Settings | Change::Everything) {
        maintenance::follow(ctx);
    }
    ctx.live.apply(change);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_triggers_say_is_understood() {
        let (one, two) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        for (said, change) in [
            (format!("session {one}"), Change::Session(SessionId(one))),
            ("api_key hrk_0a1b2c3d4e5f".to_owned(), Change::ApiKey("hrk_0a1b2c3d4e5f".to_owned())),
            (format!("notification {one} 12"), Change::Notification(UserId(one), 12)),
            (format!("read {one}"), Change::Read(UserId(one))),
            (format!("order {one} {two}"), Change::Order(OrderId(one), Some(UserId(two)))),
            (format!("order {one} -"), Change::Order(OrderId(one), None)),
            (format!("payment {one}"), Change::Payment(Some(PaymentId(one)))),
            ("payment -".to_owned(), Change::Payment(None)),
            (format!("shelf {one}"), Change::Shelf(ProductId(one))),
            (format!("chat {one} 12 {two}"), Change::Chat(ChatRoomId(one), 12, UserId(two))),
            (format!("chat_room {one} {two}"), Change::ChatRoom(ChatRoomId(one), UserId(two))),
            (format!("chat_read {one} {two}"), Change::ChatRead(ChatRoomId(one), UserId(two))),
            (format!("chat_presence {one} answers"), Change::ChatPresence(UserId(one), true)),
            (format!("chat_presence {one} buys"), Change::ChatPresence(UserId(one), false)),
            (
                format!("chat_typing {one} {two} {two} buyer on Budi"),
                Change::ChatTyping(Typing {
                    room: ChatRoomId(one),
                    buyer: UserId(two),
                    who: UserId(two),
                    side: ChatSide::Buyer,
                    typing: true,
                    name: "Budi".to_owned(),
                }),
            ),
            ("everything".to_owned(), Change::Everything),
        ] {
            assert_eq!(said.parse(), Ok(change), "{said}");
        }
        for odd in [
            "",
            "api_key",
            "notification",
            "notification x 1",
            "order",
            "payment",
            "novel 7",
            "chat",
            "chat x 1 y",
            "chat_typing x",
        ] {
            assert_eq!(odd.parse::<Change>(), Err(()), "{odd}");
        }
    }
}
