//! Who answers.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::chat::ChatAgent;
use shared::ids::UserId;
use shared::permission::Permission;

use crate::chat::presence::{gone_before, is_online};
use crate::context::Ctx;
use crate::db::{all, one};

#[derive(FromQueryResult)]
struct Row {
    id: UserId,
    name: String,
    online: bool,
    open_rooms: i64,
}

/// Everybody who may answer, by name.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<ChatAgent>, DbErr> {
    let sql = format!(
        "SELECT u.id, u.name, {} AS online,
                (SELECT count(*) FROM chat_rooms r WHERE r.assignee_id = u.id AND r.status = 'open') AS open_rooms
         FROM users u JOIN role_permissions p ON p.role_id = u.role_id
         WHERE p.permission = $1 AND u.active AND u.deleted_at IS NULL ORDER BY lower(u.name), u.id",
        is_online("u.id", "$2")
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, [Permission::ChatAnswer.as_str().into(), gone_before(ctx).into()]).await?;
    let agent = |row: Row| ChatAgent { id: row.id, name: row.name, online: row.online, open_rooms: row.open_rooms };
    Ok(rows.into_iter().map(agent).collect())
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

/// The name of somebody who may answer; `None` when they may not.
pub(in crate::chat) async fn name_of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<String>, DbErr> {
    let sql = "SELECT u.name FROM users u JOIN role_permissions p ON p.role_id = u.role_id
               WHERE u.id = $1 AND p.permission = $2 AND u.active AND u.deleted_at IS NULL";
    let row: Option<Name> = one(db, sql, [user.0.into(), Permission::ChatAnswer.as_str().into()]).await?;
    Ok(row.map(|row| row.name))
}
