//! The endpoints of this room for staff.

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use shared::export::ExportFormat;
use shared::ids::{OrderId, PaymentId, RefundId};
use shared::orders::StaffOrder;
use shared::page::Page;
use shared::payments::{
    AttemptStatus, PaymentProvider, PaymentTrouble, ReviewPaymentRequest, StaffPaymentDetail, StaffPaymentEvent, StaffPaymentRow,
};
use shared::refunds::{RefundOrderRequest, RetryRefundRequest, TransferRefundRequest};
use uuid::Uuid;

use super::list::PaymentFilter;
use super::{detail, events, export, list, receive, refund_order, refund_steps, review};
use crate::context::Ctx;
use crate::http::grants::{OrdersRefund, PaymentsRead};
use crate::http::{ApiResult, Area, Body, Can, Created, Export, ExportAsk, Tagged};

/// Payments and refunds in the back office.
pub struct AdminPaymentRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminPayments")]
impl AdminPaymentRoutes {
    /// List all attempts to pay, newest first.
    #[oai(path = "/payments", method = "get", operation_id = "list_staff_payments")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_staff_payments(
        &self,
        _staff: Can<PaymentsRead>,
        /// Only attempts that stand here.
        status: Query<Option<AttemptStatus>>,
        /// Only attempts with this provider.
        provider: Query<Option<PaymentProvider>>,
        /// Only attempts in this trouble.
        trouble: Query<Option<PaymentTrouble>>,
        /// Part of an order's number, a name or an email; or a whole reference or provider's id.
        q: Query<Option<String>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffPaymentRow>>> {
        let filter = PaymentFilter { status: status.0, provider: provider.0, trouble: trouble.0, text: q.0 };
        Ok(Body(list::page(&self.ctx, filter, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download all attempts to pay, newest first, with the filters of the list.
    #[oai(path = "/payments/export", method = "get", operation_id = "export_payments")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_payments(
        &self,
        staff: Can<PaymentsRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only attempts that stand here.
        status: Query<Option<AttemptStatus>>,
        /// Only attempts with this provider.
        provider: Query<Option<PaymentProvider>>,
        /// Only attempts in this trouble.
        trouble: Query<Option<PaymentTrouble>>,
        /// Part of an order's number, a name or an email; or a whole reference or provider's id.
        q: Query<Option<String>>,
    ) -> ApiResult<Export> {
        let filter = PaymentFilter { status: status.0, provider: provider.0, trouble: trouble.0, text: q.0 };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::export(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Read an attempt to pay: its order, all that the provider said and what it did, its refunds.
    #[oai(path = "/payments/:payment_id", method = "get", operation_id = "get_staff_payment")]
    async fn get_staff_payment(
        &self,
        _staff: Can<PaymentsRead>,
        /// The attempt.
        payment_id: Path<PaymentId>,
    ) -> ApiResult<Tagged<StaffPaymentDetail>> {
        Ok(Tagged(detail::detail(&self.ctx, payment_id.0).await?))
    }

    /// Ask the provider now where an attempt stands, and apply the answer.
    #[oai(path = "/payments/:payment_id/refresh", method = "post", operation_id = "refresh_staff_payment")]
    async fn refresh_staff_payment(
        &self,
        staff: Can<PaymentsRead>,
        /// The attempt.
        payment_id: Path<PaymentId>,
    ) -> ApiResult<Body<StaffPaymentDetail>> {
        Ok(Body(detail::refresh(&self.ctx, payment_id.0, staff.caller()).await?))
    }

    /// Accept or refuse a payment that the provider holds for review.
    ///
    /// `conflict`: it is not held (any more). Stripe holds none.
    #[oai(path = "/payments/:payment_id/review", method = "post", operation_id = "review_payment")]
    async fn review_payment(
        &self,
        staff: Can<OrdersRefund>,
        /// The attempt.
        payment_id: Path<PaymentId>,
        ask: Body<ReviewPaymentRequest>,
    ) -> ApiResult<Body<StaffPaymentDetail>> {
        Ok(Body(review::review(&self.ctx, payment_id.0, ask.0.decision, staff.caller()).await?))
    }

    /// List what providers said, the latest first.
    #[oai(path = "/payment-events", method = "get", operation_id = "list_payment_events")]
    async fn list_payment_events(
        &self,
        _staff: Can<PaymentsRead>,
        /// Only from this provider.
        provider: Query<Option<PaymentProvider>>,
        /// Only what is about no attempt of this shop, or was not worked on in time, whatever it is about.
        unmatched: Query<Option<bool>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffPaymentEvent>>> {
        let unmatched = unmatched.0.unwrap_or(false);
        Ok(Body(events::page(&self.ctx, provider.0, unmatched, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Apply a kept event again: the provider is asked where its attempt stands, and that is applied.
    ///
    /// Harmless: what was applied before changes nothing. What the event did at first stays on record.
    #[oai(path = "/payment-events/:event_id/replay", method = "post", operation_id = "replay_payment_event")]
    async fn replay_payment_event(
        &self,
        staff: Can<PaymentsRead>,
        /// The event.
        event_id: Path<Uuid>,
    ) -> ApiResult<Body<StaffPaymentEvent>> {
        receive::replay(&self.ctx, event_id.0, staff.caller()).await?;
        Ok(Body(events::get(&self.ctx, event_id.0).await?))
    }

    /// Give money back: everything that is left, for some pieces, or an amount as a kindness.
    ///
    /// It goes back the way it came; where that way has none, it becomes a transfer by hand. What is
    /// on its way counts as gone. `refund_too_large`: `params.left` is what can still go back. `stale`: the order has left the
    /// store since it was seen (`shipped`).
    #[oai(path = "/orders/:order_id/refunds", method = "post", operation_id = "refund_order")]
    async fn refund_order(
        &self,
        staff: Can<OrdersRefund>,
        /// The order.
        order_id: Path<OrderId>,
        /// A new random value for every refund; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        ask: Body<RefundOrderRequest>,
    ) -> ApiResult<Created<StaffOrder>> {
        let order = refund_order::refund_order(&self.ctx, staff.caller(), &idempotency_key.0, order_id.0, ask.0).await?;
        Ok(Created(order))
    }

    /// Note that a refund was transferred by hand.
    #[oai(path = "/refunds/:refund_id/transfer", method = "post", operation_id = "transfer_refund")]
    async fn transfer_refund(
        &self,
        staff: Can<OrdersRefund>,
        /// The refund.
        refund_id: Path<RefundId>,
        ask: Body<TransferRefundRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        Ok(Body(refund_steps::transfer(&self.ctx, refund_id.0, ask.0, staff.caller()).await?))
    }

    /// Make up for a failed refund, by the provider or by hand.
    ///
    /// One that could not be sent yet is tried at once; ten minutes after it was ordered it can be left to a transfer by hand. The
    /// provider may have it all the same: look there first.
    #[oai(path = "/refunds/:refund_id/retry", method = "post", operation_id = "retry_refund")]
    async fn retry_refund(
        &self,
        staff: Can<OrdersRefund>,
        /// The refund.
        refund_id: Path<RefundId>,
        ask: Body<RetryRefundRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        Ok(Body(refund_steps::retry(&self.ctx, refund_id.0, ask.0, staff.caller()).await?))
    }

    /// Call off a refund that waits to be transferred by hand.
    #[oai(path = "/refunds/:refund_id/cancellation", method = "post", operation_id = "cancel_refund")]
    async fn cancel_refund(
        &self,
        staff: Can<OrdersRefund>,
        /// The refund.
        refund_id: Path<RefundId>,
    ) -> ApiResult<Body<StaffOrder>> {
        Ok(Body(refund_steps::cancel(&self.ctx, refund_id.0, staff.caller()).await?))
    }
}
