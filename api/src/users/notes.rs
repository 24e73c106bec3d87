//! What staff note down about people, for each other.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::ids::{NoteId, UserId};
use shared::users::{StaffUser, UserNote};
use uuid::Uuid;

use super::create::subject;
use super::detail;
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, Caller};

/// As many as a page shows.
const MOST: i64 = 100;

/// Adds a note.
pub(super) async fn add(ctx: &Ctx, by: &Caller, id: UserId, text: &str) -> Result<StaffUser, ApiError> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let (text, now) = (text.trim(), ctx.clock.now());
    let tx = ctx.begin().await?;
    // Who deletes their account takes the note along, or there is none.
    let sql = "SELECT name FROM users WHERE id = $1 AND deleted_at IS NULL FOR SHARE";
    let person: Option<Row> = one(&tx, sql, [id.0.into()]).await?;
    let name = person.ok_or_else(ApiError::not_found)?.name;
    let sql = "INSERT INTO user_notes (id, user_id, author_id, author, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values =
        [NoteId::generate().0.into(), id.0.into(), by.user_id.0.into(), by.name.as_str().into(), text.into(), now.into()];
    execute(&tx, sql, values).await?;
    audit::record(&tx, by, Action::UserNoteAdded, &subject(id, &name), &(), &json!({ "note": text }), now).await?;
    tx.commit().await?;
    detail::get(ctx, by, id).await
}

/// The notes about a person, the latest first.
pub(super) async fn of(db: &impl ConnectionTrait, id: UserId) -> Result<Vec<UserNote>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        author: String,
        body: String,
        created_at: DateTime<Utc>,
    }
    let sql = "SELECT id, author, body, created_at FROM user_notes WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2";
    let rows: Vec<Row> = all(db, sql, [id.0.into(), MOST.into()]).await?;
    let note = |row: Row| UserNote { id: NoteId(row.id), author: row.author, text: row.body, created_at: row.created_at };
    Ok(rows.into_iter().map(note).collect())
}
