//! Validation rules, run in the form and on the server alike.
//!
//! A rule reports a code and its figures, never a sentence: the web app words it in the reader's
//! language (which is why this is not one of the crates that answer in English).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

words!(
    /// The rule that a field breaks.
    FieldCode {
        /// Must be filled in.
        Required = "required",
        /// Fewer than `min` characters.
        TooShort = "too_short",
        /// More than `max` characters.
        TooLong = "too_long",
        /// More than `max` of them: lines, files, what one keeps.
        TooMany = "too_many",
        /// Less than `min`.
        TooSmall = "too_small",
        /// More than `max`.
        TooLarge = "too_large",
        /// Not an email address.
        InvalidEmail = "invalid_email",
        /// Not an Indonesian mobile or landline number.
        InvalidPhone = "invalid_phone",
        /// Not a five-digit Indonesian postal code.
        InvalidPostalCode = "invalid_postal_code",
        /// Not 3–30 letters, digits, dots, dashes or underscores.
        InvalidUsername = "invalid_username",
        /// Easy to guess.
        WeakPassword = "weak_password",
        /// Not the current password.
        WrongPassword = "wrong_password",
        /// Not the code of this moment, or used before.
        WrongCode = "wrong_code",
        /// Not one of the choices.
        UnknownChoice = "unknown_choice",
        /// Not in the form that is asked for.
        InvalidFormat = "invalid_format",
        /// In use already.
        Taken = "taken",
        /// The same thing twice.
        Duplicate = "duplicate",
        /// A file of another kind than is taken, whatever its name says.
        UnsupportedFile = "unsupported_file",
        /// The same where more than pictures is taken: `taken` names the kinds.
        UnsupportedKind = "unsupported_kind",
        /// A file that is damaged or cut off.
        DamagedFile = "damaged_file",
        /// A file of more than `max_bytes` bytes.
        TooManyBytes = "too_many_bytes",
        /// A picture of more than `max_pixels` pixels, or with a side of more than `max_side`.
        TooManyPixels = "too_many_pixels",
        /// Not of the type that is asked for.
        WrongType = "wrong_type",
        /// A field that does not exist.
        UnknownField = "unknown_field",
        /// Not the same as in another row about the same thing.
        Differs = "differs",
        /// Another row about the same thing breaks a rule.
        OtherRow = "other_row",
        /// Somebody else changed it since it was read.
        Stale = "stale",
    }
);

/// One field and the rule it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request body, or the name of a parameter.
    pub pointer: String,
    /// The rule.
    pub code: FieldCode,
    /// The rule's figures, such as `min`.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

impl FieldError {
    /// The rule `code` broken at `pointer`.
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self { pointer: pointer.into(), code, params: BTreeMap::new() }
    }

    /// With a figure that belongs to the rule.
    #[must_use]
    pub fn with(mut self, name: &str, figure: impl ToString) -> Self {
        self.params.insert(name.to_owned(), figure.to_string());
        self
    }
}

/// Something that comes from outside and has rules.
pub trait Validate {
    /// Reports every broken rule to `faults`.
    fn check(&self, faults: &mut Faults);

    /// All broken rules at once.
    ///
    /// # Errors
    /// The fields that break a rule, in the order of the form.
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        self.check(&mut faults);
        if faults.errors.is_empty() { Ok(()) } else { Err(faults.errors) }
    }
}

/// Collects broken rules.
#[derive(Debug, Default)]
pub struct Faults {
    errors: Vec<FieldError>,
}

impl Faults {
    /// Reports a broken rule.
    pub fn add(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Text of `min` to `max` characters, not counting space at the ends; empty text is `required`.
    pub fn text(&mut self, pointer: &str, text: &str, min: usize, max: usize) {
        let length = text.trim().chars().count();
        if length == 0 && min > 0 {
            self.add(FieldError::new(pointer, FieldCode::Required));
        } else if length < min {
            self.add(FieldError::new(pointer, FieldCode::TooShort).with("min", min));
        } else if length > max {
            self.add(FieldError::new(pointer, FieldCode::TooLong).with("max", max));
        } else if text.contains('\0') {
            // PostgreSQL text cannot hold it.
            self.add(FieldError::new(pointer, FieldCode::InvalidFormat));
        }
    }

    /// A number from `min` to `max`.
    pub fn range(&mut self, pointer: &str, number: i64, min: i64, max: i64) {
        if number < min {
            self.add(FieldError::new(pointer, FieldCode::TooSmall).with("min", min));
        } else if number > max {
            self.add(FieldError::new(pointer, FieldCode::TooLarge).with("max", max));
        }
    }

    /// An email address.
    pub fn email(&mut self, pointer: &str, email: &str) {
        if email.trim().is_empty() {
            self.add(FieldError::new(pointer, FieldCode::Required));
        } else if !is_email(email.trim()) {
            self.add(FieldError::new(pointer, FieldCode::InvalidEmail));
        }
    }

    /// A web address with its scheme, or nothing.
    pub fn web_address(&mut self, pointer: &str, address: &str, max: usize) {
        let address = address.trim();
        if address.is_empty() {
            return;
        }
        if address.chars().count() > max {
            self.add(FieldError::new(pointer, FieldCode::TooLong).with("max", max));
        } else if !is_web_address(address) {
            self.add(FieldError::new(pointer, FieldCode::InvalidFormat));
        }
    }

    /// An Indonesian phone number in any usual form.
    pub fn phone(&mut self, pointer: &str, phone: &str) {
        if phone.trim().is_empty() {
            self.add(FieldError::new(pointer, FieldCode::Required));
        } else if normalize_phone(phone).is_none() {
            self.add(FieldError::new(pointer, FieldCode::InvalidPhone));
        }
    }

    /// A new password: long enough, not guessable at first sight. `about` holds words it must not be.
    pub fn new_password(&mut self, pointer: &str, password: &str, about: &[&str]) {
        let length = password.chars().count();
        if length == 0 {
            self.add(FieldError::new(pointer, FieldCode::Required));
        } else if length < PASSWORD_MIN {
            self.add(FieldError::new(pointer, FieldCode::TooShort).with("min", PASSWORD_MIN));
        } else if length > PASSWORD_MAX {
            self.add(FieldError::new(pointer, FieldCode::TooLong).with("max", PASSWORD_MAX));
        } else if password_strength(password, about) == Strength::Weak {
            self.add(FieldError::new(pointer, FieldCode::WeakPassword));
        }
    }

    /// A five-digit postal code.
    pub fn postal_code(&mut self, pointer: &str, code: &str) {
        let valid = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit()) && !code.starts_with('0');
        if code.is_empty() {
            self.add(FieldError::new(pointer, FieldCode::Required));
        } else if !valid {
            self.add(FieldError::new(pointer, FieldCode::InvalidPostalCode));
        }
    }
}

/// Fewest characters of a password (NIST SP 800-63B asks for at least 8).
pub const PASSWORD_MIN: usize = 8;
/// Most characters of a password: long enough for any passphrase, short enough to hash at once.
pub const PASSWORD_MAX: usize = 128;

/// How hard a password is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// On every attacker's list.
    Weak,
    /// Acceptable.
    Fair,
    /// Long or varied.
    Strong,
}

/// Estimates how hard `password` is to guess; `about` holds the person's own words (name, email).
#[must_use]
pub fn password_strength(password: &str, about: &[&str]) -> Strength {
    const COMMON: &[&str] = &[
        "password",
        "qwerty",
        "sandi",
        "rahasia",
        "indonesia",
        "bismillah",
        "sayang",
        "iloveyou",
        "admin",
        "welcome",
        "hurtrock",
        "metallica",
        "12345678",
        "87654321",
        "11111111",
        "00000000",
        "abcdefgh",
        "1q2w3e4r",
    ];
    let lower = password.to_lowercase();
    let distinct = {
        let mut characters: Vec<char> = lower.chars().collect();
        characters.sort_unstable();
        characters.dedup();
        characters.len()
    };
    let length = password.chars().count();
    let common = COMMON.iter().find(|word| lower.contains(**word)).map_or(0, |word| word.len());
    let own = about
        .iter()
        .flat_map(|word| word.split(['@', ' ', '.']))
        .filter(|word| word.len() >= 4 && lower.contains(&word.to_lowercase()))
        .map(str::len)
        .max()
        .unwrap_or(0);
    let effective = length.saturating_sub(common.max(own));
    let kinds = [
        password.chars().any(char::is_lowercase),
        password.chars().any(char::is_uppercase),
        password.chars().any(|character| character.is_ascii_digit()),
        password.chars().any(|character| !character.is_alphanumeric()),
    ]
    .into_iter()
    .filter(|&kind| kind)
    .count();
    if length < PASSWORD_MIN || distinct < 4 || effective < 4 {
        Strength::Weak
    } else if effective >= 14 || (effective >= 10 && kinds >= 3) {
        Strength::Strong
    } else {
        Strength::Fair
    }
}

/// Whether the text has the shape of an email address (RFC 5321 lengths; no quoted local parts).
#[must_use]
pub fn is_email(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&byte));
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    local_ok && email.len() <= 254 && domain.contains('.') && domain.split('.').all(label_ok)
}

/// Whether the text is an address of the web: `https://`, a host with a dot, and what a browser takes
/// after it.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let label = |label: &str| !label.is_empty() && label.chars().all(|character| character.is_alphanumeric() || character == '-');
    host.contains('.')
        && host.split('.').all(label)
        && !rest.chars().any(|character| character.is_whitespace() || character.is_control())
}

/// The number in E.164 (`+62…`), or `None` when it is not an Indonesian number.
///
/// Takes `08…`, `62…`, `+62…` and landlines such as `(022) …`, with spaces, dots, dashes or brackets.
#[must_use]
pub fn normalize_phone(phone: &str) -> Option<String> {
    if phone.chars().any(|character| !(character.is_ascii_digit() || " +-.()".contains(character))) {
        return None;
    }
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("62").or_else(|| digits.strip_prefix('0'))?;
    let length = national.len();
    let valid = if national.starts_with('8') { (9..=12).contains(&length) } else { (8..=11).contains(&length) };
    (valid && !national.starts_with('0')).then(|| format!("+62{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails() {
        for good in ["a@b.id", "nama.belakang+toko@mail.example.co.id", "x_y@sub-domain.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.id", "a@", "a b@c.id", "a..b@c.id", ".a@c.id", "a@-b.id", "a@b..id", "a@b.id "] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn web_addresses() {
        for good in ["https://hurtrock.example", "http://a.b/c?d=e#f", "https://a.co.id:8443/x", "https://gitár.example/~a"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "hurtrock.example",
            "ftp://a.b",
            "javascript:alert(1)",
            "https://",
            "https://a",
            "https://a..b",
            "https://a b.c",
            "https://user@a.b",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn phones_become_e164() {
        for (given, stored) in [
            ("0821-1555-8035", "+6282115558035"),
            ("+62 821 1555 8035", "+6282115558035"),
            ("6282115558035", "+6282115558035"),
            ("(022) 201 3163", "+62222013163"),
        ] {
            assert_eq!(normalize_phone(given).as_deref(), Some(stored), "{given}");
        }
        for bad in ["", "12345", "0821", "+1 202 555 0101", "0821-1555-80351234", "abc08211555803"] {
            assert_eq!(normalize_phone(bad), None, "{bad}");
        }
    }

    #[test]
    fn guessable_passwords_are_weak() {
        for weak in ["password", "Password1", "12345678", "aaaaaaaa", "hurtrock1"] {
            assert_eq!(password_strength(weak, &[]), Strength::Weak, "{weak}");
        }
        assert_eq!(password_strength("budi.santoso1", &["budi.santoso@example.com", "Budi Santoso"]), Strength::Fair);
        assert_eq!(password_strength("santoso12", &["Budi Santoso"]), Strength::Weak);
        assert_eq!(password_strength("gitar merah di kamar", &[]), Strength::Strong);
    }
}
