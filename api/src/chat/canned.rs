//! Texts that are written often.

use chrono::{DateTime, Utc};
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use shared::audit::AuditSubject;
use shared::chat::{CannedResponse, CannedResponseDetails};
use shared::ids::CannedResponseId;
use shared::validate::{FieldCode, FieldError};

use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, broken_constraint, execute, one};
use crate::http::grants::ChatAnswer;
use crate::http::{ApiError, ApiResult, Area, Body, Caller, Can, Created, MaybeIfMatch, NoContent, Revised};

/// The most there may be: they are all looked through while one types.
const MOST: i64 = 500;

/// Canned responses.
pub struct CannedResponseRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/canned-responses", tag = "Area::Chat")]
impl CannedResponseRoutes {
    /// List all canned responses, by what is typed to get them.
    #[oai(path = "/", method = "get", operation_id = "list_canned_responses")]
    async fn list_canned_responses(&self, _staff: Can<ChatAnswer>) -> ApiResult<Body<Vec<CannedResponse>>> {
        let sql = format!("SELECT {COLUMNS} FROM canned_responses ORDER BY shortcut LIMIT $1");
        let rows: Vec<Row> = all(&self.ctx.db, &sql, [MOST.into()]).await?;
        Ok(Body(rows.into_iter().map(CannedResponse::from).collect()))
    }

    /// Make a canned response.
    #[oai(path = "/", method = "post", operation_id = "create_canned_response")]
    async fn create_canned_response(
        &self,
        staff: Can<ChatAnswer>,
        ask: Body<CannedResponseDetails>,
    ) -> ApiResult<Created<CannedResponse>> {
        Ok(Created(create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Change a canned response.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/:response_id", method = "put", operation_id = "update_canned_response")]
    async fn update_canned_response(
        &self,
        staff: Can<ChatAnswer>,
        /// The response.
        response_id: Path<CannedResponseId>,
        /// The revision that was changed: `"7"`. Without it whatever is there is changed.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
        ask: Body<CannedResponseDetails>,
    ) -> ApiResult<Revised<CannedResponse>> {
        Ok(Revised(update(&self.ctx, staff.caller(), response_id.0, if_match, ask.0).await?))
    }

    /// Remove a canned response.
    #[oai(path = "/:response_id", method = "delete", operation_id = "delete_canned_response")]
    async fn delete_canned_response(
        &self,
        staff: Can<ChatAnswer>,
        /// The response.
        response_id: Path<CannedResponseId>,
    ) -> ApiResult<NoContent> {
        delete(&self.ctx, staff.caller(), response_id.0).await?;
        Ok(NoContent)
    }
}

const COLUMNS: &str = "id, revision, shortcut, title, body, updated_at";

#[derive(FromQueryResult)]
struct Row {
    id: CannedResponseId,
    revision: i32,
    shortcut: String,
    title: String,
    body: String,
    updated_at: DateTime<Utc>,
}

impl From<Row> for CannedResponse {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            revision: row.revision,
            shortcut: row.shortcut,
            title: row.title,
            body: row.body,
            updated_at: row.updated_at,
        }
    }
}

impl From<&Row> for CannedResponseDetails {
    fn from(row: &Row) -> Self {
        Self { shortcut: row.shortcut.clone(), title: row.title.clone(), body: row.body.clone() }
    }
}

fn values(id: CannedResponseId, ask: &CannedResponseDetails) -> [Value; 4] {
    [id.0.into(), ask.shortcut.as_str().into(), ask.title.trim().into(), ask.body.trim().into()]
}

fn taken(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("canned_responses_shortcut_key") => ApiError::invalid(vec![FieldError::new("/shortcut", FieldCode::Taken)]),
        _ => error.into(),
    }
}

/// One of them, locked.
async fn lock(tx: &impl ConnectionTrait, id: CannedResponseId) -> ApiResult<Row> {
    let sql = format!("SELECT {COLUMNS} FROM canned_responses WHERE id = $1 FOR UPDATE");
    one(tx, &sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)
}

fn subject(row: &Row) -> Subject {
    Subject::new(AuditSubject::CannedResponse, row.id, row.title.as_str())
}

async fn create(ctx: &Ctx, by: &Caller, ask: CannedResponseDetails) -> ApiResult<CannedResponse> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let tx = ctx.begin().await?;
    let count: Option<Count> = one(&tx, "SELECT count(*) FROM canned_responses", []).await?;
    if count.is_some_and(|row| row.count >= MOST) {
        return Err(ApiError::invalid(vec![FieldError::new("", FieldCode::TooMany).with("max", MOST)]));
    }
    let id = CannedResponseId::generate();
    let sql = "INSERT INTO canned_responses (id, shortcut, title, body) VALUES ($1, $2, $3, $4)";
    execute(&tx, sql, values(id, &ask)).await.map_err(taken)?;
    let row = lock(&tx, id).await?;
    let made = CannedResponseDetails::from(&row);
    audit::record(&tx, by, Action::CannedResponseCreated, &subject(&row), &(), &made, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// Changes one, unless somebody else changed it since `if_match`. The same as before changes nothing.
async fn update(
    ctx: &Ctx,
    by: &Caller,
    id: CannedResponseId,
    if_match: MaybeIfMatch,
    ask: CannedResponseDetails,
) -> ApiResult<CannedResponse> {
    let tx = ctx.begin().await?;
    let row = lock(&tx, id).await?;
    if_match.check(row.revision)?;
    let before = CannedResponseDetails::from(&row);
    let sql = "UPDATE canned_responses SET shortcut = $2, title = $3, body = $4, revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, values(id, &ask)).await.map_err(taken)?;
    let changed = lock(&tx, id).await?;
    let after = CannedResponseDetails::from(&changed);
    if before == after {
        tx.rollback().await?;
        return Ok(row.into());
    }
    audit::record(&tx, by, Action::CannedResponseUpdated, &subject(&changed), &before, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(changed.into())
}

async fn delete(ctx: &Ctx, by: &Caller, id: CannedResponseId) -> ApiResult<()> {
    let tx = ctx.begin().await?;
    let row = lock(&tx, id).await?;
    execute(&tx, "DELETE FROM canned_responses WHERE id = $1", [id.0.into()]).await?;
    let before = CannedResponseDetails::from(&row);
    audit::record(&tx, by, Action::CannedResponseDeleted, &subject(&row), &before, &(), ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}
