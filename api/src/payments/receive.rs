//! Takes notifications: made sure of, kept, and answered at once. Working on them is a job's.

use poem::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use shared::audit::AuditSubject;
use shared::payments::{NotificationReceipt, PaymentEffect, PaymentEventSource, PaymentProvider};
use shared::problem::ErrorCode;
use uuid::Uuid;

use super::apply::{Applied, Fresh, Source, apply};
use super::ask;
use super::gateway::{GatewayError, Rejected};
use super::open;
use super::store::{self, EventRow};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::http::{ApiError, Caller};
use crate::jobs::{self, Job};

/// Keeps an authentic notification. The same one again is answered alike and changes nothing; so
/// is one about an attempt that is not ours, which tells its sender nothing.
pub(super) async fn receive(
    ctx: &Ctx,
    provider: PaymentProvider,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<NotificationReceipt, ApiError> {
    let now = ctx.clock.now();
    let gateway = open::gateway(ctx, provider).await?.ok_or_else(ApiError::not_found)?;
    let notification = gateway.notification(headers, body, now).map_err(|rejected| {
        tracing::warn!(%provider, %rejected, "a notification was refused");
        match rejected {
            Rejected::Forged => ApiError::new(StatusCode::UNAUTHORIZED, ErrorCode::InvalidSignature),
            Rejected::Malformed => ApiError::malformed("the notification cannot be read"),
        }
    })?;
    let tx = ctx.begin().await?;
    let payment = match &notification.reference {
        Some(reference) => store::by_reference(&tx, provider, reference).await?,
        None => None,
    };
    if let Some(event_id) = store::insert_notification(&tx, provider, &notification, payment, now).await?
        && notification.matters
    {
        jobs::enqueue(&tx, &ApplyNotification { event_id }).await?;
    }
    tx.commit().await?;
    ctx.may_die(CrashPoint::NotificationKept);
    Ok(NotificationReceipt { received: true })
}

/// Works on a notification: asks the provider where the attempt stands and applies that.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyNotification {
    /// The kept notification.
    pub event_id: Uuid,
}

impl Job for ApplyNotification {
    const KIND: &'static str = "payments.apply_notification";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.event_id))
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some(event) = store::event(&ctx.db, self.event_id).await?.filter(|event| event.applied_at.is_none()) else {
            return Ok(());
        };
        let Some(applied) = work_on(ctx, &event, Source::Notification(self.event_id)).await? else {
            let effect = PaymentEffect::Unmatched.as_str();
            return Ok(store::finish_event(&ctx.db, self.event_id, None, effect, ctx.clock.now()).await?);
        };
        ctx.may_die(CrashPoint::NotificationApplied);
        // Something newer came in between and says otherwise: the next answer will agree with it.
        anyhow::ensure!(applied.effect != PaymentEffect::Superseded, "the answer was overtaken");
        Ok(())
    }
}

/// Applies a kept event again, whatever it did at first.
pub(super) async fn replay(ctx: &Ctx, id: Uuid, staff: &Caller) -> Result<(), ApiError> {
    let event = store::event(&ctx.db, id).await?.ok_or_else(ApiError::not_found)?;
    if work_on(ctx, &event, Source::Replay(id, staff)).await?.is_none() {
        let (now, effect) = (ctx.clock.now(), PaymentEffect::Unmatched);
        let tx = ctx.begin().await?;
        store::finish_replay(&tx, id, None, effect.as_str(), now).await?;
        let subject = Subject::new(AuditSubject::PaymentEvent, id, event.provider.as_str());
        audit::record(&tx, staff, Action::PaymentReplayed, &subject, &(), &serde_json::json!({ "effect": effect }), now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Asks the provider where the attempt stands that an event is about, and applies that. `None` when
/// it is about none of ours.
async fn work_on(ctx: &Ctx, event: &EventRow, source: Source<'_>) -> Result<Option<Applied>, ApiError> {
    let gateway = open::gateway(ctx, event.provider).await?.ok_or_else(ask::no_keys)?;
    let failed = |error: GatewayError| ask::unavailable(event.provider, &error);
    let told = event.source == PaymentEventSource::Notification;
    let payment = match event.payment_id {
        Some(id) => Some(id),
        None if told => match gateway.subject(&event.payload).await.map_err(failed)? {
            Some(reference) => store::by_reference(&ctx.db, event.provider, &reference).await?,
            None => None,
        },
        None => None,
    };
    let row = match payment {
        Some(id) => store::payment(&ctx.db, id).await?,
        None => None,
    };
    let Some(row) = row else { return Ok(None) };
    let asked_at = ctx.clock.now();
    let prompt = Some(&event.payload).filter(|_| told);
    let truth = gateway.status(&row.attempt(row.settled_at.is_some()), prompt).await.map_err(failed)?;
    ctx.may_die(CrashPoint::NotificationAsked);
    apply(ctx, row.id, Fresh { asked_at, truth }, source, None).await.map(Some)
}
