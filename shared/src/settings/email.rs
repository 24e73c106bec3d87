//! The mail server, as staff set it.

use serde::{Deserialize, Serialize};

use super::{SECRET_MAX, SettingSource};
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

words!(
    /// How the connection to a mail server is protected, the best way first.
    MailSecurity {
        /// TLS from the first byte; usually port 465.
        Tls = "tls",
        /// STARTTLS, which must be there; usually port 587.
        StartTls = "starttls",
        /// Nothing at all; for a server on this machine.
        Nothing = "none",
    }
);

/// The mail server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct EmailDetails {
    /// Whether this server is used; otherwise the configuration's.
    pub active: bool,
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: i32,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Name to sign in with, or empty.
    pub username: String,
    /// A new password; left out it stays, empty it is forgotten. Never answered.
    #[serde(default)]
    pub password: Option<String>,
    /// Name of the sender.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: String,
}

impl std::fmt::Debug for EmailDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailDetails({}:{})", self.host, self.port)
    }
}

impl Validate for EmailDetails {
    fn check(&self, faults: &mut Faults) {
        faults.range("/port", self.port.into(), 1, 65_535);
        faults.text("/username", &self.username, 0, 254);
        faults.text("/from_name", &self.from_name, 0, 100);
        if let Some(password) = &self.password
            && (password.chars().count() > SECRET_MAX || password.contains(['\0', '\r', '\n']))
        {
            faults.add(FieldError::new("/password", FieldCode::InvalidFormat));
        }
        let host = self.host.trim();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
        if host.is_empty() {
            if self.active {
                faults.add(FieldError::new("/host", FieldCode::Required));
            }
        } else if host.len() > 253 || !host.bytes().all(plain) {
            faults.add(FieldError::new("/host", FieldCode::InvalidFormat));
        }
        if self.active || !self.from_address.trim().is_empty() {
            faults.email("/from_address", &self.from_address);
        }
    }
}

/// The same, with its revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct EmailSettings {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed, without the password.
    pub details: EmailDetails,
    /// Whether a password is kept.
    pub password_set: bool,
    /// Where emails go now.
    pub source: SettingSource,
    /// The sender they carry now.
    pub sender: String,
}

impl Revision for EmailSettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// Send an email to try the mail server, as it is set now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct TestEmailRequest {
    /// Where to.
    pub to: String,
}

impl Validate for TestEmailRequest {
    fn check(&self, faults: &mut Faults) {
        faults.email("/to", &self.to);
    }
}
