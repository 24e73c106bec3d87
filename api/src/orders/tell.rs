//! Emails the buyer, and those who work here, about what happens to an order.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::ids::{OrderEventId, OrderId};
use shared::notifications::NotificationKind;
use shared::orders::{Order, OrderEventKind, OrderStatus};
use shared::payments::{AttemptStatus, Payment};
use shared::permission::Permission;

use super::remind;
use super::view::{Buyer, view_with_buyer};
use crate::context::Ctx;
use crate::jobs::Job;
use crate::mail::{self, Draft, StaffDraft, Template};
use crate::notifications::{self, StaffNotice};

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
        OrderEventKind::PaymentFailed => Some(Template::PaymentFailed),
        OrderEventKind::PaymentReversed => Some(Template::PaymentReversed),
        OrderEventKind::Paid => Some(Template::OrderPaid),
        OrderEventKind::LatePaymentAccepted => Some(Template::LatePaymentAccepted),
        // The email says which, by where the order stands.
        OrderEventKind::LatePaymentRefunded | OrderEventKind::DoublePaymentRefunded => Some(Template::LatePaymentRefunded),
        OrderEventKind::Processing => Some(Template::OrderProcessing),
        // The same email with the new tracking number.
        OrderEventKind::Shipped | OrderEventKind::ShippedAgain | OrderEventKind::TrackingCorrected => Some(Template::OrderShipped),
        OrderEventKind::Delivered => Some(Template::OrderDelivered),
        OrderEventKind::Completed => Some(Template::OrderCompleted),
        OrderEventKind::Cancelled => Some(Template::OrderCancelled),
        OrderEventKind::Expired => Some(Template::OrderExpired),
        OrderEventKind::Refunded => Some(Template::OrderRefunded),
        OrderEventKind::PaymentStarted
        | OrderEventKind::PaymentAccepted
        | OrderEventKind::PaymentRefused
        // The email comes when the money has gone.
        | OrderEventKind::RefundStarted
        | OrderEventKind::RefundFailed
        | OrderEventKind::RefundCancelled
        | OrderEventKind::DeliveryFailed
        | OrderEventKind::ParcelReturned
        | OrderEventKind::Message
        | OrderEventKind::Note => None,
    }
}

/// What those who work here are told of an event, within the shop.
fn staff_kind(kind: OrderEventKind) -> Option<NotificationKind> {
    match kind {
        OrderEventKind::Paid => Some(NotificationKind::StaffOrderPaid),
        OrderEventKind::LatePaymentAccepted => Some(NotificationKind::StaffLatePaymentAccepted),
        OrderEventKind::LatePaymentRefunded | OrderEventKind::DoublePaymentRefunded => {
            Some(NotificationKind::StaffLatePaymentRefunded)
        }
        OrderEventKind::PaymentReversed => Some(NotificationKind::StaffPaymentReversed),
        _ => None,
    }
}

impl Job for TellBuyer {
    const KIND: &'static str = "orders.tell_buyer";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some(template) = template(self.kind) else { return Ok(()) };
        let Some((order, buyer)) = view_with_buyer(ctx, self.order_id).await? else { return Ok(()) };
        let mut data = data(ctx, &order);
        if template == Template::OrderRefunded {
            data["refunds"] = serde_json::to_value(crate::payments::sent_back(&ctx.db, self.order_id).await?)?;
        }
        let tx = ctx.begin().await?;
        if self.kind == OrderEventKind::Placed {
            remind::plan(&tx, &order).await?;
        }
        if matches!(self.kind, OrderEventKind::Paid | OrderEventKind::LatePaymentAccepted) {
            tell_staff(&tx, ctx, &order, &buyer, self.event_id).await?;
        }
        let staff_kind = staff_kind(self.kind);
        let name = buyer.name.clone();
        mail::post(&tx, ctx, draft(buyer, &order, format!("order_event:{}", self.event_id), template, data)).await?;
        if let Some(kind) = staff_kind {
            let notice = StaffNotice {
                dedupe_key: &self.event_id.to_string(),
                order: Some((order.id, &order.number)),
                amount: Some(order.totals.grand),
                buyer: Some(&name),
                ..StaffNotice::default()
            };
            notifications::tell_staff(&tx, kind, notice, ctx.clock.now()).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// What emails about an order speak of.
fn data(ctx: &Ctx, order: &Order) -> Value {
    json!({ "order": order, "order_url": format!("{}/orders/{}", ctx.config.public_url, order.number) })
}

fn draft(buyer: Buyer, order: &Order, dedupe_key: String, template: Template, data: Value) -> Draft {
    Draft {
        dedupe_key,
        template,
        locale: buyer.locale,
        to: buyer.email,
        to_name: buyer.name,
        data,
        order_id: Some(order.id),
        user_id: buyer.id,
        restock_order_id: None,
    }
}

/// Those who pack learn of an order that is paid.
async fn tell_staff(
    tx: &impl sea_orm::ConnectionTrait,
    ctx: &Ctx,
    order: &Order,
    buyer: &Buyer,
    event: OrderEventId,
) -> anyhow::Result<()> {
    let draft = StaffDraft {
        dedupe_key: &format!("staff_order_paid:{event}"),
        template: Template::StaffOrderPaid,
        data: json!({
            "order": order,
            "buyer": buyer.name,
            "order_url": format!("{}/admin/orders/{}", ctx.config.public_url, order.id),
        }),
        order_id: Some(order.id),
    };
    mail::post_staff(tx, ctx, Permission::OrdersRead, draft).await.map(drop)
}

/// The attempt that waits for the payer and has a number to pay to.
fn awaited(order: &Order) -> Option<&Payment> {
    order.payments.iter().find(|payment| payment.status == AttemptStatus::Pending && payment.pay_code.is_some())
}

/// Tells the buyer the number to pay to, once per attempt.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellHowToPay {
    /// The order.
    pub order_id: OrderId,
}

impl Job for TellHowToPay {
    const KIND: &'static str = "orders.tell_how_to_pay";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some((order, buyer)) = view_with_buyer(ctx, self.order_id).await? else { return Ok(()) };
        let (Some(payment), Some(order_until)) = (awaited(&order), order.pay_until) else { return Ok(()) };
        let mut data = data(ctx, &order);
        data["payment"] = serde_json::to_value(payment)?;
        data["pay_until"] = serde_json::to_value(payment.expires_at.map_or(order_until, |until| until.min(order_until)))?;
        let key = format!("payment_pending:{}", payment.id);
        mail::post(&ctx.db, ctx, draft(buyer, &order, key, Template::PaymentPending, data)).await
    }
}

/// Posts the reminder, if there still is something to pay and time to do so.
pub(super) async fn post_reminder(ctx: &Ctx, id: OrderId) -> anyhow::Result<()> {
    let Some((order, buyer)) = view_with_buyer(ctx, id).await? else { return Ok(()) };
    let now = ctx.clock.now();
    let Some(pay_until) = order.pay_until.filter(|&until| order.status == OrderStatus::Pending && now < until) else {
        return Ok(());
    };
    if !order.actions.pay {
        // Paid, but held for review.
        return Ok(());
    }
    let mut data = data(ctx, &order);
    data["pay_until"] = serde_json::to_value(pay_until)?;
    data["payment"] = serde_json::to_value(awaited(&order))?;
    let key = format!("payment_reminder:{id}");
    mail::post(&ctx.db, ctx, draft(buyer, &order, key, Template::PaymentReminder, data)).await
}
