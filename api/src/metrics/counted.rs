//! What is counted where it happens.

use std::time::Duration;

use prometheus::{HistogramOpts, HistogramVec, IntCounter, IntCounterVec, Opts, Registry, TextEncoder};
use shared::payments::AttemptStatus;
use tokio::sync::Mutex;

use super::looked_at::LookedAt;
use crate::context::Ctx;

/// Seconds within which requests are answered: from a cached read to what somebody gives up on.
const WITHIN: [f64; 12] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    jobs: IntCounterVec,
    orders: IntCounter,
    payments: IntCounterVec,
    webhooks: IntCounterVec,
    /// One look at a time: totals that are kept elsewhere are written anew.
    looked_at: Mutex<LookedAt>,
}

impl Metrics {
    /// Nothing has happened yet.
    ///
    /// # Errors
    /// When two figures have one name.
    pub fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let options = HistogramOpts::new(
            "hurtrock_http_request_duration_seconds",
            "Requests by method, the pattern of their path and status, with the time until the answer began.",
        );
        let requests = HistogramVec::new(options.buckets(WITHIN.to_vec()), &["method", "route", "status"])?;
        registry.register(Box::new(requests.clone()))?;
        let counters = |name: &str, help: &str, labels: &[&str]| -> prometheus::Result<IntCounterVec> {
            let counters = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(counters.clone()))?;
            Ok(counters)
        };
        let jobs = counters("hurtrock_jobs_total", "Jobs that this process did, by kind and outcome.", &["kind", "outcome"])?;
        let payments =
            counters("hurtrock_payments_total", "Payments that came into a status, as told by the provider.", &["status"])?;
        let webhooks = counters("hurtrock_webhook_tries_total", "Tries to deliver a webhook, by outcome.", &["outcome"])?;
        let orders = IntCounter::new("hurtrock_orders_placed_total", "Orders placed.")?;
        registry.register(Box::new(orders.clone()))?;
        // From nothing on: of what was never counted Prometheus sees no first time, and no alert that none came.
        for status in AttemptStatus::ALL {
            payments.get_metric_with_label_values(&[status.as_str()])?;
        }
        for outcome in ["delivered", "failed"] {
            webhooks.get_metric_with_label_values(&[outcome])?;
        }
        let looked_at = Mutex::new(LookedAt::new(&registry)?);
        Ok(Self { registry, requests, jobs, orders, payments, webhooks, looked_at })
    }

    /// A request was answered. `route` is a pattern, of which there are as many as the program has.
    pub fn request(&self, method: &'static str, route: &str, status: &str, took: Duration) {
        if let Ok(times) = self.requests.get_metric_with_label_values(&[method, route, status]) {
            times.observe(took.as_secs_f64());
        }
    }

    /// A job was done, or failed.
    pub fn job(&self, kind: &str, done: bool) {
        add(&self.jobs, &[kind, if done { "done" } else { "failed" }]);
    }

    /// An order was placed.
    pub fn order_placed(&self) {
        self.orders.inc();
    }

    /// A payment came into a status.
    pub fn payment(&self, status: AttemptStatus) {
        add(&self.payments, &[status.as_str()]);
    }

    /// A webhook was delivered, or not.
    pub fn webhook(&self, delivered: bool) {
        add(&self.webhooks, &[if delivered { "delivered" } else { "failed" }]);
    }

    /// All figures as Prometheus reads them.
    pub(super) async fn text(&self, ctx: &Ctx) -> prometheus::Result<String> {
        let looked_at = self.looked_at.lock().await;
        looked_at.look(ctx).await;
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

fn add(counters: &IntCounterVec, labels: &[&str]) {
    if let Ok(counter) = counters.get_metric_with_label_values(labels) {
        counter.inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_told_by_route() {
        let metrics = Metrics::new().expect("names of their own");
        metrics.request("GET", "/api/v1/orders/:number", "200", Duration::from_millis(3));
        metrics.request("GET", "/api/v1/orders/:number", "200", Duration::from_millis(30));
        let text = TextEncoder::new().encode_to_string(&metrics.registry.gather()).expect("text");
        let labels = "method=\"GET\",route=\"/api/v1/orders/:number\",status=\"200\"";
        for line in [
            format!("hurtrock_http_request_duration_seconds_bucket{{{labels},le=\"0.005\"}} 1"),
            format!("hurtrock_http_request_duration_seconds_bucket{{{labels},le=\"0.05\"}} 2"),
            format!("hurtrock_http_request_duration_seconds_count{{{labels}}} 2"),
        ] {
            assert!(text.lines().any(|there| there == line), "{line}:\n{text}");
        }
    }
}
