//! What a payment needs a hand for, told to those who look after payments.

use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::ids::{OrderId, PaymentId, RefundId};
use shared::money::Rupiah;
use shared::notifications::NotificationKind;
use shared::permission::Permission;

use super::store::PaymentRow;
use crate::context::Ctx;
use crate::jobs::{self, Job};
use crate::mail::{self, StaffDraft, Template};
use crate::notifications::{self, StaffNotice};
use crate::orders;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// The buyer disputes the payment at their bank.
    Dispute,
    /// The provider refused to send money back.
    RefundRefused,
    /// A provider was asked for long to send money back, and nothing came of it.
    RefundUnsent,
    /// Money has to go back by a bank transfer of our own.
    ManualTransfer,
    /// Amount, currency or reference are not what was asked for.
    Mismatch,
    /// The provider took the money back of an order that has shipped.
    TakenBack,
}

impl Kind {
    /// What those who work here are told, within the shop. Of money taken back the order's own move tells.
    fn notification(self) -> Option<NotificationKind> {
        match self {
            Self::Dispute => Some(NotificationKind::StaffDispute),
            Self::RefundRefused => Some(NotificationKind::StaffRefundRefused),
            Self::RefundUnsent => Some(NotificationKind::StaffRefundUnsent),
            Self::ManualTransfer => Some(NotificationKind::StaffManualTransfer),
            Self::Mismatch => Some(NotificationKind::StaffPaymentMismatch),
            Self::TakenBack => None,
        }
    }
}

/// Tells staff about a payment that needs a hand, by email and within the shop.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellTrouble {
    kind: Kind,
    order_id: OrderId,
    /// Absent in jobs that an earlier version left.
    #[serde(default)]
    payment_id: Option<PaymentId>,
    reference: String,
    amount: Rupiah,
    detail: String,
    /// Names the cause: the same trouble is told once.
    cause: String,
}

/// Has staff told of trouble with a payment, once however often the provider says it.
pub(super) async fn tell(tx: &impl ConnectionTrait, payment: &PaymentRow, kind: Kind, detail: &str) -> Result<(), DbErr> {
    let cause = match kind {
        // The provider words one dispute in several ways.
        Kind::Dispute => payment.id.to_string(),
        _ => format!("{}:{}", payment.id, hex::encode(Sha256::digest(detail))),
    };
    enqueue(tx, payment, kind, payment.amount, detail, cause).await
}

/// The same for a refund.
pub(super) async fn tell_of_refund(
    tx: &impl ConnectionTrait,
    payment: &PaymentRow,
    refund: (RefundId, Rupiah),
    kind: Kind,
    detail: &str,
) -> Result<(), DbErr> {
    let (id, amount) = refund;
    enqueue(tx, payment, kind, amount, detail, id.to_string()).await
}

async fn enqueue(
    tx: &impl ConnectionTrait,
    payment: &PaymentRow,
    kind: Kind,
    amount: Rupiah,
    detail: &str,
    cause: String,
) -> Result<(), DbErr> {
    let (order_id, payment_id, reference) = (payment.order_id, Some(payment.id), payment.reference.clone());
    jobs::enqueue(tx, &TellTrouble { kind, order_id, payment_id, reference, amount, detail: detail.to_owned(), cause }).await
}

impl Job for TellTrouble {
    const KIND: &'static str = "payments.tell_trouble";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some(order_number) = orders::number(&ctx.db, self.order_id).await? else { return Ok(()) };
        let tx = ctx.begin().await?;
        let kind = serde_json::to_value(self.kind)?;
        let draft = StaffDraft {
            dedupe_key: &format!("staff_payment_trouble:{}:{}", kind.as_str().unwrap_or_default(), self.cause),
            template: Template::StaffPaymentTrouble,
            data: serde_json::json!({
                "trouble": kind,
                "order_number": order_number,
                "amount": self.amount,
                "reference": self.reference,
                "detail": self.detail,
                "order_url": format!("{}/admin/orders/{}", ctx.config.public_url, self.order_id),
            }),
            order_id: Some(self.order_id),
        };
        mail::post_staff(&tx, ctx, Permission::PaymentsRead, draft).await?;
        let notice = StaffNotice {
            dedupe_key: &self.cause,
            order: Some((self.order_id, &order_number)),
            payment: self.payment_id,
            amount: Some(self.amount),
            detail: Some(self.detail.as_str()).filter(|detail| !detail.trim().is_empty()),
            ..StaffNotice::default()
        };
        if let Some(notification) = self.kind.notification() {
            notifications::tell_staff(&tx, notification, notice, ctx.clock.now()).await?;
        }
        Ok(tx.commit().await?)
    }
}
