//! Midtrans' notifications: authentic or refused.
//! Source: <https://docs.midtrans.com/docs/https-notification-webhooks>.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha512};
use subtle::ConstantTimeEq;

use super::wire::Transaction;
use crate::payments::gateway::error::parse_json;
use crate::payments::gateway::{Notification, Rejected};

/// Reads a notification after checking its signature.
///
/// The signature covers neither `transaction_status` nor `fraud_status`: what a notification says
/// is never believed, it only makes us ask.
pub(super) fn read(server_key: &SecretString, body: &[u8]) -> Result<Notification, Rejected> {
    let payload = parse_json(body)?;
    let told: Transaction = serde_json::from_value(payload.clone()).map_err(|_| Rejected::Malformed)?;
    let (Some(order_id), Some(status_code), Some(gross_amount)) = (&told.order_id, &told.status_code, &told.gross_amount) else {
        return Err(Rejected::Malformed);
    };
    let given = told.signature_key.as_deref().ok_or(Rejected::Forged)?;
    let expected = signature(order_id, status_code, gross_amount, server_key);
    if !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
        return Err(Rejected::Forged);
    }
    let word = |text: &Option<String>| text.clone().unwrap_or_default();
    let kind = word(&told.transaction_status);
    // The same status is told again and again; a new one, a review or another refund is news.
    let key = format!("{}:{kind}:{}:{}", word(&told.transaction_id), word(&told.fraud_status), word(&told.refund_amount));
    if order_id.len() > 50 || key.len() > 255 {
        return Err(Rejected::Malformed);
    }
    Ok(Notification { key: format!("{order_id}:{key}"), kind, reference: Some(order_id.clone()), matters: true, payload })
}

/// Lower-case hex SHA-512 over the four texts exactly as they were received.
fn signature(order_id: &str, status_code: &str, gross_amount: &str, server_key: &SecretString) -> String {
    let mut hash = Sha512::new();
    for part in [order_id, status_code, gross_amount, server_key.expose_secret()] {
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key() -> SecretString {
        SecretString::from("askvnoibnosifnboseofinbofinfgbiufglnbfg".to_owned())
    }

    #[test]
    fn the_known_vector() {
        let signed = signature("1111", "200", "100000.00", &key());
        assert!(signed.starts_with("edc076b21793ebe3e17926350f5b8ae6") && signed.ends_with("af263fc4d4c231"), "{signed}");
        assert_eq!(signed.len(), 128);
    }

    fn told(signature_key: &str) -> Vec<u8> {
        let body = json!({
            "order_id": "1111", "status_code": "200", "gross_amount": "100000.00", "signature_key": signature_key,
            "transaction_id": "t-1", "transaction_status": "settlement", "fraud_status": "accept", "something_new": {"a": 1}});
        body.to_string().into_bytes()
    }

    #[test]
    fn the_same_news_has_the_same_key() {
        let signed = signature("1111", "200", "100000.00", &key());
        let first = read(&key(), &told(&signed)).unwrap_or_else(|error| panic!("{error}"));
        let second = read(&key(), &told(&signed)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(first.key, second.key);
        assert_eq!((first.reference.as_deref(), first.kind.as_str()), (Some("1111"), "settlement"));
    }

    #[test]
    fn everything_else_is_refused() {
        let signed = signature("1111", "200", "100000.00", &key());
        let other = SecretString::from("SB-Mid-server-of-somebody-else".to_owned());
        assert_eq!(read(&other, &told(&signed)).err(), Some(Rejected::Forged));
        assert_eq!(read(&key(), &told(&signed.to_uppercase())).err(), Some(Rejected::Forged));
        assert_eq!(read(&key(), &told("")).err(), Some(Rejected::Forged));
        // The amount counts as it is written: 100000 is not 100000.00.
        let rewritten = String::from_utf8(told(&signed)).unwrap_or_default().replace("100000.00", "100000");
        assert_eq!(read(&key(), rewritten.as_bytes()).err(), Some(Rejected::Forged));
        assert_eq!(
            read(&key(), br#"{"order_id":"1111","status_code":"200","gross_amount":"1.00"}"#).err(),
            Some(Rejected::Forged)
        );
        for body in [&b"{}"[..], b"", b"order_id=1111", br#"{"order_id":{}}"#] {
            assert_eq!(read(&key(), body).err(), Some(Rejected::Malformed));
        }
    }
}
