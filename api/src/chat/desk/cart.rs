//! Fills the buyer's cart and sends it as a card.

use chrono::{DateTime, Utc};
use shared::audit::AuditSubject;
use shared::chat::{ChatCart, ChatCartFill, ChatCartLine, ChatMessage, ChatSide, ChatStatus};
use shared::ids::{ChatRoomId, VariantId};
use shared::money::Rupiah;
use shared::store::OpeningHours;

use super::label;
use crate::audit::{self, Action, Subject};
use crate::cart::{self, Line};
use crate::chat::pace::AGENT;
use crate::chat::send::{answered, conflict, within_pace};
use crate::chat::store::{self, Known, NewMessage, Room};
use crate::chat::{Refused, view};
use crate::context::Ctx;
use crate::http::Caller;
use crate::store as shop;

/// A line as the card shows it.
pub(super) fn card_line(line: &Line) -> ChatCartLine {
    let options: Vec<&str> = line.options.iter().map(|option| option.value.as_str()).collect();
    ChatCartLine {
        variant_id: line.variant_id,
        slug: line.product_slug.clone(),
        name: line.name.clone(),
        options: options.join(" / "),
        quantity: line.quantity,
        price: line.price,
        image_id: line.image.clone().and_then(crate::files::image_from_json).map(|image| image.id),
    }
}

/// The card of the lines that were filled, in the order they were asked for.
fn card(cart: shared::ids::CartId, lines: &[Line], wanted: &[(VariantId, i32)]) -> ChatCart {
    let filled = wanted.iter().filter_map(|(variant, _)| lines.iter().find(|line| line.variant_id == *variant));
    let lines: Vec<ChatCartLine> = filled.map(card_line).collect();
    let line_total = |line: &ChatCartLine| line.price.checked_mul(i64::from(line.quantity)).unwrap_or(Rupiah(i64::MAX));
    let total = lines.iter().fold(Rupiah::ZERO, |sum, line| sum.checked_add(line_total(line)).unwrap_or(Rupiah(i64::MAX)));
    ChatCart { cart_id: cart, lines, total, ordered: false }
}

/// Fills the cart; sent again with the same `client_id`, it is the same card.
pub(super) async fn fill(ctx: &Ctx, by: &Caller, room: ChatRoomId, ask: ChatCartFill) -> Result<ChatMessage, Refused> {
    within_pace(ctx, by.user_id, AGENT)?;
    let settings = shop::settings(ctx).await?;
    let tx = ctx.begin().await?;
    let mut room = store::lock(&tx, room).await?.ok_or(Refused::NotFound)?;
    if let Some(known) = store::known(&tx, by.user_id, ask.client_id).await? {
        tx.rollback().await?;
        return same(ctx, known, &room, &ask).await;
    }
    if room.status != ChatStatus::Open {
        return Err(Refused::Closed);
    }
    let now = ctx.clock.now();
    let wanted: Vec<(VariantId, i32)> = ask.items.iter().map(|item| (item.variant_id, item.quantity)).collect();
    let cart = cart::fill(&tx, room.user_id, &wanted, now).await?;
    let lines = cart::lines(&tx, cart).await?;
    let card = card(cart, &lines, &wanted);
    let id = insert(&tx, &mut room, by, &ask, &card, &settings.profile.hours, now).await?;
    let subject = Subject::new(AuditSubject::Chat, room.id, label(&tx, room.id).await?);
    audit::record(&tx, by, Action::ChatCartFilled, &subject, &(), &card, now).await?;
    tx.commit().await?;
    Ok(view::message(ctx, &ctx.db, id).await?)
}

async fn insert(
    tx: &sea_orm::DatabaseTransaction,
    room: &mut Room,
    by: &Caller,
    ask: &ChatCartFill,
    card: &ChatCart,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) -> Result<shared::ids::ChatMessageId, Refused> {
    let message = NewMessage {
        client_id: ask.client_id,
        sender: Some(by.user_id),
        side: ChatSide::Agent,
        body: ask.body.trim(),
        product: None,
        card: Some(serde_json::to_value(card).map_err(|error| Refused::Failed(error.into()))?),
        event: None,
    };
    let id = store::insert(tx, room, message, now).await.map_err(conflict)?;
    answered(tx, room, by.user_id, ask.seen, hours, now).await?;
    Ok(id)
}

/// The card that is known, unless the `client_id` stands for something else.
async fn same(ctx: &Ctx, known: Known, room: &Room, ask: &ChatCartFill) -> Result<ChatMessage, Refused> {
    if !known.has_card || known.room_id != room.id {
        return Err(Refused::Conflict);
    }
    let message = view::message(ctx, &ctx.db, known.id).await?;
    // Of one that was deleted nothing can be said but that it was sent.
    let alike = message.cart.as_ref().is_none_or(|card| {
        let filled = card.lines.iter().map(|line| (line.variant_id, line.quantity));
        message.body == ask.body.trim() && filled.eq(ask.items.iter().map(|item| (item.variant_id, item.quantity)))
    });
    if alike { Ok(message) } else { Err(Refused::Conflict) }
}
