//! Stripe: one Checkout Session per attempt. Source: <https://docs.stripe.com/api/checkout/sessions>.

mod bill;
mod truth;
mod webhook;
mod wire;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use poem::http::HeaderMap;
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use shared::money::Rupiah;
use shared::payments::{PaymentProvider, ReviewDecision};
use shared::settings::KeyName;

use super::send::{Repeat, Reply, send};
use super::{
    Access, Answer, Attempt, Bill, Gateway, GatewayError, Notification, Opened, ProviderTruth, RefundAsk, RefundReply,
    RefundTruth, Registration, Rejected, fingerprint,
};
use wire::{Charge, Dispute, Expandable, Intent, List, Refund, Refusal, Session, VERSION, to_sen};

/// Stripe takes no less than the worth of US$ 0.50 (code `amount_too_small`); this leaves room for
/// the rate to move.
const MINIMUM: Rupiah = Rupiah(10_000);

/// Stripe keeps its answer to an idempotency key for a day, also that it failed. Where it repeats a
/// failure, the same is asked for under the next key, after making sure that nothing was done.
const KEYS: u32 = 5;

/// What is known of Stripe before there is a door.
pub(super) static REGISTRATION: Registration = Registration {
    open,
    // Its keys say themselves where they belong, and it has one address.
    address: |configured, _| configured.to_owned(),
};

fn open(access: &Access, public_url: &str, http: &reqwest::Client) -> Option<Arc<dyn Gateway>> {
    let secret_key = access.key(KeyName::SecretKey)?;
    let kind = secret_key.expose_secret();
    Some(Arc::new(Stripe {
        http: http.clone(),
        api_base: access.base("api"),
        live: kind.starts_with("sk_live_") || kind.starts_with("rk_live_"),
        webhook_secret: access.key(KeyName::WebhookSecret)?,
        secret_key,
        public_url: public_url.to_owned(),
    }))
}

/// The door to Stripe.
struct Stripe {
    http: reqwest::Client,
    api_base: String,
    secret_key: SecretString,
    webhook_secret: SecretString,
    public_url: String,
    live: bool,
}

impl Stripe {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}/v1/{path}", self.api_base));
        request.bearer_auth(self.secret_key.expose_secret()).header("Stripe-Version", VERSION)
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<(T, Value), GatewayError> {
        let reply = accepted(send(self.request(Method::GET, path).query(query), Repeat::Safe).await?)?;
        Ok((reply.json()?, reply.json()?))
    }

    async fn open(&self, bill: &Bill<'_>) -> Result<Opened, GatewayError> {
        let form = bill::form(bill, &self.public_url)?;
        let mut key = Keys::new(format!("create-{}", bill.payment));
        // A session that was made all the same is nobody's to pay: its address was never told.
        let reply = loop {
            let request = self.request(Method::POST, "checkout/sessions").form(&form).header("Idempotency-Key", key.current());
            match send(request, Repeat::Safe).await {
                Err(GatewayError::Spent(why)) => key.next(why)?,
                reply => break accepted(reply?)?,
            }
        };
        let session: Session = reply.json()?;
        // A replayed answer shows the session as it was when it was made, with its address.
        let redirect_url = session.url.ok_or_else(|| GatewayError::Unexpected("a session without an address".to_owned()))?;
        Ok(Opened { external_id: Some(session.id), redirect_url, raw: reply.json()? })
    }

    async fn look(&self, attempt: &Attempt, prompt: Option<&Value>) -> Result<ProviderTruth, GatewayError> {
        // Sessions cannot be looked up by our reference.
        let Some(id) = &attempt.external_id else { return Ok(ProviderTruth::not_there(Value::Null)) };
        let expand = [("expand[]", "payment_intent"), ("expand[]", "payment_intent.latest_charge")];
        let (session, raw): (Session, Value) = match self.get(&format!("checkout/sessions/{id}"), &expand).await {
            // The keys are of another account by now. News of a session is no sign that it is gone, and waits for the right keys.
            Err(GatewayError::Refused { status: 404, message, .. }) if prompt.is_none() => {
                return Ok(ProviderTruth::not_there(json!({ "message": message })));
            }
            other => other?,
        };
        let mut found = truth::of_session(&session, self.live, raw)?;
        let kind = prompt.and_then(|event| event.get("type")).and_then(Value::as_str).unwrap_or_default();
        let intent = session.payment_intent.as_ref().and_then(Expandable::object);
        if let Some(intent) = intent
            && (attempt.has_refunds || refunded(intent) || kind.starts_with("refund."))
        {
            let query = [("payment_intent", intent.id.as_str()), ("limit", "100")];
            let (list, _): (List<Refund>, Value) = self.get("refunds", &query).await?;
            found.refunds = list.data.iter().map(truth::of_refund).collect::<Result<_, _>>()?;
        }
        if kind.starts_with("charge.dispute.")
            && let Some(dispute) = prompt.and_then(|event| event.pointer("/data/object/id")).and_then(Value::as_str)
        {
            let (dispute, _): (Dispute, Value) = self.get(&format!("disputes/{}", path_safe(dispute)), &[]).await?;
            truth::add_dispute(&mut found, &dispute);
        }
        Ok(found)
    }

    async fn expire(&self, attempt: &Attempt) -> Result<ProviderTruth, GatewayError> {
        // Without an id nobody was ever given the address of a page.
        let Some(id) = &attempt.external_id else { return Ok(ProviderTruth::not_there(Value::Null)) };
        let request = self.request(Method::POST, &format!("checkout/sessions/{id}/expire"));
        match send(request, Repeat::Safe).await.and_then(accepted) {
            Ok(reply) => truth::of_session(&reply.json()?, self.live, reply.json()?),
            // It is no longer open; perhaps it was paid this very moment. Or it is not there at all, which looking says, too.
            Err(GatewayError::Refused { .. }) => self.look(attempt, None).await,
            Err(error) => Err(error),
        }
    }

    async fn pay_back(&self, attempt: &Attempt, ask: &RefundAsk) -> Result<RefundReply, GatewayError> {
        let Some(id) = &attempt.external_id else {
            return Ok(RefundReply::Refused { why: "the payment has no session".to_owned() });
        };
        let (session, _): (Session, Value) = match self.get(&format!("checkout/sessions/{id}"), &[]).await {
            // The keys are of another account by now: what came in by the old one does not go back by the new one.
            Err(GatewayError::Refused { status: 404, message, .. }) => return Ok(RefundReply::ByHand { why: message }),
            other => other?,
        };
        let intent = match session.payment_intent {
            Some(Expandable::Id(id)) => id,
            Some(Expandable::Object(intent)) => intent.id,
            None => return Ok(RefundReply::Refused { why: "the session was never paid".to_owned() }),
        };
        let form = [
            ("payment_intent", intent),
            ("amount", to_sen(ask.amount)?.to_string()),
            ("reason", "requested_by_customer".to_owned()),
            ("metadata[refund_id]", ask.id.to_string()),
            ("metadata[reference]", attempt.reference.clone()),
        ];
        let mut key = Keys::new(ask.id.to_string());
        loop {
            // The key is kept for a day only: after that, what was done is found by our note.
            if let Some(made) = self.made_before(&form[0].1, ask).await? {
                return Ok(RefundReply::Taken(made));
            }
            let request = self.request(Method::POST, "refunds").form(&form).header("Idempotency-Key", key.current());
            return match send(request, Repeat::Safe).await.and_then(accepted) {
                Ok(reply) => Ok(RefundReply::Taken(truth::of_refund(&reply.json()?)?)),
                Err(GatewayError::Spent(why)) => {
                    key.next(why)?;
                    continue;
                }
                Err(GatewayError::Refused { status: 401 | 403, code, message }) => {
                    Err(GatewayError::Unavailable(format!("{code}: {message}")))
                }
                Err(GatewayError::Refused { code, message, .. }) => {
                    Ok(RefundReply::Refused { why: format!("{code}: {message}") })
                }
                Err(error) => Err(error),
            };
        }
    }

    /// The refund, where it was made by an earlier try.
    async fn made_before(&self, intent: &str, ask: &RefundAsk) -> Result<Option<RefundTruth>, GatewayError> {
        let query = [("payment_intent", intent), ("limit", "100")];
        let (list, _): (List<Refund>, Value) = self.get("refunds", &query).await?;
        let refunds = list.data.iter().map(truth::of_refund).collect::<Result<Vec<_>, _>>()?;
        Ok(refunds.into_iter().find(|refund| refund.id == Some(ask.id)))
    }

    async fn find_subject(&self, payload: &Value) -> Result<Option<String>, GatewayError> {
        let Some(object) = payload.pointer("/data/object") else { return Ok(None) };
        let Some(intent) = object.get("payment_intent").and_then(Value::as_str) else { return Ok(None) };
        let (intent, _): (Intent, Value) = match self.get(&format!("payment_intents/{}", path_safe(intent)), &[]).await {
            Err(GatewayError::Refused { status: 404, .. }) => return Ok(None),
            other => other?,
        };
        Ok(intent.metadata.and_then(|mut metadata| metadata.remove("reference")))
    }
}

impl Gateway for Stripe {
    fn provider(&self) -> PaymentProvider {
        PaymentProvider::Stripe
    }

    fn is_sandbox(&self) -> bool {
        !self.live
    }

    fn fingerprint(&self) -> Vec<u8> {
        fingerprint(&self.api_base, &self.secret_key)
    }

    fn minimum(&self) -> Rupiah {
        MINIMUM
    }

    fn create<'a>(&'a self, bill: &'a Bill<'a>) -> Answer<'a, Opened> {
        Box::pin(self.open(bill))
    }

    fn status<'a>(&'a self, attempt: &'a Attempt, prompt: Option<&'a Value>) -> Answer<'a, ProviderTruth> {
        Box::pin(self.look(attempt, prompt))
    }

    fn close<'a>(&'a self, attempt: &'a Attempt) -> Answer<'a, ProviderTruth> {
        Box::pin(self.expire(attempt))
    }

    fn refund<'a>(&'a self, attempt: &'a Attempt, ask: &'a RefundAsk) -> Answer<'a, RefundReply> {
        Box::pin(self.pay_back(attempt, ask))
    }

    fn review<'a>(&'a self, _: &'a Attempt, _: ReviewDecision) -> Answer<'a, ProviderTruth> {
        let message = "Stripe holds no payments for review".to_owned();
        let refusal = GatewayError::Refused { status: 409, code: "no_review".to_owned(), message };
        Box::pin(std::future::ready(Err(refusal)))
    }

    fn reach(&self) -> Answer<'_, ()> {
        Box::pin(async {
            match self.get::<Value>("checkout/sessions/cs_no_such_session", &[]).await {
                Ok(_) | Err(GatewayError::Refused { status: 404, .. }) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn notification(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<Notification, Rejected> {
        webhook::read(&self.webhook_secret, headers, body, now)
    }

    fn subject<'a>(&'a self, payload: &'a Value) -> Answer<'a, Option<String>> {
        Box::pin(self.find_subject(payload))
    }
}

/// The idempotency keys of one request, one after the other.
struct Keys {
    first: String,
    spent: u32,
}

impl Keys {
    fn new(first: String) -> Self {
        Self { first, spent: 0 }
    }

    fn current(&self) -> String {
        if self.spent == 0 { self.first.clone() } else { format!("{}-{}", self.first, self.spent + 1) }
    }

    /// Goes on to the next one, if there is one.
    fn next(&mut self, why: String) -> Result<(), GatewayError> {
        self.spent += 1;
        if self.spent < KEYS { Ok(()) } else { Err(GatewayError::Unavailable(why)) }
    }
}

/// The reply, unless Stripe refused.
fn accepted(reply: Reply) -> Result<Reply, GatewayError> {
    if (200..300).contains(&reply.status) {
        return Ok(reply);
    }
    let Refusal { error } = reply.json()?;
    Err(GatewayError::Refused {
        status: reply.status,
        code: error.code.or(error.kind).unwrap_or_default(),
        message: error.message.unwrap_or_default(),
    })
}

fn refunded(intent: &Intent) -> bool {
    let charge: Option<&Charge> = intent.latest_charge.as_ref().and_then(Expandable::object);
    charge.is_some_and(|charge| charge.amount_refunded > 0)
}

/// An id from a notification, made harmless for a path.
fn path_safe(id: &str) -> String {
    id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
}
