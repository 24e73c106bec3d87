//! Identifiers that look like the providers' own.

use uuid::Uuid;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `prefix` followed by `length` random letters and digits.
pub(crate) fn letters(prefix: &str, length: usize) -> String {
    let mut id = String::with_capacity(prefix.len() + length);
    id.push_str(prefix);
    id.extend(random_bytes().take(length).map(|byte| char::from(ALPHABET[usize::from(byte) % 62])));
    id
}

/// `length` random decimal digits after `prefix`.
pub(crate) fn digits(prefix: &str, length: usize) -> String {
    let mut id = String::with_capacity(prefix.len() + length);
    id.push_str(prefix);
    id.extend(random_bytes().take(length).map(|byte| char::from(b'0' + byte % 10)));
    id
}

// Bytes 6 and 8 of a version 4 UUID carry fixed bits, so they are left out.
fn random_bytes() -> impl Iterator<Item = u8> {
    std::iter::repeat_with(|| *Uuid::new_v4().as_bytes())
        .flat_map(|bytes| bytes.into_iter().enumerate().filter(|(at, _)| !matches!(at, 6 | 8)).map(|(_, byte)| byte))
}

/// Whether `text` could be an e-mail address; no more than the providers check.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|letter| !letter.is_whitespace() && letter != '@');
    plain(name) && plain(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_asked_length_and_differ() {
        let one = letters("cs_test_", 60);
        assert_eq!(one.len(), 68);
        assert_ne!(one, letters("cs_test_", 60));
        let number = digits("8808", 12);
        assert_eq!(number.len(), 16);
        assert!(number.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
