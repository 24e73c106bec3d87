//! Tells those who answer that a buyer waits.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::ids::ChatRoomId;
use shared::notifications::NotificationKind;

use crate::context::Ctx;
use crate::db::one;
use crate::jobs::Job;
use crate::notifications::{StaffNotice, tell_staff};

/// Characters of the message that are told.
const DETAIL: i32 = 140;

/// Tells everybody who answers that a buyer waits in a room that nobody took.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellWaiting {
    /// The room.
    pub room_id: ChatRoomId,
    /// Since when the buyer waits; told once.
    pub since: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Waiting {
    buyer: String,
    said: Option<String>,
}

impl Job for TellWaiting {
    const KIND: &'static str = "chat.tell_waiting";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let tx = ctx.begin().await?;
        let sql = "SELECT u.name AS buyer,
                          (SELECT left(m.body, $3) FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind = 'buyer'
                               AND m.deleted_at IS NULL AND m.body <> '' ORDER BY m.sequence DESC LIMIT 1) AS said
                   FROM chat_rooms r JOIN users u ON u.id = r.user_id
                   WHERE r.id = $1 AND r.waiting_since = $2 AND r.assignee_id IS NULL";
        let waiting: Option<Waiting> = one(&tx, sql, [self.room_id.0.into(), self.since.into(), DETAIL.into()]).await?;
        // Answered or taken in the meantime.
        let Some(waiting) = waiting else { return Ok(()) };
        let key = format!("{}:{}", self.room_id, self.since.timestamp_micros());
        let notice = StaffNotice {
            dedupe_key: &key,
            buyer: Some(&waiting.buyer),
            detail: waiting.said.as_deref(),
            ..StaffNotice::default()
        };
        tell_staff(&tx, NotificationKind::StaffChatWaiting, notice, ctx.clock.now()).await?;
        Ok(tx.commit().await?)
    }
}
