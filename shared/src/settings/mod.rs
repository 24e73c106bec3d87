//! Settings of the shop that staff change: payment providers, shipping, the mail server.
//!
//! Secrets go in and never come out again: what is answered says that one is there and how it ends.

mod email;
mod payments;
mod shipping;

pub use email::{EmailDetails, EmailSettings, MailSecurity, TestEmailRequest};
pub use payments::{KeyName, KeyState, KeysRefused, NewKeys, NotOffered, PaymentProviderDetails, PaymentProviderSettings};
pub use shipping::{ShippingDetails, ShippingServiceDetails, ShippingSettings};

use serde::{Deserialize, Serialize};

words!(
    /// Where a setting comes from.
    SettingSource {
        /// From this page.
        Settings = "settings",
        /// From the server's configuration.
        Configuration = "configuration",
        /// From nowhere: it is not set.
        Nowhere = "nowhere",
    }
);

/// Most characters of a key or a password.
const SECRET_MAX: usize = 300;

/// What came of trying a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TestResult {
    /// Whether it works.
    pub ok: bool,
    /// What the other side said; without secrets.
    pub answer: String,
}
