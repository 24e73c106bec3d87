//! Writing to an order's buyer by email.

use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::OrderId;
use shared::orders::{OrderEventKind, WriteToBuyerRequest};

use super::{record, store, view};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::http::{ApiError, Caller};
use crate::idempotency::{Claim, Key};
use crate::mail::{self, Draft, Template};

/// Posts a message to the buyer, in their language's frame, and notes it on the timeline; the same key does so once.
///
/// # Errors
/// 404 when there is no such order.
pub(super) async fn write_to_buyer(
    ctx: &Ctx,
    id: OrderId,
    ask: WriteToBuyerRequest,
    key: Option<&str>,
    by: &Caller,
) -> Result<(), ApiError> {
    let key = Key::maybe(by, key, "write_to_buyer", &(id, &ask))?;
    let now = ctx.clock.now();
    let (order, buyer) = view::view_with_buyer(ctx, id).await?.ok_or_else(ApiError::not_found)?;
    let (subject, text) = (ask.subject.trim(), ask.text.trim().replace("\r\n", "\n"));
    let tx = ctx.begin().await?;
    if let Some(key) = &key
        && let Claim::Done(_) = key.claim(&tx, now).await?
    {
        return Ok(());
    }
    let locked = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let note = format!("{subject}\n\n{text}");
    let event_id = record::event(&tx, id, OrderEventKind::Message, Some(&note), Some(by), now).await?;
    let paragraphs: Vec<Vec<&str>> = text.split("\n\n").map(|part| part.lines().collect()).collect();
    let draft = Draft {
        dedupe_key: format!("order_event:{event_id}"),
        template: Template::OrderMessage,
        locale: buyer.locale,
        to: buyer.email,
        to_name: buyer.name,
        data: json!({
            "order": order,
            "order_url": format!("{}/orders/{}", ctx.config.public_url, order.number),
            "message_subject": subject,
            "paragraphs": paragraphs,
            "from": by.name,
        }),
        order_id: Some(id),
        restock_order_id: None,
        user_id: buyer.id,
    };
    mail::post(&tx, ctx, draft).await.map_err(|error| ApiError::internal(format!("{error:#}")))?;
    if let Some(key) = &key {
        key.remember(&tx, json!(id)).await?;
    }
    let about = Subject::new(AuditSubject::Order, id, locked.number.as_str());
    audit::record(&tx, by, Action::OrderBuyerWritten, &about, &(), &json!({ "subject": subject, "text": text }), now).await?;
    tx.commit().await?;
    Ok(())
}
