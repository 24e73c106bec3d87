//! Stripe's objects, as far as they are read here. Unknown fields and words are let through.
//! Source: <https://docs.stripe.com/api>, version [`VERSION`].

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::money::Rupiah;

use crate::payments::gateway::GatewayError;

/// The version that requests ask for. The webhook endpoint must be set to the same.
pub(super) const VERSION: &str = "2026-10-28.endive";
/// Three-letter code, as Stripe writes it.
pub(super) const CURRENCY: &str = "idr";
/// Stripe counts rupiah in hundredths.
const SEN: i64 = 100;

/// Rupiah as Stripe counts them.
pub(super) fn to_sen(amount: Rupiah) -> Result<i64, GatewayError> {
    let sen = amount.0.checked_mul(SEN).filter(|sen| *sen >= 0);
    sen.ok_or_else(|| GatewayError::Unexpected(format!("{} is no amount that Stripe takes", amount.0)))
}

/// What Stripe counted, in rupiah. Sen that do not make a whole rupiah are an error.
pub(super) fn from_sen(sen: i64) -> Result<Rupiah, GatewayError> {
    if sen % SEN == 0 { Ok(Rupiah(sen / SEN)) } else { Err(GatewayError::Unexpected(format!("{sen} sen is not whole rupiah"))) }
}

/// An id, or the object itself where it was asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Expandable<T> {
    Id(String),
    Object(Box<T>),
}

impl<T> Expandable<T> {
    /// The object, where it came.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Object(object) => Some(object),
            Self::Id(_) => None,
        }
    }
}

pub(super) type Metadata = Option<BTreeMap<String, String>>;

/// `checkout.session`
#[derive(Debug, Deserialize)]
pub(super) struct Session {
    pub id: String,
    /// Absent once nobody can pay any more.
    pub url: Option<String>,
    pub status: Option<String>,
    pub payment_status: Option<String>,
    pub amount_total: Option<i64>,
    pub currency: Option<String>,
    pub payment_intent: Option<Expandable<Intent>>,
    pub client_reference_id: Option<String>,
    #[serde(default)]
    pub livemode: bool,
    pub metadata: Metadata,
}

/// `payment_intent`
#[derive(Debug, Deserialize)]
pub(super) struct Intent {
    pub id: String,
    pub status: Option<String>,
    pub last_payment_error: Option<Fault>,
    pub latest_charge: Option<Expandable<Charge>>,
    pub metadata: Metadata,
}

/// `charge`
#[derive(Debug, Deserialize)]
pub(super) struct Charge {
    pub created: Option<i64>,
    #[serde(default)]
    pub amount_refunded: i64,
    #[serde(default)]
    pub disputed: bool,
    pub payment_method_details: Option<MethodDetails>,
}

/// How a charge was paid.
#[derive(Debug, Deserialize)]
pub(super) struct MethodDetails {
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// `refund`
#[derive(Debug, Deserialize)]
pub(super) struct Refund {
    pub id: String,
    pub amount: i64,
    pub status: Option<String>,
    pub failure_reason: Option<String>,
    pub metadata: Metadata,
}

/// `dispute`
#[derive(Debug, Deserialize)]
pub(super) struct Dispute {
    pub id: String,
    pub reason: Option<String>,
    pub status: Option<String>,
}

/// `list`
#[derive(Debug, Deserialize)]
pub(super) struct List<T> {
    pub data: Vec<T>,
}

/// The body of every refusal.
#[derive(Debug, Deserialize)]
pub(super) struct Refusal {
    pub error: Fault,
}

/// What went wrong.
#[derive(Debug, Deserialize)]
pub(super) struct Fault {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub code: Option<String>,
    pub decline_code: Option<String>,
    pub message: Option<String>,
}

/// `event`
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub data: EventData,
}

/// What an event is about.
#[derive(Debug, Deserialize)]
pub(super) struct EventData {
    pub object: serde_json::Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rupiah_are_hundredths_and_nothing_is_lost_on_the_way() {
        assert_eq!(to_sen(Rupiah(15_000)).ok(), Some(1_500_000));
        assert_eq!(from_sen(1_500_000).ok(), Some(Rupiah(15_000)));
        assert!(from_sen(1_500_050).is_err());
        assert!(to_sen(Rupiah(i64::MAX)).is_err());
        assert!(to_sen(Rupiah(-1)).is_err());
    }

    #[test]
    fn unknown_fields_and_words_are_let_through() {
        let text = r#"{"id":"cs_1","object":"checkout.session","status":"resting","payment_status":"maybe","new":{"a":1},
                       "payment_intent":{"id":"pi_1","latest_charge":"ch_1","status":"levitating"}}"#;
        let session: Session = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        let intent = session.payment_intent.as_ref().and_then(Expandable::object);
        assert_eq!(intent.map(|intent| intent.id.as_str()), Some("pi_1"));
        assert!(intent.and_then(|intent| intent.latest_charge.as_ref()).is_some_and(|charge| charge.object().is_none()));
    }
}
