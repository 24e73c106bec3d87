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
        }
    }

    /// The refresh secret that follows one, always the same: whoever lost the answer is given it again.
    #[must_use]
    pub fn successor(&self, secret: &str) -> String {
        // HMAC takes keys of any length, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.renewal) else { return random_secret() };
        mac.update(secret.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
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
}
