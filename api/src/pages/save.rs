//! Changes a content page.

use shared::audit::AuditSubject;
use shared::pages::{PageDetails, PageSlug, StaffPage};

use super::find;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiResult, Caller, IfMatch};

/// Changes a page, unless somebody else changed it since `if_match`. The same as before changes nothing.
pub(super) async fn update(ctx: &Ctx, by: &Caller, slug: PageSlug, if_match: IfMatch, ask: PageDetails) -> ApiResult<StaffPage> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = find::read(&tx, slug, true).await?;
    if_match.check(before.revision)?;
    let trim = |text: String| text.trim().to_owned();
    let after =
        PageDetails { title: trim(ask.title), title_en: trim(ask.title_en), body: trim(ask.body), body_en: trim(ask.body_en) };
    if after == before.details {
        tx.rollback().await?;
        return Ok(before);
    }
    let sql =
        "UPDATE content_pages SET revision = revision + 1, title = $2, title_en = $3, body = $4, body_en = $5 WHERE slug = $1";
    let values = [
        slug.as_str().into(),
        after.title.as_str().into(),
        after.title_en.as_str().into(),
        after.body.as_str().into(),
        after.body_en.as_str().into(),
    ];
    execute(&tx, sql, values).await?;
    let saved = find::read(&tx, slug, false).await?;
    let subject = Subject::new(AuditSubject::Page, slug, after.title.as_str());
    audit::record(&tx, by, Action::PageUpdated, &subject, &before.details, &after, now).await?;
    tx.commit().await?;
    Ok(saved)
}
