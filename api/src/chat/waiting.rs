//! Tells those who answer that a buyer waits, also for somebody who is gone.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::ids::ChatRoomId;
use shared::notifications::NotificationKind;
use shared::permission::Permission;

use crate::context::Ctx;
use crate::db::{all, one};
use crate::jobs::{self, Job};
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
    /// The revision by which the room became nobody's again: then it is told once more.
    #[serde(default)]
    pub freed: Option<i32>,
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
        let mut key = format!("{}:{}", self.room_id, self.since.timestamp_micros());
        if let Some(revision) = self.freed {
            key = format!("{key}:{revision}");
        }
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

/// Makes rooms nobody's again that are of somebody who may not answer any more, every minute: whoever waits there would wait
/// for nobody.
#[derive(Debug, Serialize, Deserialize)]
pub struct FreeRooms {}

#[derive(FromQueryResult)]
struct Freed {
    id: ChatRoomId,
    waiting_since: Option<DateTime<Utc>>,
    revision: i32,
}

impl Job for FreeRooms {
    const KIND: &'static str = "chat:free_rooms";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let tx = ctx.begin().await?;
        let sql = "UPDATE chat_rooms SET assignee_id = NULL, revision = revision + 1
                   WHERE id IN (SELECT r.id FROM chat_rooms r
                                WHERE r.status = 'open' AND r.assignee_id IS NOT NULL AND NOT EXISTS (
                                    SELECT FROM users u JOIN role_permissions p ON p.role_id = u.role_id
                                    WHERE u.id = r.assignee_id AND p.permission = $1 AND u.active AND u.deleted_at IS NULL)
                                ORDER BY r.id FOR NO KEY UPDATE OF r)
                   RETURNING id, waiting_since, revision";
        let freed: Vec<Freed> = all(&tx, sql, [Permission::ChatAnswer.as_str().into()]).await?;
        for room in freed {
            if let Some(since) = room.waiting_since {
                jobs::enqueue(&tx, &TellWaiting { room_id: room.id, since, freed: Some(room.revision) }).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
