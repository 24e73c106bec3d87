//! Signed links to attachments.
//!
//! The link is the right: an `<img>` sends no token. It holds for an hour at most, and ends on a multiple of five
//! minutes, so that a message that is read again has the same link and the browser keeps the picture.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::ids::ChatAttachmentId;

use crate::app::PREFIX;

/// How long a link holds at most, in seconds.
const LIFETIME: i64 = 3_600;
/// Links end on a multiple of so many seconds.
const STEP: i64 = 300;

/// Where the attachment is had from `now` on, for an hour at most.
pub(super) fn link(secret: &SecretString, id: ChatAttachmentId, now: DateTime<Utc>) -> String {
    let latest = now.timestamp() + LIFETIME;
    let expires = latest - latest.rem_euclid(STEP);
    let signature = mac(secret, id, expires).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())).unwrap_or_default();
    format!("{PREFIX}/chat/attachments/{id}?expires={expires}&signature={signature}")
}

/// Whether a link was signed by this shop and still holds.
pub(super) fn holds(secret: &SecretString, id: ChatAttachmentId, expires: i64, signature: &str, now: DateTime<Utc>) -> bool {
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    // Compared in constant time.
    let authentic = mac(secret, id, expires).is_some_and(|mac| mac.verify_slice(&signature).is_ok());
    authentic && now.timestamp() < expires
}

fn mac(secret: &SecretString, id: ChatAttachmentId, expires: i64) -> Option<Hmac<Sha256>> {
    let key = Sha256::new().chain_update(b"chat-attachment:").chain_update(secret.expose_secret().as_bytes()).finalize();
    // HMAC takes keys of any length, so this cannot fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}:{expires}").as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn parts(link: &str) -> (i64, String) {
        let query = link.split('?').nth(1).unwrap_or_default();
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap_or_default().to_owned();
        (value("expires=").parse().unwrap_or_default(), value("signature="))
    }

    #[test]
    fn a_link_holds_for_an_hour_and_for_one_file() {
        let secret = SecretString::from("one secret");
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(17);
        let id = ChatAttachmentId::generate();
        let (expires, signature) = parts(&link(&secret, id, now));
        assert!(holds(&secret, id, expires, &signature, now));
        assert!(holds(&secret, id, expires, &signature, now + TimeDelta::minutes(54)));
        assert!(!holds(&secret, id, expires, &signature, now + TimeDelta::minutes(60)));
        assert!(!holds(&secret, id, expires + 1, &signature, now));
        assert!(!holds(&secret, ChatAttachmentId::generate(), expires, &signature, now));
        assert!(!holds(&SecretString::from("another"), id, expires, &signature, now));
        for odd in ["", "x", "%", &signature[1..]] {
            assert!(!holds(&secret, id, expires, odd, now), "{odd}");
        }
    }
}
