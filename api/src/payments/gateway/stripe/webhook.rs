//! Stripe's notifications: authentic or refused. Source: <https://docs.stripe.com/webhooks/signature>.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use poem::http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use super::wire::Event;
use crate::payments::gateway::error::parse_json;
use crate::payments::gateway::{Notification, Rejected};

/// How old a signature may be, in seconds; what Stripe's own libraries allow.
const TOLERANCE: i64 = 300;

/// Reads a notification after checking its signature.
pub(super) fn read(
    secret: &SecretString,
    headers: &HeaderMap,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<Notification, Rejected> {
    let header = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).ok_or(Rejected::Forged)?;
    verify(secret, header, body, now.timestamp())?;
    let payload = parse_json(body)?;
    let event: Event = serde_json::from_value(payload.clone()).map_err(|_| Rejected::Malformed)?;
    let matters = event.id.len() <= 255 && (about_session(&event.kind) || about_charge(&event.kind));
    let reference = reference(&event.data.object);
    Ok(Notification { key: event.id, kind: event.kind, reference, matters, payload })
}

/// `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`: any of the signatures may be ours, there are several
/// while the secret is being rotated. Signed is `{t}.{body}`, with the whole secret as the key.
fn verify(secret: &SecretString, header: &str, body: &[u8], now: i64) -> Result<(), Rejected> {
    let mut time = None;
    let mut given = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => time = Some(value),
            Some(("v1", value)) => given.push(value),
            _ => {}
        }
    }
    let time = time.ok_or(Rejected::Forged)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).map_err(|_| Rejected::Forged)?;
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    let expected = hex::encode(mac.finalize().into_bytes());
    // All are compared in full, so that the time taken tells nothing.
    let matched = given.iter().fold(Choice::from(0), |found, one| found | one.as_bytes().ct_eq(expected.as_bytes()));
    let seconds: i64 = time.parse().map_err(|_| Rejected::Forged)?;
    // A clock of ours that runs a little behind is no reason to refuse; one signed far ahead is.
    let fresh = now.saturating_sub(seconds).saturating_abs() <= TOLERANCE;
    if bool::from(matched) && fresh { Ok(()) } else { Err(Rejected::Forged) }
}

fn about_session(kind: &str) -> bool {
    kind.starts_with("checkout.session.")
}

fn about_charge(kind: &str) -> bool {
    kind == "payment_intent.payment_failed"
        || kind.starts_with("refund.")
        || matches!(kind, "charge.refunded" | "charge.dispute.created" | "charge.dispute.updated" | "charge.dispute.closed")
}

/// Sessions carry our reference as `client_reference_id`; intents, charges and our refunds as metadata.
fn reference(object: &Value) -> Option<String> {
    let named = object.get("client_reference_id").and_then(Value::as_str);
    let noted = object.get("metadata").and_then(|metadata| metadata.get("reference")).and_then(Value::as_str);
    named.or(noted).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Checked with stripe-node 23.1.0.
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const SIGNED: &str = "248a374f50f943a28b0f6ab50faf9a7e7e29b710fa26df9fb1618b9bf8ea9c9a";
    const AT: i64 = 1_700_000_000;

    fn secret() -> SecretString {
        SecretString::from("whsec_test_secret".to_owned())
    }

    #[test]
    fn the_known_vector_is_authentic() {
        assert_eq!(verify(&secret(), &format!("t={AT},v1={SIGNED}"), BODY, AT), Ok(()));
        assert_eq!(verify(&secret(), &format!("t={AT},v1={SIGNED}"), BODY, AT + TOLERANCE), Ok(()));
    }

    #[test]
    fn any_of_several_signatures_will_do() {
        let other = "0".repeat(64);
        for header in [
            format!("t={AT},v1={other},v1={SIGNED},v0={other}"),
            format!("t={AT}, v1={SIGNED}, v1={other}"),
            format!("v1={SIGNED},t={AT}"),
        ] {
            assert_eq!(verify(&secret(), &header, BODY, AT), Ok(()), "{header}");
        }
    }

    #[test]
    fn everything_else_is_forged() {
        let good = format!("t={AT},v1={SIGNED}");
        let wrong_key = SecretString::from("whsec_other".to_owned());
        assert_eq!(verify(&wrong_key, &good, BODY, AT), Err(Rejected::Forged));
        assert_eq!(verify(&secret(), &good, br#"{"id":"evt_2"}"#, AT), Err(Rejected::Forged));
        assert_eq!(verify(&secret(), &good, BODY, AT + TOLERANCE + 1), Err(Rejected::Forged));
        assert_eq!(verify(&secret(), &good, BODY, AT - TOLERANCE - 1), Err(Rejected::Forged));
        for header in [
            String::new(),
            format!("v1={SIGNED}"),
            format!("t={AT}"),
            format!("t={},v1={SIGNED}", AT + 1),
            format!("t=soon,v1={SIGNED}"),
            format!("t={AT},v0={SIGNED}"),
            format!("t={AT},v1={}", &SIGNED[..62]),
            format!("t={AT},v1={}", SIGNED.to_uppercase()),
        ] {
            assert_eq!(verify(&secret(), &header, BODY, AT), Err(Rejected::Forged), "{header}");
        }
    }

    #[test]
    fn forged_comes_before_malformed() {
        let now = DateTime::from_timestamp(AT, 0).unwrap_or_default();
        let mut headers = HeaderMap::new();
        assert_eq!(read(&secret(), &headers, b"nonsense", now).err(), Some(Rejected::Forged));
        if let Ok(value) = format!("t={AT},v1={SIGNED}").parse() {
            headers.insert("stripe-signature", value);
        }
        // The vector's body is authentic, but no event.
        assert_eq!(read(&secret(), &headers, BODY, now).err(), Some(Rejected::Malformed));
    }

    #[test]
    fn our_reference_is_found_where_the_object_keeps_it() {
        let session = serde_json::json!({"client_reference_id": "HRT-1", "metadata": {}});
        let charge = serde_json::json!({"metadata": {"reference": "HRT-2"}});
        assert_eq!(reference(&session).as_deref(), Some("HRT-1"));
        assert_eq!(reference(&charge).as_deref(), Some("HRT-2"));
        assert_eq!(reference(&serde_json::json!({"metadata": null})), None);
    }
}
