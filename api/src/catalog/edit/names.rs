//! Names in the URL that nobody has yet.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::products::slugify;

use crate::db::all;

/// A slug for a product that is none of another's, former ones included: their links lead elsewhere.
pub(super) async fn free_slug(tx: &impl ConnectionTrait, brand: &str, name: &str) -> Result<String, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        slug: String,
    }
    let (brand, name) = (slugify(brand), slugify(name));
    let base = match (brand.is_empty() || name == brand || name.starts_with(&format!("{brand}-")), name.is_empty()) {
        (true, false) => name,
        (false, false) => slugify(&format!("{brand} {name}")),
        (false, true) => brand,
        (true, true) => "produk".to_owned(),
    };
    let sql = "SELECT slug FROM products WHERE slug = $1 OR slug LIKE $1 || '-%'
               UNION SELECT slug FROM former_slugs WHERE slug = $1 OR slug LIKE $1 || '-%'";
    let rows: Vec<Row> = all(tx, sql, [base.as_str().into()]).await?;
    let taken: HashSet<String> = rows.into_iter().map(|row| row.slug).collect();
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    Ok(std::iter::once(base.clone()).chain(numbered).find(|slug| !taken.contains(slug)).unwrap_or(base))
}
