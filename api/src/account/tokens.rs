//! Access tokens (JWT) and random secrets.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::ids::SessionId;
use subtle::ConstantTimeEq;

/// How long an access token lives, in seconds.
pub const ACCESS_SECONDS: i64 = 600;

#[derive(Serialize, Deserialize)]
struct Claims {
    /// The session.
    sid: SessionId,
    exp: i64,
}

/// Signs and reads access tokens.
pub struct TokenKeys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    renewal: [u8; 32],
    mark: [u8; 32],
}

impl TokenKeys {
    /// Keys made from the server's secret.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        // A key of its own for each, so that the server's secret has one use each.
        let key = |purpose: &[u8]| Sha256::new().chain_update(purpose).chain_update(secret.expose_secret().as_bytes()).finalize();
        let access = key(b"access-token:");
        Self {
            encoding: EncodingKey::from_secret(&access),
            decoding: DecodingKey::from_secret(&access),
            renewal: key(b"refresh-token:").into(),
            mark: key(b"refresh-mark:").into(),
        }
    }

    /// The first refresh secret of a session.
    #[must_use]
    pub fn first(&self, session: SessionId) -> String {
        self.marked(session, &random_secret())
    }

    /// The refresh secret that follows one, always the same: whoever lost the answer is given it again.
    #[must_use]
    pub fn successor(&self, session: SessionId, secret: &str) -> String {
        self.marked(session, &mac(&self.renewal, secret))
    }

    /// Whether a refresh secret was ever given out for a session.
    #[must_use]
    pub fn was_given(&self, session: SessionId, secret: &str) -> bool {
        let Some((body, mark)) = secret.split_once('.') else { return false };
        bool::from(mark.as_bytes().ct_eq(self.mark_of(session, body).as_bytes()))
    }

    fn marked(&self, session: SessionId, body: &str) -> String {
        format!("{body}.{}", self.mark_of(session, body))
    }

    fn mark_of(&self, session: SessionId, body: &str) -> String {
        mac(&self.mark, &format!("{session}.{body}"))
    }

    /// An access token for the session.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn sign(&self, sid: SessionId, now: DateTime<Utc>) -> Result<String, jsonwebtoken::errors::Error> {
        let exp = (now + TimeDelta::seconds(ACCESS_SECONDS)).timestamp();
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &Claims { sid, exp }, &self.encoding)
    }

    /// The session of a token that is ours and still lives at `now`.
    #[must_use]
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<SessionId> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Checked below against our own clock.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation).ok()?.claims;
        (claims.exp > now.timestamp()).then_some(claims.sid)
    }
}

fn mac(key: &[u8; 32], text: &str) -> String {
    // HMAC takes keys of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return random_secret() };
    mac.update(text.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// A random secret of 256 bits, as text for a cookie or a link.
#[must_use]
pub fn random_secret() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a random secret. It has 256 bits of entropy, so one plain hash is enough.
#[must_use]
pub fn hash_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lives_ten_minutes_and_cannot_be_forged() -> Result<(), jsonwebtoken::errors::Error> {
        let keys = TokenKeys::new(&SecretString::from("one secret"));
        let session = SessionId::generate();
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let token = keys.sign(session, now)?;
        assert_eq!(keys.read(&token, now + TimeDelta::minutes(9)), Some(session));
        assert_eq!(keys.read(&token, now + TimeDelta::minutes(11)), None);
        assert_eq!(TokenKeys::new(&SecretString::from("another")).read(&token, now), None);
        assert_eq!(keys.read("eyJhbGciOiJub25lIn0.e30.", now), None);
        Ok(())
    }

    #[test]
    fn only_secrets_that_were_given_out_are_known() {
        let keys = TokenKeys::new(&SecretString::from("one secret"));
        let (session, other) = (SessionId::generate(), SessionId::generate());
        let first = keys.first(session);
        let second = keys.successor(session, &first);
        assert_eq!(second, keys.successor(session, &first));
        assert_ne!(first, second);
        for given in [&first, &second] {
            assert!(keys.was_given(session, given));
            assert!(!keys.was_given(other, given));
            assert!(!TokenKeys::new(&SecretString::from("another")).was_given(session, given));
            assert!(!keys.was_given(session, &format!("{given}x")) && !keys.was_given(session, &format!("x{given}")));
        }
        for made_up in ["", ".", "x", "x.y", random_secret().as_str()] {
            assert!(!keys.was_given(session, made_up), "{made_up}");
        }
    }
}
