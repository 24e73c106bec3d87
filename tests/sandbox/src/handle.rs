//! The Rust side of the controls: a running sandbox and what can be done to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::control::{self, Refused};
use crate::deliver::{Delivery, DeliveryState};
use crate::faults::{Answer, ApiFault, Faults, Switch, Trouble};
use crate::gate::Call;
use crate::midtrans::charge;
use crate::state::{App, Provider};
use crate::stripe::records::RefundOutcome;
use crate::stripe::{objects, pay, refunds};

/// A running sandbox. It stops when dropped.
pub struct Sandbox {
    pub(crate) app: Arc<App>,
    pub(crate) address: SocketAddr,
    pub(crate) server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox and returns once it listens.
    ///
    /// # Errors
    /// When the address is taken or the state file cannot be read.
    pub async fn start(config: Config) -> anyhow::Result<Sandbox> {
        crate::server::start(config).await
    }

    /// The address bound.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address browsers use, e.g. `http://127.0.0.1:9090`.
    pub fn base_url(&self) -> &str {
        &self.app.public_url
    }

    /// Stands for `https://api.stripe.com`.
    pub fn stripe_url(&self) -> String {
        format!("http://{}/stripe", self.address)
    }

    /// Stands for `https://app.sandbox.midtrans.com/snap/v1`.
    pub fn snap_url(&self) -> String {
        format!("http://{}/midtrans/snap/v1", self.address)
    }

    /// Stands for `https://api.sandbox.midtrans.com`.
    pub fn core_url(&self) -> String {
        format!("http://{}/midtrans", self.address)
    }

    /// Stands for `https://api.biteship.com`.
    pub fn biteship_url(&self) -> String {
        format!("http://{}/biteship", self.address)
    }

    /// What couriers do with parcels.
    pub fn biteship(&self) -> BiteshipControl<'_> {
        BiteshipControl(&self.app)
    }

    /// Where notifications go from now on.
    pub fn set_shop_url(&self, url: &str) {
        self.app.set_shop_url(url);
    }

    /// Stripe's payers and banks.
    pub fn stripe(&self) -> StripeControl<'_> {
        StripeControl(&self.app)
    }

    /// Midtrans' payers and banks.
    pub fn midtrans(&self) -> MidtransControl<'_> {
        MidtransControl(&self.app)
    }

    /// The next `times` API calls are answered with `status` and have no effect.
    pub fn fail_next(&self, provider: Provider, times: u32, status: u16) {
        self.fault(provider, ApiFault::once("", Answer::Status(status)).times(times));
    }

    /// Adds a fault to the API.
    pub fn fault(&self, provider: Provider, fault: ApiFault) {
        self.app.change(|store| store.faults(provider).api.push(fault));
    }

    /// The next `times` notifications meet `trouble`.
    pub fn trouble(&self, provider: Provider, trouble: Trouble, times: u32) {
        self.app.change(|store| store.faults(provider).notifications.push(Switch { trouble, times }));
    }

    /// Keeps new notifications back.
    pub fn hold(&self, provider: Provider) {
        self.app.change(|store| store.faults(provider).held = true);
    }

    /// Sends what was held in the order it happened.
    pub fn release(&self, provider: Provider) {
        control::release(&self.app, provider, false);
    }

    /// Sends what was held, last first.
    pub fn release_reversed(&self, provider: Provider) {
        control::release(&self.app, provider, true);
    }

    /// Switches all trouble off. What is held stays held until released.
    pub fn calm(&self, provider: Provider) {
        self.app.change(|store| *store.faults(provider) = Faults::default());
    }

    /// All notifications, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.app.read(|store| store.outbox.list.values().cloned().collect())
    }

    /// Sends a notification again.
    ///
    /// # Errors
    /// When there is none with this id, or it is on its way.
    pub fn redeliver(&self, id: u64) -> Result<(), Refused> {
        control::redeliver(&self.app, id)
    }

    /// The API calls received, oldest first; the last 2,000 are kept.
    pub fn calls(&self) -> Vec<Call> {
        self.app.read(|store| store.calls.iter().cloned().collect())
    }

    /// Waits until no notification is on its way or waits for another try.
    ///
    /// # Errors
    /// When some still are after `limit`.
    pub async fn idle(&self, limit: Duration) -> Result<(), Refused> {
        let started = Instant::now();
        loop {
            let waiting = self
                .app
                .read(|store| store.outbox.list.values().filter(|delivery| delivery.state == DeliveryState::Queued).count());
            if waiting == 0 {
                return Ok(());
            }
            if started.elapsed() > limit {
                return Err(Refused::new(format!("{waiting} notifications are still on their way")));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The sandbox's time.
    pub fn now(&self) -> DateTime<Utc> {
        self.app.now()
    }

    /// Moves the sandbox's time forward and ends what is overdue by then.
    pub fn advance(&self, by: Duration) {
        self.app.clock().advance(TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX));
        crate::server::tick(&self.app);
    }

    /// Stops the sandbox's clock at `at`, or lets it run again.
    pub fn freeze(&self, at: Option<DateTime<Utc>>) {
        self.app.clock().freeze(at);
        crate::server::tick(&self.app);
    }

    /// Stops, and waits until the last request is answered and the state is kept.
    pub async fn shutdown(mut self) {
        self.app.stop();
        if let Some(server) = self.server.take() {
            // An error would mean that it has ended already.
            let _ = server.await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.app.stop();
    }
}

/// What payers and banks do at Stripe. Every method fails when the object is unknown or in a
/// state that does not allow it.
pub struct StripeControl<'a>(&'a App);

impl StripeControl<'_> {
    /// The payer pays by card: `checkout.session.completed`, paid.
    pub fn pay(&self, session: &str) -> Result<(), Refused> {
        pay::pay(self.0, session).map(drop)
    }

    /// The payer picks a delayed method: `checkout.session.completed`, unpaid.
    pub fn pay_later(&self, session: &str) -> Result<(), Refused> {
        pay::pay_later(self.0, session).map(drop)
    }

    /// The payer's card is declined: `payment_intent.payment_failed`; the session stays open.
    pub fn decline(&self, session: &str) -> Result<(), Refused> {
        pay::decline(self.0, session).map(drop)
    }

    /// A delayed payment arrives: `checkout.session.async_payment_succeeded`.
    pub fn settle(&self, session: &str) -> Result<(), Refused> {
        pay::settle(self.0, session).map(drop)
    }

    /// A delayed payment never comes: `checkout.session.async_payment_failed`.
    pub fn fail(&self, session: &str) -> Result<(), Refused> {
        pay::fail(self.0, session).map(drop)
    }

    /// The session's time is up: `checkout.session.expired`.
    pub fn expire(&self, session: &str) -> Result<(), Refused> {
        pay::expire(self.0, session).map(drop)
    }

    /// The payer disputes: `charge.dispute.created`. Returns the dispute's id.
    pub fn dispute(&self, session: &str, reason: &str) -> Result<String, Refused> {
        refunds::dispute(self.0, session, reason)
    }

    /// The bank decides: `charge.dispute.closed`.
    pub fn close_dispute(&self, dispute: &str, won: bool) -> Result<(), Refused> {
        refunds::close_dispute(self.0, dispute, won)
    }

    /// How refunds end from now on.
    pub fn refunds_end(&self, outcome: RefundOutcome) {
        self.0.change(|store| store.stripe.refund_outcome = outcome);
    }

    /// A pending refund goes through: `refund.updated`.
    pub fn settle_refund(&self, refund: &str) -> Result<(), Refused> {
        refunds::end(self.0, refund, true)
    }

    /// A refund, pending or done, comes back: `refund.failed` and `refund.updated`.
    pub fn fail_refund(&self, refund: &str) -> Result<(), Refused> {
        refunds::end(self.0, refund, false)
    }

    /// All refunds as Stripe would show them, in no order.
    pub fn refunds(&self) -> Vec<Value> {
        self.0.read(|store| store.stripe.refunds.values().map(objects::refund).collect())
    }

    /// All sessions as Stripe would show them, oldest first.
    pub fn sessions(&self) -> Vec<Value> {
        self.0.read(|store| {
            let mut sessions: Vec<_> = store.stripe.sessions.values().collect();
            sessions.sort_by_key(|session| session.made);
            sessions.into_iter().map(|session| objects::session(self.0, session)).collect()
        })
    }
}

/// What couriers do with parcels. Couriers are named by Biteship's codes, such as `jne`.
pub struct BiteshipControl<'a>(&'a App);

impl BiteshipControl<'_> {
    /// A step of a parcel's way, now or at another time; the first makes the parcel known.
    pub fn step(&self, courier: &str, number: &str, status: &str, note: &str, at: Option<DateTime<Utc>>) -> Result<(), Refused> {
        crate::biteship::step(self.0, courier, number, status, note, at).map_err(Refused::new)
    }
}

/// What payers and banks do at Midtrans. Payments are named by `order_id`, `transaction_id` or,
/// before a method was picked, by token. Methods are the codes of `enabled_payments`.
pub struct MidtransControl<'a>(&'a App);

impl MidtransControl<'_> {
    /// The payer picks a method: `pending`.
    pub fn choose(&self, payment: &str, method: &str) -> Result<(), Refused> {
        charge::choose(self.0, payment, method).map(drop)
    }

    /// The payer pays at once: `capture` by card, otherwise `pending` and then `settlement`.
    pub fn pay(&self, payment: &str, method: &str) -> Result<(), Refused> {
        charge::pay(self.0, payment, method).map(drop)
    }

    /// The payment is denied: `deny`; the page stays open.
    pub fn fail(&self, payment: &str, method: &str) -> Result<(), Refused> {
        charge::fail(self.0, payment, method).map(drop)
    }

    /// A card payment is challenged: `capture` with `fraud_status` `challenge`.
    pub fn challenge(&self, payment: &str) -> Result<(), Refused> {
        charge::challenge(self.0, payment).map(drop)
    }

    /// The money arrives, or a capture is settled: `settlement`.
    pub fn settle(&self, payment: &str) -> Result<(), Refused> {
        charge::settle(self.0, payment).map(drop)
    }

    /// A pending or even settled payment is denied by the bank: `deny`.
    pub fn reverse(&self, payment: &str) -> Result<(), Refused> {
        charge::reverse(self.0, payment).map(drop)
    }

    /// A pending payment breaks off: `failure`.
    pub fn break_off(&self, payment: &str) -> Result<(), Refused> {
        charge::break_off(self.0, payment).map(drop)
    }

    /// The cardholder's bank takes the money back: `chargeback`.
    pub fn charge_back(&self, payment: &str) -> Result<(), Refused> {
        charge::charge_back(self.0, payment).map(drop)
    }

    /// Midtrans' dashboard cancels: `cancel`.
    pub fn cancel(&self, payment: &str) -> Result<(), Refused> {
        charge::cancel(self.0, payment).map(drop)
    }

    /// A pending payment's time is up: `expire`.
    pub fn expire(&self, payment: &str) -> Result<(), Refused> {
        charge::expire(self.0, payment).map(drop)
    }

    /// Adds a fee in rupiah to what payers pay from now on ("Automatic Fee Imposition").
    pub fn impose_fee(&self, rupiah: Option<i64>) {
        self.0.change(|store| store.midtrans.fee = rupiah);
    }

    /// The next refunds are refused for lack of funds (414).
    pub fn fail_refunds(&self, times: u32) {
        self.0.change(|store| store.midtrans.failing_refunds = times);
    }

    /// `(refund_key, rupiah)` of all refunds, those of older payments first.
    pub fn refunds(&self) -> Vec<(String, i64)> {
        self.0.read(|store| {
            let charges = store.midtrans.payments.iter().filter_map(|payment| payment.charge.as_ref());
            charges.flat_map(|charge| &charge.refunds).map(|refund| (refund.key.clone(), refund.amount)).collect()
        })
    }

    /// `(order_id, token)` of all payments, oldest first.
    pub fn payments(&self) -> Vec<(String, String)> {
        self.0.read(|store| {
            store.midtrans.payments.iter().map(|payment| (payment.order_id.clone(), payment.token.clone())).collect()
        })
    }
}
