//! The chat as those who answer see it.

mod agents;
mod cart;
mod change;
mod detail;
mod list;
mod routes;

pub(super) use agents::name_of as name_of_agent;
pub use detail::room_of_desk;
pub use routes::ChatDeskRoutes;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::ChatRoomId;

use crate::db::one;

#[derive(FromQueryResult)]
struct Label {
    name: String,
}

/// What a room is called in the audit log: like its buyer.
pub(super) async fn label(db: &impl ConnectionTrait, room: ChatRoomId) -> Result<String, DbErr> {
    let sql =
        "SELECT COALESCE(NULLIF(u.name, ''), 'chat') AS name FROM chat_rooms r JOIN users u ON u.id = r.user_id WHERE r.id = $1";
    let row: Option<Label> = one(db, sql, [room.0.into()]).await?;
    Ok(row.map_or_else(|| room.to_string(), |row| row.name))
}
