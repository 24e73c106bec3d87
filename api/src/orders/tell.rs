//! Emails the buyer about an event of the order.

use serde::{Deserialize, Serialize};
use shared::ids::{OrderEventId, OrderId};
use shared::orders::OrderEventKind;

use crate::context::Ctx;
use crate::jobs::Job;
use crate::mail::{self, Draft, Template};

/// Posts the email that belongs to an event.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellBuyer {
    /// The order.
    pub order_id: OrderId,
    /// The event; one email each.
    pub event_id: OrderEventId,
    /// What happened.
    pub kind: OrderEventKind,
}

/// The email that belongs to an event, if one does.
fn template(kind: OrderEventKind) -> Option<Template> {
    match kind {
        OrderEventKind::Placed => Some(Template::OrderPlaced),
        OrderEventKind::PaymentFailed | OrderEventKind::PaymentReversed => Some(Template::PaymentFailed),
        OrderEventKind::Paid | OrderEventKind::LatePaymentAccepted => Some(Template::OrderPaid),
        OrderEventKind::Shipped => Some(Template::OrderShipped),
        OrderEventKind::Delivered => Some(Template::OrderDelivered),
        OrderEventKind::Cancelled => Some(Template::OrderCancelled),
        OrderEventKind::Expired => Some(Template::OrderExpired),
        OrderEventKind::Refunded => Some(Template::OrderRefunded),
        OrderEventKind::PaymentStarted
        | OrderEventKind::PaymentAccepted
        | OrderEventKind::PaymentRefused
        | OrderEventKind::Processing
        | OrderEventKind::Completed
        | OrderEventKind::LatePaymentRefunded
        // The email comes when the money has gone.
        | OrderEventKind::RefundStarted
        | OrderEventKind::RefundFailed
        | OrderEventKind::RefundCancelled
        | OrderEventKind::Note => None,
    }
}

impl Job for TellBuyer {
    const KIND: &'static str = "orders.tell_buyer";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some(template) = template(self.kind) else { return Ok(()) };
        let Some((order, buyer)) = super::view::view_with_buyer(ctx, self.order_id).await? else { return Ok(()) };
        let settings = crate::store::settings(ctx).await?;
        let demo = ctx.config.environment == crate::config::Environment::Demo;
        let shop = crate::store::profile_view(&settings, ctx.clock.now(), demo);
        let data = serde_json::json!({
            "order": order,
            "order_url": format!("{}/orders/{}", ctx.config.public_url, order.number),
            "shop_url": ctx.config.public_url,
            "shop": shop,
        });
        let draft = Draft {
            dedupe_key: format!("order_event:{}", self.event_id),
            template,
            locale: buyer.locale,
            to: buyer.email,
            to_name: buyer.name,
            data,
            order_id: Some(self.order_id),
            user_id: buyer.id,
        };
        mail::post(&ctx.db, ctx, draft).await
    }
}
