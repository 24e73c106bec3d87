//! Seals secrets that must be read again: keys of providers, the mail server's password, what codes
//! of second factors are made from.
//!
//! AES-256-GCM with a key of its own made from the server's secret key. Each secret is bound to the
//! place it is kept in: what was sealed for one person or provider opens for no other.
//!
//! The database notes by which key that was done (`noted`), rooms say where they keep what is sealed (`kept`), and `reseal`
//! seals all of it by another key.

mod kept;
mod noted;
mod reseal;

pub use kept::{Sealed, Survey, all_sealed, survey};
pub use noted::{note_first, noted};
pub use reseal::{Resealed, reseal};

use rand::RngCore;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// What the print of a key is made of, besides the key.
const PRINT: &[u8] = b"hurtrock: the print of a secret key";
/// Bytes of a print: enough to tell keys apart.
const PRINT_BYTES: usize = 16;

/// Seals and opens.
pub struct Vault {
    key: LessSafeKey,
    print: String,
}

/// Why a secret cannot be opened: it was sealed with another secret key, for another place, or is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret cannot be opened with this server's secret key")]
pub struct Unreadable;

impl Vault {
    /// With a key made from the server's secret.
    ///
    /// # Errors
    /// Never with a hash of the right length.
    pub fn new(secret: &SecretString) -> anyhow::Result<Self> {
        let key = Sha256::new().chain_update(b"sealed-secrets:").chain_update(secret.expose_secret().as_bytes()).finalize();
        let key = UnboundKey::new(&AES_256_GCM, &key).map_err(|_| anyhow::anyhow!("a key of another length"))?;
        let print = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes()), PRINT);
        let print = hex::encode(print.as_ref().get(..PRINT_BYTES).unwrap_or_default());
        Ok(Self { key: LessSafeKey::new(key), print })
    }

    /// Tells this key from others, and nothing of what it is: it may be kept beside what is sealed.
    #[must_use]
    pub fn print(&self) -> &str {
        &self.print
    }

    /// The secret, sealed for `place` (such as `totp:<user>`): what is stored.
    ///
    /// # Errors
    /// Only for a secret beyond what the cipher takes.
    pub fn seal(&self, place: &str, secret: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0_u8; NONCE_LEN];
        rand::rng().fill_bytes(&mut nonce);
        let mut sealed = secret.to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.as_bytes()), &mut sealed)
            .map_err(|_| anyhow::anyhow!("the secret cannot be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed for `place`.
    ///
    /// # Errors
    /// When it was not, or not with this key.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Unreadable)?;
        let mut rest = rest.to_vec();
        let opened = self.key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(place.as_bytes()), &mut rest);
        opened.map(|secret| secret.to_vec()).map_err(|_| Unreadable)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_place_open() -> anyhow::Result<()> {
        let vault = Vault::new(&SecretString::from("one secret"))?;
        let sealed = vault.seal("totp:1", b"gitar")?;
        assert!(!sealed.windows(5).any(|part| part == b"gitar"));
        assert_ne!(sealed, vault.seal("totp:1", b"gitar")?);
        assert_eq!(vault.open("totp:1", &sealed).as_deref(), Ok(&b"gitar"[..]));
        assert_eq!(vault.open("totp:2", &sealed), Err(Unreadable));
        assert_eq!(Vault::new(&SecretString::from("another"))?.open("totp:1", &sealed), Err(Unreadable));
        let mut damaged = sealed.clone();
        if let Some(last) = damaged.last_mut() {
            *last ^= 1;
        }
        assert_eq!(vault.open("totp:1", &damaged), Err(Unreadable));
        assert_eq!(vault.open("totp:1", &sealed[..5]), Err(Unreadable));
        Ok(())
    }

    #[test]
    fn a_print_tells_keys_apart() -> anyhow::Result<()> {
        let print = |secret: &str| Vault::new(&SecretString::from(secret)).map(|vault| vault.print().to_owned());
        let one = print("one secret")?;
        assert_eq!(one, print("one secret")?);
        assert_ne!(one, print("another")?);
        assert_eq!(one.len(), 2 * PRINT_BYTES);
        Ok(())
    }
}
