//! Where a category stands.

use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Value, json};
use shared::categories::{MoveCategoryRequest, StaffCategory, may_stand};
use shared::ids::CategoryId;
use uuid::Uuid;

use super::change::form;
use super::find::{lock, lock_listed, pick, subject, tree};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, ApiResult, Caller};

/// Puts a category below another one, or at the top, among those there. Gives the whole tree.
///
/// # Errors
/// 404 when there is no such category, 422 when it cannot stand there.
pub(super) async fn place(ctx: &Ctx, id: CategoryId, ask: MoveCategoryRequest, by: &Caller) -> ApiResult<Vec<StaffCategory>> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = lock(&tx).await?;
    let moved = pick(before.clone(), id)?;
    may_stand(&form(&before), Some(id), ask.parent_id).map_err(|fault| ApiError::invalid(vec![fault.error()]))?;
    if moved.parent_id != ask.parent_id {
        lock_listed(&tx, id).await?;
        execute(&tx, "UPDATE categories SET parent_id = $2 WHERE id = $1", [id.0.into(), ask.parent_id.map(|id| id.0).into()])
            .await?;
    }
    let mut siblings: Vec<CategoryId> = below(&before, ask.parent_id).filter(|&other| other != id).collect();
    let position = usize::try_from(ask.position).unwrap_or_default().min(siblings.len());
    siblings.insert(position, id);
    number(&tx, &siblings).await?;
    let after = tree(&tx).await?;
    let (was, is) = (at(&before, id), at(&after, id));
    if was != is {
        audit::record(&tx, by, Action::CategoryMoved, &subject(&moved), &was, &is, now).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// The categories right below one, in order.
pub(super) fn below(tree: &[StaffCategory], parent: Option<CategoryId>) -> impl Iterator<Item = CategoryId> {
    tree.iter().filter(move |category| category.parent_id == parent).map(|category| category.id)
}

/// Numbers categories in their order.
pub(super) async fn number(tx: &impl ConnectionTrait, order: &[CategoryId]) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = order.iter().map(|id| id.0).collect();
    let sql = "UPDATE categories c SET sort_order = o.place - 1 FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place)
               WHERE c.id = o.id AND c.sort_order <> o.place - 1";
    execute(tx, sql, [ids.into()]).await.map(drop)
}

/// Where it stands, for the audit log.
fn at(tree: &[StaffCategory], id: CategoryId) -> Value {
    let parent = tree.iter().find(|category| category.id == id).and_then(|category| category.parent_id);
    let above = tree.iter().find(|category| Some(category.id) == parent).map(|category| &category.name);
    json!({ "parent": above, "position": below(tree, parent).position(|other| other == id).map(|position| position + 1) })
}
