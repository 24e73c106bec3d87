//! The shop itself.

use serde::{Deserialize, Serialize};

/// Opening hours of one day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OpeningHours {
    /// Day of the week: 1 is Monday, 7 is Sunday (ISO 8601).
    pub weekday: u8,
    /// Opens, such as `09:30`; absent when closed all day.
    pub opens: Option<String>,
    /// Closes, such as `18:00`.
    pub closes: Option<String>,
}

/// What the shop tells about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StoreProfile {
    /// Name.
    pub name: String,
    /// Tagline.
    pub tagline: String,
    /// Street address.
    pub address: String,
    /// City.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// Phone number in E.164.
    pub phone: String,
    /// WhatsApp number in E.164.
    pub whatsapp: String,
    /// Email address.
    pub email: String,
    /// Opening hours, Monday first, in Asia/Jakarta.
    pub hours: Vec<OpeningHours>,
    /// Whether it is open at this moment.
    pub open_now: bool,
    /// Whether this is a demonstration: nobody is charged and nothing is shipped.
    pub demo: bool,
}
