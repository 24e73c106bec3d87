//! Paying orders by way of the sandbox.

use std::time::Duration;

use serde_json::json;
use shared::orders::Order;
use shared::payments::Payment;

use crate::app::TestApp;
use crate::caller::{Answer, Caller};

/// The session or token that a payment's page is reached by.
pub fn page(payment: &Payment) -> String {
    let url = payment.redirect_url.as_deref().expect("a page to pay on");
    url.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned()
}

impl Caller {
    /// Starts to pay an order.
    pub async fn try_to_pay(&self, order: &Order, provider: &str) -> Answer {
        self.post(&format!("/orders/{}/payments", order.number), json!({ "provider": provider })).await
    }

    /// Reads one of one's own orders.
    pub async fn read(&self, order: &Order) -> Order {
        self.get(&format!("/orders/{}", order.number)).await.ok()
    }
}

impl TestApp {
    /// Everything that providers have to tell is heard, and every job is done.
    pub async fn settle(&self) {
        for _ in 0..3 {
            self.sandbox.idle(Duration::from_secs(20)).await.expect("notifications arrive");
            self.run_jobs().await;
        }
    }

    /// Buys pieces of a variant and pays by card.
    pub async fn paid_order(&self, buyer: &mut Caller, variant: shared::ids::VariantId, quantity: i32) -> Order {
        let order = buyer.order(variant, quantity).await;
        let payment: Payment = buyer.try_to_pay(&order, "stripe").await.ok();
        self.sandbox.stripe().pay(&page(&payment)).expect("a payment");
        self.settle().await;
        buyer.read(&order).await
    }
}
