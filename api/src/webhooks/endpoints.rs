//! Setting webhooks up.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Value};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::WebhookId;
use shared::integrations::{NewWebhook, RotateSecretRequest, Webhook, WebhookDetails, WebhookEvent};
use shared::validate::{FieldCode, FieldError};

use super::{sign, store};
use crate::audit::{self, Action, Subject};
use crate::catalog::sees_cost;
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller, IfMatch};

pub(super) fn subject(webhook: &Webhook) -> Subject {
    Subject::new(AuditSubject::Webhook, webhook.id, webhook.details.url.as_str())
}

/// The address can be asked, and nobody is told what whoever sets it up may not see.
fn check(ctx: &Ctx, by: &Caller, details: &WebhookDetails) -> Result<(), ApiError> {
    if let Err(refused) = ctx.postman.check(&details.url) {
        let fault = FieldError::new("/url", FieldCode::InvalidFormat);
        return Err(ApiError::invalid(vec![fault]).detail(refused.to_string()));
    }
    check_events(by, &details.events)
}

fn check_events(by: &Caller, events: &[WebhookEvent]) -> Result<(), ApiError> {
    match events.iter().find(|event| !by.permissions.contains(&event.permission())) {
        Some(event) => Err(ApiError::forbidden().with("permission", event.permission())),
        None => Ok(()),
    }
}

/// A webhook, locked for a change by somebody who may see all that it is told: whoever has its secret speaks to the
/// other side in the shop's name.
async fn lock(tx: &impl ConnectionTrait, by: &Caller, id: WebhookId, now: DateTime<Utc>) -> Result<Webhook, ApiError> {
    let webhook = store::webhook(tx, id, now, true).await?;
    check_events(by, &webhook.details.events)?;
    Ok(webhook)
}

fn tidy(details: WebhookDetails) -> WebhookDetails {
    WebhookDetails {
        url: details.url.trim().to_owned(),
        description: details.description.trim().to_owned(),
        events: WebhookEvent::ALL.iter().copied().filter(|known| details.events.contains(known)).collect(),
        active: details.active,
    }
}

fn words(events: &[WebhookEvent]) -> Vec<String> {
    events.iter().map(ToString::to_string).collect()
}

/// All webhooks, the newest first.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<Webhook>, ApiError> {
    Ok(store::webhooks(&ctx.db, ctx.clock.now()).await?)
}

/// A webhook.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn get(ctx: &Ctx, id: WebhookId) -> Result<Webhook, ApiError> {
    store::webhook(&ctx.db, id, ctx.clock.now(), false).await
}

/// Makes a webhook.
///
/// # Errors
/// 422 for an address that is not taken; 403 for events that the caller may not see.
pub(super) async fn create(ctx: &Ctx, by: &Caller, details: WebhookDetails) -> Result<NewWebhook, ApiError> {
    let (id, details, now) = (WebhookId::generate(), tidy(details), ctx.clock.now());
    check(ctx, by, &details)?;
    let secret = sign::new_secret();
    let sealed = ctx.vault.seal(&store::secret_place(id), &secret)?;
    let tx = ctx.begin().await?;
    let sql =
        "INSERT INTO webhook_endpoints (id, url, description, events, active, sealed_secret, created_by, created_at, tells_cost)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        id.into(),
        details.url.as_str().into(),
        details.description.as_str().into(),
        words(&details.events).into(),
        details.active.into(),
        sealed.into(),
        by.user_id.into(),
        now.into(),
        sees_cost(by).into(),
    ];
    execute(&tx, sql, values).await?;
    let webhook = store::webhook(&tx, id, now, false).await?;
    audit::record(&tx, by, Action::WebhookCreated, &subject(&webhook), &(), &webhook.details, now).await?;
    tx.commit().await?;
    Ok(NewWebhook { webhook, secret: sign::shown(&secret) })
}

/// Changes a webhook. Switched on again, or at another address, it is given all its patience anew. Whoever switches it on
/// vouches for it, and so does who has it told what its owner may not see. Turned elsewhere by who does not see what things cost,
/// it tells nobody.
///
/// # Errors
/// As for [`create`], of the events before as well; 412 when somebody else was faster.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    id: WebhookId,
    if_match: IfMatch,
    details: WebhookDetails,
) -> Result<Webhook, ApiError> {
    let (details, now) = (tidy(details), ctx.clock.now());
    check(ctx, by, &details)?;
    let tx = ctx.begin().await?;
    let before = lock(&tx, by, id, now).await?;
    if_match.check(before.revision)?;
    let taken_over = before.orphaned && details.active;
    if details == before.details && !taken_over {
        tx.rollback().await?;
        return Ok(before);
    }
    let sql = "UPDATE webhook_endpoints SET url = $2, description = $3, events = $4, active = $5, revision = revision + 1,
                   failing_since = CASE WHEN $5 AND (NOT active OR url <> $2) THEN NULL ELSE failing_since END,
                   disabled_at = CASE WHEN $5 THEN NULL ELSE disabled_at END,
                   disabled_reason = CASE WHEN $5 THEN NULL ELSE disabled_reason END,
                   created_by = CASE WHEN $5 AND (NOT active OR NOT webhook_owner_may(created_by, $4, $7, $8)) THEN $6::uuid
                                     ELSE created_by END,
                   tells_cost = $9 OR (tells_cost AND url = $2)
               WHERE id = $1";
    let values: [Value; 6] = [
        id.into(),
        details.url.as_str().into(),
        details.description.as_str().into(),
        words(&details.events).into(),
        details.active.into(),
        by.user_id.into(),
    ];
    execute(&tx, sql, values.into_iter().chain(store::rights()).chain([sees_cost(by).into()])).await?;
    let after = store::webhook(&tx, id, now, false).await?;
    audit::record(&tx, by, Action::WebhookUpdated, &subject(&after), &before.details, &after.details, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Gives a webhook another secret; events carry a signature by the one before as well, for the grace.
///
/// # Errors
/// 404 when there is none; 403 when it is told what the caller may not see.
pub(super) async fn rotate(ctx: &Ctx, by: &Caller, id: WebhookId, ask: RotateSecretRequest) -> Result<NewWebhook, ApiError> {
    let now = ctx.clock.now();
    let until = now + TimeDelta::minutes(ask.grace_minutes.into());
    let secret = sign::new_secret();
    let sealed = ctx.vault.seal(&store::secret_place(id), &secret)?;
    let tx = ctx.begin().await?;
    lock(&tx, by, id, now).await?;
    let sql = "UPDATE webhook_endpoints SET sealed_previous = sealed_secret, previous_until = $3, sealed_secret = $2, revision = revision + 1
               WHERE id = $1";
    execute(&tx, sql, [id.into(), sealed.into(), until.into()]).await?;
    let webhook = store::webhook(&tx, id, now, false).await?;
    let after = json!({ "grace_minutes": ask.grace_minutes });
    audit::record(&tx, by, Action::WebhookRotated, &subject(&webhook), &(), &after, now).await?;
    tx.commit().await?;
    Ok(NewWebhook { webhook, secret: sign::shown(&secret) })
}

/// Removes a webhook with its log.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn remove(ctx: &Ctx, by: &Caller, id: WebhookId) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let webhook = store::webhook(&tx, id, now, true).await?;
    execute(&tx, "DELETE FROM webhook_endpoints WHERE id = $1", [id.into()]).await?;
    audit::record(&tx, by, Action::WebhookDeleted, &subject(&webhook), &webhook.details, &(), now).await?;
    Ok(tx.commit().await?)
}
