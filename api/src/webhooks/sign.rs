//! Signatures of the Standard Webhooks: HMAC-SHA256 over `{id}.{timestamp}.{body}`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use sha2::Sha256;

/// How a secret begins.
const MARK: &str = "whsec_";
/// Bytes of a secret.
const BYTES: usize = 32;

/// A new secret's bytes.
pub(super) fn new_secret() -> [u8; BYTES] {
    let mut bytes = [0_u8; BYTES];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// A secret as it is shown.
pub(super) fn shown(secret: &[u8]) -> String {
    format!("{MARK}{}", STANDARD.encode(secret))
}

/// The header `webhook-signature`: one signature by each secret.
pub(super) fn signatures(secrets: &[Vec<u8>], id: &str, timestamp: i64, body: &str) -> String {
    let sign = |secret: &Vec<u8>| {
        // HMAC takes keys of any length, so this cannot fail.
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body.as_bytes());
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    secrets.iter().filter_map(sign).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specifications_example_is_signed_the_same() -> Result<(), base64::DecodeError> {
        // From the test suite of the Standard Webhooks' own libraries.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
        let body = r#"{"test": 2432232314}"#;
        let signed = signatures(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        Ok(())
    }

    #[test]
    fn two_secrets_make_two_signatures() {
        let signed = signatures(&[new_secret().to_vec(), new_secret().to_vec()], "a", 1, "{}");
        assert_eq!(signed.split(' ').filter(|part| part.starts_with("v1,")).count(), 2);
        assert!(shown(&new_secret()).starts_with(MARK));
    }
}
