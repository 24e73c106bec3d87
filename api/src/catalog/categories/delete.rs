//! A category goes; nothing in it does.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::categories::{StaffCategory, may_stand};
use shared::ids::CategoryId;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::change::form;
use super::find::{for_log, lock, pick, subject, tree};
use super::place::{below, number};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{all, broken_constraint, execute};
use crate::files::RemoveUnused;
use crate::http::{ApiError, ApiResult, Caller};
use crate::jobs;

/// Removes a category. What is in it moves to `move_to` first; without that there may be nothing.
/// Gives the whole tree.
///
/// # Errors
/// 409 with `products` and `children` when it is not empty, 422 when they cannot go there.
pub(super) async fn delete(ctx: &Ctx, id: CategoryId, move_to: Option<CategoryId>, by: &Caller) -> ApiResult<Vec<StaffCategory>> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = lock(&tx).await?;
    let gone = pick(before.clone(), id)?;
    let children: Vec<CategoryId> = below(&before, Some(id)).collect();
    let products = lock_products(&tx, id).await?;
    if !(children.is_empty() && products.is_empty()) {
        let Some(to) = move_to else {
            return Err(ApiError::conflict(ErrorCode::Conflict)
                .detail("the category is not empty; name another one to move what is in it to")
                .with("products", products.len())
                .with("children", children.len()));
        };
        let refused = |code| ApiError::invalid(vec![FieldError::new("move_to", code)]);
        if to == id || !before.iter().any(|category| category.id == to) {
            return Err(refused(FieldCode::UnknownChoice));
        }
        for child in &children {
            may_stand(&form(&before), Some(*child), Some(to)).map_err(|fault| refused(fault.error().code))?;
        }
        move_products(&tx, &products, to).await?;
        let order: Vec<CategoryId> =
            below(&before, Some(to)).chain(children.iter().copied()).filter(|other| *other != id).collect();
        let ids: Vec<Uuid> = children.iter().map(|id| id.0).collect();
        execute(&tx, "UPDATE categories SET parent_id = $2 WHERE id = ANY ($1)", [ids.into(), to.0.into()]).await?;
        number(&tx, &order).await?;
    }
    execute(&tx, "DELETE FROM categories WHERE id = $1", [id.0.into()]).await.map_err(not_empty_after_all)?;
    if let Some(path) = gone.image.as_ref().and_then(|image| image.url.strip_prefix("/files/")) {
        jobs::enqueue(&tx, &RemoveUnused { paths: vec![path.to_owned()], product_id: None }).await?;
    }
    let after = tree(&tx).await?;
    let to = after.iter().find(|category| Some(category.id) == move_to).map(|category| &category.name);
    let what = (!products.is_empty() || !children.is_empty())
        .then(|| json!({ "moved_to": to, "products": products.len(), "children": children.len() }));
    audit::record(&tx, by, Action::CategoryDeleted, &subject(&gone), &for_log(&gone), &what, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Somebody put a product into it in this very moment.
fn not_empty_after_all(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("products_category_fkey") => ApiError::conflict(ErrorCode::Conflict).with("products", 1).with("children", 0),
        _ => error.into(),
    }
}

/// Locks the products in a category, and their stock.
async fn lock_products(tx: &impl ConnectionTrait, id: CategoryId) -> Result<Vec<Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let rows: Vec<Row> =
        all(tx, "SELECT id FROM products WHERE category_id = $1 ORDER BY id FOR NO KEY UPDATE", [id.0.into()]).await?;
    // What is listed in the categories below is written anew, too, when those move.
    let sql =
        "SELECT FROM stocks WHERE product_id IN (SELECT product_id FROM product_listings WHERE category_path @> ARRAY[$1::uuid])
                  OR product_id IN (SELECT id FROM products WHERE category_id = $1)
               ORDER BY variant_id FOR UPDATE";
    execute(tx, sql, [id.0.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Moves products to another category, all listings at once.
async fn move_products(tx: &impl ConnectionTrait, products: &[Uuid], to: CategoryId) -> Result<(), DbErr> {
    tx.execute_unprepared("SET LOCAL hurtrock.bulk = 'on'").await?;
    let sql = "UPDATE products SET category_id = $2, revision = revision + 1 WHERE id = ANY ($1)";
    execute(tx, sql, [products.to_vec().into(), to.0.into()]).await?;
    tx.execute_unprepared("SET LOCAL hurtrock.bulk = 'off'").await?;
    // Nobody needs to be told of each: the change of the tree makes everybody forget everything.
    execute(tx, "SELECT refresh_listings($1)", [products.to_vec().into()]).await.map(drop)
}
