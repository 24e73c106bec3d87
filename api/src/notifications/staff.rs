//! Tells those who work here.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use shared::ids::{ChatRoomId, OrderId, PaymentId, UserId};
use shared::money::Rupiah;
use shared::notifications::NotificationKind;
use uuid::Uuid;

use super::store::{self, Data};

/// Characters of what a provider says that are shown.
const DETAIL: usize = 300;

/// Something that staff are told.
#[derive(Clone, Copy, Debug, Default)]
pub struct StaffNotice<'a> {
    /// Names the cause; it is told each of them once.
    pub dedupe_key: &'a str,
    /// The order it is about, and its number.
    pub order: Option<(OrderId, &'a str)>,
    /// The payment it is about.
    pub payment: Option<PaymentId>,
    /// The room of the chat it is about.
    pub chat_room: Option<ChatRoomId>,
    /// How much it is about.
    pub amount: Option<Rupiah>,
    /// Who bought.
    pub buyer: Option<&'a str>,
    /// What the provider says, or which variant it is.
    pub detail: Option<&'a str>,
    /// How many pieces of a variant are left.
    pub pieces: Option<i64>,
    /// How many variants are low.
    pub low: Option<i64>,
    /// How many variants are out.
    pub out: Option<i64>,
}

/// Tells everybody who works here and whose role holds the permission that `kind` needs. Holds a lock
/// on each of them until the commit: to be called last but for the audit log, and once in a transaction. Returns how many
/// were told.
///
/// # Errors
/// What the database says.
pub async fn tell_staff(
    tx: &impl ConnectionTrait,
    kind: NotificationKind,
    notice: StaffNotice<'_>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let people = store::people(tx, kind).await?;
    tell(tx, &people, kind, notice, now).await
}

/// Tells one person who works here. Holds a lock on them until the commit: to be called last but for the
/// audit log.
///
/// # Errors
/// What the database says.
pub async fn tell_colleague(
    tx: &impl ConnectionTrait,
    user: UserId,
    kind: NotificationKind,
    notice: StaffNotice<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    tell(tx, &[user.0], kind, notice, now).await.map(drop)
}

async fn tell(
    tx: &impl ConnectionTrait,
    people: &[Uuid],
    kind: NotificationKind,
    notice: StaffNotice<'_>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    if people.is_empty() {
        return Ok(0);
    }
    let data = Data {
        order_number: notice.order.map(|(_, number)| number.to_owned()),
        payment_id: notice.payment,
        chat_room_id: notice.chat_room,
        amount: notice.amount,
        buyer: notice.buyer.map(str::to_owned),
        detail: notice.detail.map(|detail| detail.chars().take(DETAIL).collect()),
        pieces: notice.pieces,
        low: notice.low,
        out: notice.out,
    };
    let key = format!("{kind}:{}", notice.dedupe_key);
    store::add_for(tx, people, kind, &key, notice.order.map(|(id, _)| id), &data, now).await
}
