//! `hrk_<12 hex>_<64 hex>`: the prefix names the key, the rest is the secret.

use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::http::KEY_MARK;

/// Characters of a prefix: the mark and 48 random bits.
const PREFIX: usize = KEY_MARK.len() + 12;

fn random<const N: usize>() -> String {
    let mut bytes = [0_u8; N];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// A new prefix.
pub(super) fn new_prefix() -> String {
    format!("{KEY_MARK}{}", random::<6>())
}

/// A new secret of the key with this prefix, as it is sent.
pub(super) fn new_secret(prefix: &str) -> String {
    format!("{prefix}_{}", random::<32>())
}

/// What is kept of a secret.
pub(super) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The prefix of what was sent, when it has the form of a key.
pub(super) fn prefix_of(sent: &str) -> Option<&str> {
    let (prefix, rest) = (sent.get(..PREFIX)?, sent.get(PREFIX..)?);
    let rest = rest.strip_prefix('_')?;
    let hexadecimal = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let number = prefix.strip_prefix(KEY_MARK)?;
    (hexadecimal(number) && rest.len() == 64 && hexadecimal(rest)).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_begins_with_its_prefix() {
        let prefix = new_prefix();
        let secret = new_secret(&prefix);
        assert_eq!(prefix_of(&secret), Some(prefix.as_str()));
        assert_ne!(secret, new_secret(&prefix));
        assert_eq!(hash(&secret).len(), 32);
    }

    #[test]
    fn nothing_else_is_one() {
        for odd in ["", "hrk_", "hrk_0a1b2c3d4e5f", "hrk_0a1b2c3d4e5f_", "hrk_ä1b2c3d4e5f_00", "hrk_0a1b2c3d4e5g_00"] {
            assert_eq!(prefix_of(odd), None, "{odd}");
        }
        let secret = new_secret(&new_prefix());
        assert_eq!(prefix_of(&format!("{secret}0")), None);
        assert_eq!(prefix_of(&secret.to_uppercase()), None);
    }
}
