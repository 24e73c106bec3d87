//! Signing in by a second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::{LinkToken, SignedIn, current_password};
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// How many recovery codes there are in a set; each works once.
pub const RECOVERY_CODES: usize = 10;
/// Most characters of what is typed as a code, spaces and dashes included.
const CODE_MAX: usize = 40;

/// What of a typed code counts: letters and digits, in small letters.
#[must_use]
pub fn normalize_code(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

pub(crate) fn code(faults: &mut Faults, code: &str) {
    let typed = normalize_code(code);
    if typed.is_empty() {
        faults.add(FieldError::new("/code", FieldCode::Required));
    } else if code.chars().count() > CODE_MAX {
        faults.add(FieldError::new("/code", FieldCode::TooLong).with("max", CODE_MAX));
    }
}

/// The second step of signing in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SecondFactorRequest {
    /// `params.token` of the refusal of the first step.
    pub token: String,
    /// The code of the authenticator app, or a recovery code.
    pub code: String,
}

impl Validate for SecondFactorRequest {
    fn check(&self, faults: &mut Faults) {
        LinkToken { token: self.token.clone() }.check(faults);
        code(faults, &self.code);
    }
}

/// A code alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// The code of the authenticator app.
    pub code: String,
}

impl Validate for CodeRequest {
    fn check(&self, faults: &mut Faults) {
        code(faults, &self.code);
    }
}

/// The password alone, asked for again before something that matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The account's password.
    pub password: String,
}

impl Validate for PasswordRequest {
    fn check(&self, faults: &mut Faults) {
        current_password(faults, "/password", &self.password);
    }
}

/// Password and code, asked for before the second factor is changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PasswordAndCodeRequest {
    /// The account's password.
    pub password: String,
    /// The code of the authenticator app, or a recovery code.
    pub code: String,
}

impl Validate for PasswordAndCodeRequest {
    fn check(&self, faults: &mut Faults) {
        current_password(faults, "/password", &self.password);
        code(faults, &self.code);
    }
}

/// Where somebody stands with their second factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TwoFactor {
    /// Since when it is on; absent while it is off.
    pub enabled_at: Option<DateTime<Utc>>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: i64,
    /// Whether the person's role needs it, so that it cannot be turned off.
    pub required: bool,
}

/// What an authenticator app is set up with. Told once; a code confirms it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TwoFactorSetup {
    /// The secret in base32, to be typed where no camera is at hand.
    pub secret: String,
    /// The same as an `otpauth:` address.
    pub url: String,
    /// That address as a QR code: an SVG image.
    pub qr_svg: String,
}

/// Recovery codes, told once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RecoveryCodes {
    /// Each works once, in the place of a code of the app.
    pub codes: Vec<String>,
}

/// Somebody set their second factor up while signing in, and is signed in now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SignedInWithCodes {
    /// As after any signing in.
    pub signed_in: SignedIn,
    /// Recovery codes, told once.
    pub codes: Vec<String>,
}

/// How people sign in, as staff set it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SecurityDetails {
    /// Whoever may enter the back office needs a second factor.
    pub staff_two_factor: bool,
}

impl Validate for SecurityDetails {
    fn check(&self, _: &mut Faults) {}
}

/// The same, with its revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SecuritySettings {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: SecurityDetails,
    /// How many active people may enter the back office.
    pub staff: i64,
    /// How many of them have no second factor.
    pub staff_without: i64,
}

impl Revision for SecuritySettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_its_letters_and_digits() {
        assert_eq!(normalize_code(" 123 456 "), "123456");
        assert_eq!(normalize_code("ABCD-efgh"), "abcdefgh");
        let request = |code: &str| CodeRequest { code: code.to_owned() }.validate().is_ok();
        assert!(request("123 456") && !request(" - ") && !request(&"1".repeat(41)));
    }
}
