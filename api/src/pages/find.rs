//! Reads content pages.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::pages::{ContentPage, PageDetails, PageSlug, StaffPage};

use super::markdown;
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiError, ApiResult, Cached};

const COLUMNS: &str = "slug, revision, title, title_en, body, body_en, updated_at";

#[derive(FromQueryResult)]
struct Row {
    slug: PageSlug,
    revision: i32,
    title: String,
    title_en: String,
    body: String,
    body_en: String,
    updated_at: DateTime<Utc>,
}

impl From<Row> for StaffPage {
    fn from(row: Row) -> Self {
        let details = PageDetails { title: row.title, title_en: row.title_en, body: row.body, body_en: row.body_en };
        Self { slug: row.slug, revision: row.revision, details, updated_at: row.updated_at }
    }
}

/// A page as it is read.
///
/// # Errors
/// What the database says.
pub async fn page(ctx: &Ctx, slug: PageSlug) -> ApiResult<Cached<ContentPage>> {
    let StaffPage { slug, details, updated_at, .. } = read(&ctx.db, slug, false).await?;
    let (html, html_en) = (markdown::html(&details.body), markdown::html(&details.body_en));
    let page = ContentPage { slug, title: details.title, title_en: details.title_en, html, html_en, updated_at };
    Ok(Cached::of(&page)?)
}

/// All pages as staff see them, in the order of their names.
pub(super) async fn all(ctx: &Ctx) -> ApiResult<Vec<StaffPage>> {
    let rows: Vec<Row> = db::all(&ctx.db, &format!("SELECT {COLUMNS} FROM content_pages ORDER BY slug"), []).await?;
    Ok(rows.into_iter().map(StaffPage::from).collect())
}

/// A page as staff see it; locked until the transaction ends where it is going to be changed.
pub(super) async fn read(db: &impl ConnectionTrait, slug: PageSlug, lock: bool) -> ApiResult<StaffPage> {
    let sql = format!("SELECT {COLUMNS} FROM content_pages WHERE slug = $1 {}", if lock { "FOR UPDATE" } else { "" });
    let row: Option<Row> = db::one(db, &sql, [slug.as_str().into()]).await?;
    row.map(StaffPage::from).ok_or_else(ApiError::not_found)
}
