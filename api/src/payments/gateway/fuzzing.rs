//! A notification as anybody may send it, and as a provider would have signed it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::DateTime;
use hmac::{Hmac, KeyInit, Mac};
use poem::http::{HeaderMap, HeaderValue};
use secrecy::SecretString;
use serde_json::Value;
use sha2::{Digest, Sha256, Sha512};
use shared::payments::PaymentProvider;

use super::{Access, Gateways, Rejected};
use crate::config::ProviderConfig;

/// Of all that is signed here.
const SECRET: &str = "a-secret-that-nobody-uses";
/// When it is taken.
const NOW: i64 = 1_800_000_000;

/// All providers, which nobody ever asks anything.
fn gateways() -> &'static Gateways {
    static GATEWAYS: OnceLock<Gateways> = OnceLock::new();
    GATEWAYS.get_or_init(|| {
        // An error means that there is one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let access = |&provider: &PaymentProvider| {
            let keys = provider.facts().keys.iter().map(|key| (key.name, SecretString::from(SECRET))).collect();
            Access { provider, config: ProviderConfig { bases: BTreeMap::new(), keys, production: false }, methods: None }
        };
        let all: Vec<Access> = PaymentProvider::ALL.iter().map(access).collect();
        Gateways::new(&all, "https://shop.example", &reqwest::Client::new())
    })
}

/// Takes a notification. The first byte says who sends it, and whether it is signed.
///
/// # Panics
/// When what is signed is taken for forged.
pub fn take_notification(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else { return };
    let is_signed = kind & 2 != 0;
    let (provider, headers, body) = match (kind & 1 == 0, is_signed) {
        (true, true) => (PaymentProvider::Stripe, header(stripe_signature(body).as_bytes()), body.to_vec()),
        (true, false) => {
            let line = body.iter().position(|byte| *byte == b'\n').unwrap_or_default();
            let (first, rest) = body.split_at(line);
            (PaymentProvider::Stripe, header(first), rest.to_vec())
        }
        (false, true) => (PaymentProvider::Midtrans, HeaderMap::new(), midtrans_signed(body)),
        (false, false) => (PaymentProvider::Midtrans, HeaderMap::new(), body.to_vec()),
    };
    let (Some(gateway), Some(now)) = (gateways().get(provider), DateTime::from_timestamp(NOW, 0)) else { return };
    let taken = gateway.notification(&headers, &body, now);
    if provider == PaymentProvider::Stripe {
        assert_eq!(matches!(taken, Err(Rejected::Forged)), !is_signed, "a signature counts for nothing else");
    }
}

fn header(value: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(value) {
        headers.insert("stripe-signature", value);
    }
    headers
}

fn stripe_signature(body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()) else { return String::new() };
    mac.update(format!("{NOW}.").as_bytes());
    mac.update(body);
    format!("t={NOW},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// The body with its signature in it, where it is an object.
fn midtrans_signed(body: &[u8]) -> Vec<u8> {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    let mut hash = Sha512::new();
    for name in ["order_id", "status_code", "gross_amount"] {
        hash.update(fields.get(name).and_then(Value::as_str).unwrap_or_default().as_bytes());
    }
    hash.update(SECRET.as_bytes());
    fields.insert("signature_key".to_owned(), hex::encode(hash.finalize()).into());
    Value::Object(fields).to_string().into_bytes()
}
