//! Accounts: registration, signing in, profile, address book, sessions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{AddressId, SessionId, UserId};
use crate::permission::Permission;
use crate::regions::RegionPath;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

words!(
    /// The language a person reads.
    #[derive(Default)]
    Locale {
        /// Bahasa Indonesia.
        #[default]
        Indonesian = "id",
        /// English.
        English = "en",
    }
);

/// Create an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RegisterRequest {
    /// Full name.
    pub name: String,
    /// Email address; signs in with it.
    pub email: String,
    /// Password of at least 8 characters that is not easy to guess.
    pub password: String,
    /// Language for the shop and for emails.
    #[serde(default = "indonesian")]
    #[cfg_attr(feature = "openapi", oai(default = "indonesian"))]
    pub locale: Locale,
}

fn indonesian() -> Locale {
    Locale::Indonesian
}

impl Validate for RegisterRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 2, 100);
        faults.email("/email", &self.email);
        faults.new_password("/password", &self.password, &[&self.name, &self.email]);
    }
}

/// Sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// Email address or username.
    pub login: String,
    /// Password.
    pub password: String,
}

impl Validate for SignInRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/login", &self.login, 1, 254);
        current_password(faults, "/password", &self.password);
    }
}

/// Ask for a link to set a new password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ForgotPasswordRequest {
    /// Email address of the account.
    pub email: String,
}

impl Validate for ForgotPasswordRequest {
    fn check(&self, faults: &mut Faults) {
        faults.email("/email", &self.email);
    }
}

/// What a link of an email carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    /// The secret of the link.
    pub token: String,
}

impl Validate for LinkToken {
    fn check(&self, faults: &mut Faults) {
        faults.text("/token", &self.token, 1, TOKEN_MAX);
    }
}

/// Most characters of a link's secret.
const TOKEN_MAX: usize = 200;

/// Set a new password by a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordRequest {
    /// The secret of the link.
    pub token: String,
    /// New password of at least 8 characters that is not easy to guess.
    pub password: String,
}

impl Validate for ResetPasswordRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/token", &self.token, 1, TOKEN_MAX);
        faults.new_password("/password", &self.password, &[]);
    }
}

/// Change the password while signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    /// The password so far.
    pub current_password: String,
    /// New password of at least 8 characters that is not easy to guess.
    pub new_password: String,
}

impl Validate for ChangePasswordRequest {
    fn check(&self, faults: &mut Faults) {
        current_password(faults, "/current_password", &self.current_password);
        faults.new_password("/new_password", &self.new_password, &[]);
    }
}

/// A password that exists already: any that could be stored.
pub(crate) fn current_password(faults: &mut Faults, pointer: &str, password: &str) {
    if password.is_empty() {
        faults.add(FieldError::new(pointer, FieldCode::Required));
    } else if password.chars().count() > crate::validate::PASSWORD_MAX {
        faults.add(FieldError::new(pointer, FieldCode::TooLong).with("max", crate::validate::PASSWORD_MAX));
    }
}

/// Somebody is signed in. The refresh token travels in an HttpOnly cookie, never in a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SignedIn {
    /// Bearer token for the `Authorization` header.
    pub access_token: String,
    /// Seconds until the access token expires.
    pub expires_in: i64,
    /// Who is signed in.
    pub user: Me,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Me {
    /// Id.
    pub id: UserId,
    /// Email address.
    pub email: String,
    /// Whether the email address was confirmed.
    pub email_verified: bool,
    /// Username, if one was chosen.
    pub username: Option<String>,
    /// Full name.
    pub name: String,
    /// Phone number in E.164.
    pub phone: Option<String>,
    /// Language.
    pub locale: Locale,
    /// Name of the role.
    pub role: String,
    /// What the role allows.
    pub permissions: Vec<Permission>,
    /// Since when the account exists.
    pub created_at: DateTime<Utc>,
}

impl Me {
    /// Whether the person's role allows it.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// Change the profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct UpdateProfileRequest {
    /// Full name.
    pub name: String,
    /// Username, or `null` for none.
    pub username: Option<String>,
    /// Phone number in any usual form, or `null` for none.
    pub phone: Option<String>,
    /// Language.
    pub locale: Locale,
}

impl Validate for UpdateProfileRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 2, 100);
        if let Some(username) = &self.username {
            let length_ok = (3..=30).contains(&username.len());
            let letters_ok = username.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
            if !(length_ok && letters_ok) {
                faults.add(FieldError::new("/username", FieldCode::InvalidUsername));
            }
        }
        if let Some(phone) = &self.phone {
            faults.phone("/phone", phone);
        }
    }
}

/// An address to save in the address book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct AddressRequest {
    /// A name for it, such as "Rumah" or "Studio".
    pub label: String,
    /// Who receives the parcel.
    pub recipient: String,
    /// The recipient's phone number in any usual form.
    pub phone: String,
    /// Street, number, RT/RW, landmark.
    pub street: String,
    /// Code of the district (kecamatan), such as `32.73.01`; regency and province follow from it.
    pub district_code: String,
    /// Five-digit postal code.
    pub postal_code: String,
    /// Use it unless another is chosen.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub is_default: bool,
}

impl Validate for AddressRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/label", &self.label, 1, 30);
        faults.text("/recipient", &self.recipient, 2, 100);
        faults.phone("/phone", &self.phone);
        faults.text("/street", &self.street, 5, 200);
        faults.text("/district_code", &self.district_code, 1, 13);
        faults.postal_code("/postal_code", &self.postal_code);
    }
}

/// A saved address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Address {
    /// Id.
    pub id: AddressId,
    /// A name for it, such as "Rumah" or "Studio".
    pub label: String,
    /// Who receives the parcel.
    pub recipient: String,
    /// The recipient's phone number in E.164.
    pub phone: String,
    /// Street, number, RT/RW, landmark.
    pub street: String,
    /// Where it is.
    pub region: RegionPath,
    /// Five-digit postal code.
    pub postal_code: String,
    /// Used unless another is chosen.
    pub is_default: bool,
}

/// Delete one's own account. It cannot be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct DeleteAccountRequest {
    /// The account's password.
    pub password: String,
    /// The code of the authenticator app, or a recovery code; where the second factor is on.
    #[serde(default)]
    pub code: Option<String>,
    /// The account's email address, typed once more.
    pub confirm: String,
}

impl Validate for DeleteAccountRequest {
    fn check(&self, faults: &mut Faults) {
        current_password(faults, "/password", &self.password);
        if let Some(typed) = &self.code {
            crate::two_factor::code(faults, typed);
        }
        faults.email("/confirm", &self.confirm);
    }
}

/// What stands between somebody and deleting their account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct AccountDeletion {
    /// Numbers of orders that are still under way: they are finished or cancelled first.
    pub open_orders: Vec<String>,
    /// Nobody else could do everything: another admin is made first.
    pub last_admin: bool,
    /// Whether a code is asked for beside the password.
    pub two_factor: bool,
}

/// A device on which one is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Session {
    /// Id.
    pub id: SessionId,
    /// The browser's own description of itself.
    pub user_agent: String,
    /// The address it was last seen at.
    pub ip: String,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last active.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one asking.
    pub current: bool,
}

/// "Chrome · Android" of a browser's description of itself: enough to recognise one's own.
#[must_use]
pub fn device_name(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    let browser =
        first(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => user_agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_named_without_their_versions() {
        let chrome = |version: &str| {
            format!(
                "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Mobile Safari/537.36"
            )
        };
        assert_eq!(device_name(&chrome("142.0.0.0")), "Chrome · Android");
        assert_eq!(device_name(&chrome("142.0.0.0")), device_name(&chrome("143.0.0.0")));
        assert_eq!(device_name("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(device_name(""), "");
    }
}
