//! The statements of this room.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{UserId, ViewId};
use shared::views::{SaveViewRequest, SavedView};

use crate::db::{all, execute, one};

#[derive(FromQueryResult)]
struct Row {
    id: ViewId,
    list: String,
    name: String,
    query: String,
    columns: Option<Vec<String>>,
    shared: bool,
    user_id: UserId,
    owner: String,
}

impl Row {
    fn seen_by(self, user: UserId) -> SavedView {
        SavedView {
            id: self.id,
            list: self.list,
            name: self.name,
            query: self.query,
            columns: self.columns,
            shared: self.shared,
            mine: self.user_id == user,
            owner: self.owner,
        }
    }
}

const SELECT: &str = "SELECT v.id, v.list, v.name, v.query, v.columns, v.shared, v.user_id, u.name AS owner
    FROM saved_views v JOIN users u ON u.id = v.user_id";

/// A person's own views of a list and the shared ones, by name.
pub(super) async fn of_list(db: &impl ConnectionTrait, user: UserId, list: &str) -> Result<Vec<SavedView>, DbErr> {
    let sql = format!("{SELECT} WHERE v.list = $2 AND (v.user_id = $1 OR v.shared) ORDER BY lower(v.name), v.id LIMIT 500");
    let rows: Vec<Row> = all(db, &sql, [user.0.into(), list.into()]).await?;
    Ok(rows.into_iter().map(|row| row.seen_by(user)).collect())
}

/// A view that the person sees, locked.
pub(super) async fn lock(tx: &impl ConnectionTrait, user: UserId, id: ViewId) -> Result<Option<SavedView>, DbErr> {
    let sql = format!("{SELECT} WHERE v.id = $2 AND (v.user_id = $1 OR v.shared) FOR UPDATE OF v");
    let row: Option<Row> = one(tx, &sql, [user.0.into(), id.0.into()]).await?;
    Ok(row.map(|row| row.seen_by(user)))
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// How many views of a list the person has.
pub(super) async fn count(tx: &impl ConnectionTrait, user: UserId, list: &str) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) AS count FROM saved_views WHERE user_id = $1 AND list = $2";
    Ok(one::<Count>(tx, sql, [user.0.into(), list.into()]).await?.map_or(0, |row| row.count))
}

/// Adds a view.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    user: UserId,
    id: ViewId,
    ask: &SaveViewRequest,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "INSERT INTO saved_views (id, user_id, list, name, query, columns, shared, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        id.0.into(),
        user.0.into(),
        ask.list.as_str().into(),
        ask.name.trim().into(),
        ask.query.as_str().into(),
        ask.columns.clone().into(),
        ask.shared.into(),
        now.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Changes a view; it stays with its list.
pub(super) async fn update(tx: &impl ConnectionTrait, id: ViewId, ask: &SaveViewRequest) -> Result<(), DbErr> {
    let sql = "UPDATE saved_views SET name = $2, query = $3, columns = $4, shared = $5 WHERE id = $1";
    let values = [id.0.into(), ask.name.trim().into(), ask.query.as_str().into(), ask.columns.clone().into(), ask.shared.into()];
    execute(tx, sql, values).await.map(drop)
}

/// Removes a view.
pub(super) async fn delete(tx: &impl ConnectionTrait, id: ViewId) -> Result<(), DbErr> {
    execute(tx, "DELETE FROM saved_views WHERE id = $1", [id.0.into()]).await.map(drop)
}
