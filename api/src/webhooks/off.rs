//! What follows when an endpoint is switched off by no hand.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::WebhookId;
use shared::notifications::NotificationKind;

use crate::audit::{self, Action, Actor, Subject};
use crate::notifications::{self, StaffNotice};

/// Tells those who manage integrations that the endpoint was switched off, and writes it into the log.
pub(super) async fn tell(
    tx: &impl ConnectionTrait,
    id: WebhookId,
    url: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let detail = format!("{url} · {reason}");
    let key = format!("{id}:{}", now.timestamp());
    let notice = StaffNotice { dedupe_key: &key, detail: Some(&detail), ..StaffNotice::default() };
    notifications::tell_staff(tx, NotificationKind::StaffWebhookDisabled, notice, now).await?;
    let by = Actor { id: None, name: "webhooks", ip: None, request_id: None };
    let subject = Subject::new(AuditSubject::Webhook, id, url);
    let (before, after) = (json!({ "active": true }), json!({ "active": false, "reason": reason }));
    audit::record(tx, by, Action::WebhookDisabled, &subject, &before, &after, now).await
}
