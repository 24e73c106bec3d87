//! Tells a buyer who has gone by email that there is an answer.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::account::Locale;
use shared::ids::{ChatRoomId, UserId};

use super::presence::gone_before;
use super::rules::MAIL_AFTER;
use super::view::first_name;
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::jobs::Job;
use crate::mail::{self, Draft, Template};

/// Lines of the answer that the email shows.
const LINES: usize = 12;

/// Writes the emails that are due, every minute.
#[derive(Debug, Serialize, Deserialize)]
pub struct MailAnswers {}

impl Job for MailAnswers {
    const KIND: &'static str = "chat:mail_answers";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        while mail_next(ctx).await? {}
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Due {
    id: ChatRoomId,
    user_id: UserId,
    name: String,
    email: String,
    locale: Locale,
    active: bool,
    online: bool,
    last_seen_at: Option<DateTime<Utc>>,
    /// The last answer that was not read.
    sequence: Option<i64>,
    body: Option<String>,
    sender: Option<String>,
}

/// Sees to the next room that is due; false when there is none.
async fn mail_next(ctx: &Ctx) -> anyhow::Result<bool> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let sql = "SELECT r.id, r.user_id, u.name, u.email, u.locale, u.active AND u.deleted_at IS NULL AS active,
                      COALESCE(s.online, false) AS online, s.last_seen_at, a.sequence, a.body, a.sender
               FROM chat_rooms r JOIN users u ON u.id = r.user_id
               LEFT JOIN LATERAL (
                   SELECT bool_or(s.disconnected_at IS NULL AND s.last_seen_at >= $2) AS online, max(s.last_seen_at) AS last_seen_at
                   FROM chat_sessions s WHERE s.user_id = r.user_id) s ON true
               LEFT JOIN LATERAL (
                   SELECT m.sequence, m.body, w.name AS sender FROM chat_messages m LEFT JOIN users w ON w.id = m.sender_id
                   WHERE m.room_id = r.id AND m.sender_kind = 'agent' AND m.deleted_at IS NULL
                     AND m.sequence > COALESCE((SELECT c.read_sequence FROM chat_cursors c
                                                WHERE c.room_id = r.id AND c.user_id = r.user_id), 0)
                   ORDER BY m.sequence DESC LIMIT 1) a ON true
               WHERE r.mail_at <= $1 ORDER BY r.mail_at LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED";
    let due: Option<Due> = one(&tx, sql, [now.into(), gone_before(ctx).into()]).await?;
    let Some(due) = due else { return Ok(false) };
    let again_at = due.again_at(now);
    if again_at.is_none()
        && let Some(sequence) = due.sequence.filter(|_| due.active)
    {
        execute(&tx, "UPDATE chat_rooms SET mail_at = NULL, mailed = true WHERE id = $1", [due.id.0.into()]).await?;
        mail::post(&tx, ctx, due.draft(ctx, sequence)).await?;
    } else {
        execute(&tx, "UPDATE chat_rooms SET mail_at = $2 WHERE id = $1", [due.id.0.into(), again_at.into()]).await?;
    }
    tx.commit().await?;
    Ok(true)
}

impl Due {
    /// When to look again, for somebody who is there or has only just gone.
    fn again_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.sequence?;
        if self.online {
            return Some(now + MAIL_AFTER);
        }
        self.last_seen_at.map(|seen| seen + MAIL_AFTER).filter(|at| *at > now)
    }

    fn draft(self, ctx: &Ctx, sequence: i64) -> Draft {
        let body = self.body.unwrap_or_default();
        let mut lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).collect();
        if lines.is_empty() {
            // A product, a file or a cart, which the chat shows.
            lines.push("…");
        }
        let from =
            self.sender.as_deref().map(first_name).filter(|name| !name.is_empty()).unwrap_or_else(|| "Hurtrock".to_owned());
        Draft {
            dedupe_key: format!("chat_answered:{}:{sequence}", self.id),
            template: Template::ChatAnswered,
            locale: self.locale,
            to: self.email,
            to_name: self.name,
            data: json!({ "from": from, "answer": lines, "chat_url": format!("{}/?chat=open", ctx.config.public_url) }),
            order_id: None,
            user_id: Some(self.user_id),
            restock_order_id: None,
        }
    }
}
