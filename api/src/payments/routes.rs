//! The endpoints of this room.

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use shared::orders::Order;
use shared::payments::{NotificationReceipt, Payment, PaymentMethod, PaymentProvider, StartPaymentRequest};

use super::notification::RawNotification;
use super::{methods, receive, refresh, start};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Created, SignedIn};
use crate::orders;

/// Payments.
pub struct PaymentRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Payments")]
impl PaymentRoutes {
    /// List the ways to pay.
    ///
    /// Only providers that are set up and switched on.
    #[oai(path = "/payment-methods", method = "get", operation_id = "list_payment_methods")]
    async fn list_payment_methods(&self) -> ApiResult<Body<Vec<PaymentMethod>>> {
        Ok(Body(methods::list(&self.ctx).await?))
    }

    /// Start to pay an order, or go on.
    ///
    /// Send the buyer to `redirect_url`. While an attempt with the same provider can be paid, it is
    /// the answer again; one with another provider is called off first, so that nobody holds two
    /// payable bills. `not_payable`: the order is paid, called off or out of time; look at it again.
    #[oai(path = "/orders/:number/payments", method = "post", operation_id = "start_payment")]
    async fn start_payment(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
        /// The same key gives the same attempt, also after it ended: 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<Option<String>>,
        ask: Body<StartPaymentRequest>,
    ) -> ApiResult<Created<Payment>> {
        let id = orders::own(&self.ctx, caller.0.user_id, &number.0).await?;
        Ok(Created(start::start(&self.ctx, &caller.0, id, idempotency_key.as_deref(), ask.0).await?))
    }

    /// Ask the provider where the payment stands, and get the order.
    ///
    /// For a buyer who comes back from the provider's page: what the page's address says is never believed.
    #[oai(path = "/orders/:number/payments/refresh", method = "post", operation_id = "refresh_payment")]
    async fn refresh_payment(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
    ) -> ApiResult<Body<Order>> {
        let id = orders::own(&self.ctx, caller.0.user_id, &number.0).await?;
        Ok(Body(refresh::refresh(&self.ctx, id).await?))
    }

    /// Take a notification from Stripe.
    ///
    /// An event of Stripe's API version 2026-10-28.endive, authentic by its `Stripe-Signature`.
    /// `invalid_signature`: forged or older than five minutes.
    #[oai(path = "/payments/stripe/notifications", method = "post", operation_id = "receive_stripe_notification")]
    async fn receive_stripe_notification(&self, notification: RawNotification) -> ApiResult<Body<NotificationReceipt>> {
        let RawNotification { headers, body } = notification;
        Ok(Body(receive::receive(&self.ctx, PaymentProvider::Stripe, &headers, &body).await?))
    }

    /// Take a notification from Midtrans.
    ///
    /// A transaction status, authentic by its `signature_key`. `invalid_signature`: forged.
    #[oai(path = "/payments/midtrans/notifications", method = "post", operation_id = "receive_midtrans_notification")]
    async fn receive_midtrans_notification(&self, notification: RawNotification) -> ApiResult<Body<NotificationReceipt>> {
        let RawNotification { headers, body } = notification;
        Ok(Body(receive::receive(&self.ctx, PaymentProvider::Midtrans, &headers, &body).await?))
    }
}
