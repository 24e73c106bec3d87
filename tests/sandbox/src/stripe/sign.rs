//! Signatures and redelivery of Stripe's events.
//! Source: <https://docs.stripe.com/webhooks#verify-manually>; checked against stripe-node 23.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::deliver::Delivery;
use crate::faults::Trouble;
use crate::state::App;

/// Hex HMAC-SHA256 of `"{timestamp}.{body}"` under the whole secret, prefix included.
pub fn signature(secret: &str, timestamp: i64, body: &str) -> String {
    // HMAC takes keys of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{timestamp}.{body}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// The value of `Stripe-Signature` for a notification sent at `timestamp` (Unix seconds).
pub fn header(secret: &str, timestamp: i64, body: &str) -> String {
    format!("t={timestamp},v1={}", signature(secret, timestamp, body))
}

/// The header of one try; every try is signed anew.
pub(crate) fn for_delivery(app: &App, delivery: &Delivery) -> String {
    let now = app.now().timestamp();
    match delivery.trouble {
        Some(Trouble::WrongSignature) => header("whsec_of_somebody_else", now, &delivery.body),
        Some(Trouble::StaleSignature) => header(&app.config.stripe.webhook_secret, now - 600, &delivery.body),
        _ => header(&app.config.stripe.webhook_secret, now, &delivery.body),
    }
}

/// Minutes until each further try: test mode tries three times more over a few hours.
pub(crate) fn retries(_status: Option<u16>) -> &'static [f64] {
    &[2.0, 30.0, 120.0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_vector() {
        assert_eq!(
            signature("whsec_test_secret", 1_700_000_000, r#"{"id":"evt_1"}"#),
            "248a374f50f943a28b0f6ab50faf9a7e7e29b710fa26df9fb1618b9bf8ea9c9a"
        );
        assert!(header("whsec_test_secret", 1_700_000_000, r#"{"id":"evt_1"}"#).starts_with("t=1700000000,v1=248a374f"));
    }
}
