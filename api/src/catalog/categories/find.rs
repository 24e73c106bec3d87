//! Reading and locking the tree.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::categories::StaffCategory;
use shared::ids::CategoryId;

use crate::audit::Subject;
use crate::db::{all, execute};
use crate::files;
use crate::http::{ApiError, ApiResult};

#[derive(FromQueryResult)]
struct Row {
    id: CategoryId,
    revision: i32,
    parent_id: Option<CategoryId>,
    slug: String,
    name: String,
    name_en: String,
    description: String,
    description_en: String,
    image: Option<Value>,
    active: bool,
    products: i64,
}

/// All categories, each after those above it, in the order to show them.
pub(super) async fn tree(db: &impl ConnectionTrait) -> Result<Vec<StaffCategory>, DbErr> {
    let sql = "WITH RECURSIVE tree AS (
                   SELECT c.*, ARRAY[ROW (c.sort_order, c.name, c.id)] AS way FROM categories c WHERE c.parent_id IS NULL
                   UNION ALL
                   SELECT c.*, t.way || ROW (c.sort_order, c.name, c.id) FROM categories c JOIN tree t ON c.parent_id = t.id)
               SELECT t.id, t.revision, t.parent_id, t.slug, t.name, t.name_en, t.description, t.description_en, t.image, t.active,
                      COALESCE(p.products, 0) AS products
               FROM tree t LEFT JOIN (SELECT category_id, count(*) AS products FROM products GROUP BY 1) p ON p.category_id = t.id
               ORDER BY t.way";
    let rows: Vec<Row> = all(db, sql, []).await?;
    Ok(rows.into_iter().map(Row::category).collect())
}

/// One of them.
///
/// # Errors
/// 404 when there is none.
pub(super) fn pick(tree: Vec<StaffCategory>, id: CategoryId) -> ApiResult<StaffCategory> {
    tree.into_iter().find(|category| category.id == id).ok_or_else(ApiError::not_found)
}

impl Row {
    fn category(self) -> StaffCategory {
        StaffCategory {
            id: self.id,
            revision: self.revision,
            parent_id: self.parent_id,
            slug: self.slug,
            name: self.name,
            name_en: self.name_en,
            description: self.description,
            description_en: self.description_en,
            image: self.image.and_then(files::image_from_json),
            active: self.active,
            products: self.products,
        }
    }
}

/// Locks the whole tree and reads it.
pub(super) async fn lock(tx: &impl ConnectionTrait) -> Result<Vec<StaffCategory>, DbErr> {
    // Not FOR UPDATE: products may go on being written into them.
    execute(tx, "SELECT FROM categories ORDER BY id FOR NO KEY UPDATE", []).await?;
    tree(tx).await
}

/// Locks the stock of what is listed in a category and below it, so that no order writes listings
/// while a change to the category writes them.
pub(super) async fn lock_listed(tx: &impl ConnectionTrait, id: CategoryId) -> Result<(), DbErr> {
    let sql =
        "SELECT FROM stocks WHERE product_id IN (SELECT product_id FROM product_listings WHERE category_path @> ARRAY[$1::uuid])
               ORDER BY variant_id FOR UPDATE";
    execute(tx, sql, [id.0.into()]).await.map(drop)
}

/// The category in the audit log.
pub(super) fn subject(category: &StaffCategory) -> Subject {
    Subject::new(AuditSubject::Category, category.id, category.name.as_str())
}

/// The category as the audit log compares it.
pub(super) fn for_log(category: &StaffCategory) -> Value {
    json!({
        "parent_id": category.parent_id, "slug": category.slug, "name": category.name, "name_en": category.name_en,
        "description": category.description, "description_en": category.description_en, "active": category.active,
        "image": category.image.as_ref().map(|image| &image.url),
    })
}
