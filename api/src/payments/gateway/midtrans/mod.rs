//! Midtrans: one Snap transaction per attempt. Sources: <https://docs.midtrans.com/docs/snap>,
//! <https://docs.midtrans.com/reference/api-methods>.
//!
//! Snap makes a page; a transaction exists for the Core API only once the payer chose a method on
//! it. Until then its status is 404, nothing can be cancelled, and nothing is told when it ends.

mod bill;
mod notification;
mod truth;
mod wire;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use poem::http::HeaderMap;
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use shared::money::Rupiah;
use shared::payments::{PaymentProvider, RefundStatus, ReviewDecision};
use shared::settings::KeyName;

use super::send::{Repeat, Reply, send};
use super::{
    Access, Answer, Attempt, Bill, Gateway, GatewayError, Notification, Opened, ProviderTruth, RefundAsk, RefundReply,
    RefundTruth, Registration, Rejected, fingerprint, notification_url,
};
use bill::SnapRequest;
use wire::{SnapRefusal, SnapReply, Transaction};

/// What the dearest channels (virtual accounts, counters) take at the least.
const MINIMUM: Rupiah = Rupiah(10_000);

/// What is known of Midtrans before there is a door.
pub(super) static REGISTRATION: Registration = Registration { open, address };

/// With only the ways to pay that are left, if an admin chose.
fn open(access: &Access, public_url: &str, http: &reqwest::Client) -> Option<Arc<dyn Gateway>> {
    Some(Arc::new(Midtrans {
        http: http.clone(),
        snap_base: access.base("snap"),
        api_base: access.base("api"),
        server_key: access.key(KeyName::ServerKey)?,
        production: access.config.production,
        public_url: public_url.to_owned(),
        methods: access.methods.clone(),
    }))
}

/// Midtrans' address in one of its two environments. Addresses that are not Midtrans' own were chosen
/// by whoever runs the server, and stay.
fn address(configured: &str, production: bool) -> String {
    let live = configured.replace(".sandbox.midtrans.com", ".midtrans.com");
    if production { live } else { live.replace(".midtrans.com", ".sandbox.midtrans.com") }
}

/// The door to Midtrans.
struct Midtrans {
    http: reqwest::Client,
    snap_base: String,
    api_base: String,
    server_key: SecretString,
    production: bool,
    public_url: String,
    methods: Option<Vec<String>>,
}

/// A reply of the Core API: the status that counts is in the body.
struct Core {
    code: u16,
    transaction: Transaction,
    raw: Value,
}

impl Core {
    fn refusal(&self) -> GatewayError {
        let message = self.transaction.status_message.clone().unwrap_or_default();
        GatewayError::Refused { status: self.code, code: self.code.to_string(), message }
    }
}

impl Midtrans {
    fn request(&self, method: Method, url: String) -> RequestBuilder {
        let request = self.http.request(method, url).header("Accept", "application/json");
        request.basic_auth(self.server_key.expose_secret(), Some(""))
    }

    async fn open(&self, bill: &Bill<'_>) -> Result<Opened, GatewayError> {
        let request = self.request(Method::POST, format!("{}/transactions", self.snap_base));
        let request = request
            .header("X-Override-Notification", notification_url(&self.public_url, PaymentProvider::Midtrans))
            .header("Idempotency-Key", bill.payment.to_string())
            .json(&SnapRequest::new(bill, &self.public_url, self.methods.as_deref()));
        // Snap refuses an order_id that it knows, so only what never arrived is sent again.
        let reply = send(request, Repeat::IfNotSent).await?;
        if reply.status != 201 && reply.status != 200 {
            return Err(snap_refusal(&reply));
        }
        let opened: SnapReply = reply.json()?;
        Ok(Opened { external_id: None, redirect_url: opened.redirect_url, raw: reply.json()? })
    }

    async fn core(&self, request: RequestBuilder) -> Result<Core, GatewayError> {
        let reply = send(request, Repeat::Safe).await?;
        let transaction: Transaction = reply.json()?;
        let code = transaction.status_code.as_deref().and_then(|code| code.parse().ok()).unwrap_or(reply.status);
        let core = Core { code, raw: reply.json()?, transaction };
        match core.code {
            500.. | 429 => Err(GatewayError::Unavailable(format!("status {}", core.code))),
            // Expired, which is a success for whoever asked for it or about it.
            407 => Ok(core),
            400.. => Err(core.refusal()),
            _ => Ok(core),
        }
    }

    fn call(&self, method: Method, reference: &str, action: &str) -> RequestBuilder {
        self.request(method, format!("{}/v2/{reference}/{action}", self.api_base))
    }

    async fn look(&self, attempt: &Attempt) -> Result<ProviderTruth, GatewayError> {
        match self.core(self.call(Method::GET, &attempt.reference, "status")).await {
            Ok(core) => truth::of_transaction(&core.transaction, core.raw),
            Err(GatewayError::Refused { status: 404, message, .. }) => {
                Ok(ProviderTruth::not_there(json!({ "status_message": message })))
            }
            Err(error) => Err(error),
        }
    }

    async fn cancel(&self, attempt: &Attempt) -> Result<ProviderTruth, GatewayError> {
        match self.core(self.call(Method::POST, &attempt.reference, "cancel")).await {
            // What a status says counts, also after a call that went well.
            Ok(_) | Err(GatewayError::Refused { status: 404 | 412, .. }) => self.look(attempt).await,
            Err(error) => Err(error),
        }
    }

    async fn answer(&self, attempt: &Attempt, decision: ReviewDecision) -> Result<ProviderTruth, GatewayError> {
        let action = match decision {
            ReviewDecision::Accept => "approve",
            ReviewDecision::Deny => "deny",
        };
        self.core(self.call(Method::POST, &attempt.reference, action)).await?;
        self.look(attempt).await
    }

    async fn pay_back(&self, attempt: &Attempt, ask: &RefundAsk) -> Result<RefundReply, GatewayError> {
        let taken = |external_id: String| {
            RefundReply::Taken(RefundTruth {
                id: Some(ask.id),
                external_id,
                amount: ask.amount,
                status: RefundStatus::Succeeded,
                failure: None,
            })
        };
        let now = match self.core(self.call(Method::GET, &attempt.reference, "status")).await {
            // The keys are of another account by now: what came in by the old one does not go back by the new one.
            Err(GatewayError::Refused { status: 404, message, .. }) => return Ok(RefundReply::ByHand { why: message }),
            other => other?,
        };
        let word = now.transaction.transaction_status.as_deref().unwrap_or_default();
        let method = now.transaction.payment_type.as_deref().unwrap_or_default();
        let id = now.transaction.transaction_id.clone().unwrap_or_default();
        match word {
            // Not settled: nothing has to come back, it is just not taken.
            "capture" if ask.whole => {
                return match self.core(self.call(Method::POST, &attempt.reference, "cancel")).await {
                    Ok(_) => Ok(taken(id)),
                    // Settled this very moment: a refund the next time.
                    Err(GatewayError::Refused { status: 412, message, .. }) => Err(GatewayError::Unavailable(message)),
                    Err(error) => Err(error),
                };
            }
            "capture" => {
                return Err(GatewayError::Unavailable("part of a card payment can go back once it is settled".to_owned()));
            }
            "cancel" if ask.whole => return Ok(taken(id)),
            "settlement" | "refund" | "partial_refund" => {}
            other => return Ok(RefundReply::Refused { why: format!("the transaction is {other}") }),
        }
        let Some(way) = way_back(method) else {
            return Ok(RefundReply::ByHand { why: format!("{method} has no way back") });
        };
        let body = json!({ "refund_key": ask.id, "amount": ask.amount.0, "reason": attempt.reference });
        match self.core(self.call(Method::POST, &attempt.reference, way).json(&body)).await {
            Ok(_) => Ok(taken(ask.id.to_string())),
            // The channel, or this payment of it, has no way back (any more).
            Err(GatewayError::Refused { status: 412, message, .. }) => Ok(RefundReply::ByHand { why: message }),
            // The shop's balance there is too low, or the keys are being changed: it passes.
            Err(GatewayError::Refused { status: 401 | 403 | 414, message, .. }) => Err(GatewayError::Unavailable(message)),
            Err(GatewayError::Refused { code, message, .. }) => Ok(RefundReply::Refused { why: format!("{code}: {message}") }),
            Err(error) => Err(error),
        }
    }
}

/// The call that sends money back to a method; virtual accounts, Mandiri bills and counters have none.
fn way_back(payment_type: &str) -> Option<&'static str> {
    match payment_type {
        "gopay" | "shopeepay" | "qris" | "dana" | "ovo" => Some("refund/online/direct"),
        "credit_card" | "kredivo" | "akulaku" => Some("refund"),
        _ => None,
    }
}

fn snap_refusal(reply: &Reply) -> GatewayError {
    let message = reply.json::<SnapRefusal>().map_or_else(|_| String::new(), |refusal| refusal.error_messages.join("; "));
    GatewayError::Refused { status: reply.status, code: reply.status.to_string(), message }
}

impl Gateway for Midtrans {
    fn provider(&self) -> PaymentProvider {
        PaymentProvider::Midtrans
    }

    fn is_sandbox(&self) -> bool {
        !self.production
    }

    fn fingerprint(&self) -> Vec<u8> {
        fingerprint(&self.api_base, &self.server_key)
    }

    fn minimum(&self) -> Rupiah {
        MINIMUM
    }

    fn create<'a>(&'a self, bill: &'a Bill<'a>) -> Answer<'a, Opened> {
        Box::pin(self.open(bill))
    }

    fn status<'a>(&'a self, attempt: &'a Attempt, _: Option<&'a Value>) -> Answer<'a, ProviderTruth> {
        Box::pin(self.look(attempt))
    }

    fn close<'a>(&'a self, attempt: &'a Attempt) -> Answer<'a, ProviderTruth> {
        Box::pin(self.cancel(attempt))
    }

    fn refund<'a>(&'a self, attempt: &'a Attempt, ask: &'a RefundAsk) -> Answer<'a, RefundReply> {
        Box::pin(self.pay_back(attempt, ask))
    }

    fn review<'a>(&'a self, attempt: &'a Attempt, decision: ReviewDecision) -> Answer<'a, ProviderTruth> {
        Box::pin(self.answer(attempt, decision))
    }

    fn reach(&self) -> Answer<'_, ()> {
        Box::pin(async {
            match self.core(self.call(Method::GET, "no-such-order", "status")).await {
                Ok(_) | Err(GatewayError::Refused { status: 404, .. }) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn notification(&self, _: &HeaderMap, body: &[u8], _: DateTime<Utc>) -> Result<Notification, Rejected> {
        notification::read(&self.server_key, body)
    }

    fn subject<'a>(&'a self, payload: &'a Value) -> Answer<'a, Option<String>> {
        let reference = payload.get("order_id").and_then(Value::as_str).map(str::to_owned);
        Box::pin(std::future::ready(Ok(reference)))
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_follow_the_environment_both_ways() {
        let (test, live) = ("https://app.sandbox.midtrans.com/snap/v1", "https://app.midtrans.com/snap/v1");
        for configured in [test, live] {
            assert_eq!(address(configured, false), test);
            assert_eq!(address(configured, true), live);
        }
        for production in [false, true] {
            assert_eq!(address("http://127.0.0.1:9000/snap/v1", production), "http://127.0.0.1:9000/snap/v1");
        }
    }
}
