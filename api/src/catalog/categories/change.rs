//! Making a category, and changing what it is called.

use sea_orm::DbErr;
use shared::categories::{CreateCategoryRequest, MAX_CATEGORIES, StaffCategory, UpdateCategoryRequest, may_stand};
use shared::ids::CategoryId;
use shared::products::slugify;
use shared::validate::{FieldCode, FieldError};

use super::find::{for_log, lock, lock_listed, pick, subject, tree};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{broken_constraint, execute};
use crate::http::{ApiError, ApiResult, Caller, IfMatch};

/// Makes a category, the last one below its parent.
pub(super) async fn create(ctx: &Ctx, ask: CreateCategoryRequest, by: &Caller) -> ApiResult<StaffCategory> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = lock(&tx).await?;
    if before.len() >= MAX_CATEGORIES {
        return Err(ApiError::invalid(vec![FieldError::new("/parent_id", FieldCode::TooMany).with("max", MAX_CATEGORIES)]));
    }
    may_stand(&form(&before), None, ask.parent_id).map_err(|fault| ApiError::invalid(vec![fault.error()]))?;
    let slug = match ask.slug.as_deref().map(str::trim).filter(|slug| !slug.is_empty()) {
        Some(slug) => slug.to_owned(),
        None => free_slug(&before, &ask.name),
    };
    let id = CategoryId::generate();
    let last = before.iter().filter(|category| category.parent_id == ask.parent_id).count();
    let sql =
        "INSERT INTO categories (id, parent_id, slug, name, name_en, description, description_en, active, sort_order, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        id.0.into(),
        ask.parent_id.map(|id| id.0).into(),
        slug.into(),
        ask.name.trim().into(),
        ask.name_en.trim().into(),
        ask.description.trim().into(),
        ask.description_en.trim().into(),
        ask.active.into(),
        i32::try_from(last).unwrap_or(i32::MAX).into(),
        now.into(),
    ];
    execute(&tx, sql, values).await.map_err(refused)?;
    let made = pick(tree(&tx).await?, id)?;
    audit::record(&tx, by, Action::CategoryCreated, &subject(&made), &(), &for_log(&made), now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Changes a category's names and descriptions.
pub(super) async fn update(
    ctx: &Ctx,
    id: CategoryId,
    if_match: IfMatch,
    ask: UpdateCategoryRequest,
    by: &Caller,
) -> ApiResult<StaffCategory> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = pick(lock(&tx).await?, id)?;
    if_match.check(before.revision)?;
    lock_listed(&tx, id).await?;
    let sql = "UPDATE categories SET slug = $2, name = $3, name_en = $4, description = $5, description_en = $6, active = $7,
                      revision = revision + 1
               WHERE id = $1";
    let values = [
        id.0.into(),
        ask.slug.as_str().into(),
        ask.name.trim().into(),
        ask.name_en.trim().into(),
        ask.description.trim().into(),
        ask.description_en.trim().into(),
        ask.active.into(),
    ];
    execute(&tx, sql, values).await.map_err(refused)?;
    let after = pick(tree(&tx).await?, id)?;
    audit::record(&tx, by, Action::CategoryUpdated, &subject(&after), &for_log(&before), &for_log(&after), now).await?;
    tx.commit().await?;
    Ok(after)
}

/// The tree's form.
pub(super) fn form(tree: &[StaffCategory]) -> Vec<(CategoryId, Option<CategoryId>)> {
    tree.iter().map(|category| (category.id, category.parent_id)).collect()
}

fn free_slug(tree: &[StaffCategory], name: &str) -> String {
    let base = Some(slugify(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "kategori".to_owned());
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    let free = |slug: &String| !tree.iter().any(|category| category.slug == *slug);
    std::iter::once(base.clone()).chain(numbered).find(free).unwrap_or(base)
}

fn refused(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("categories_slug_key") => ApiError::invalid(vec![FieldError::new("/slug", FieldCode::Taken)]),
        _ => error.into(),
    }
}
