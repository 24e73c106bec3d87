//! Texts that are written often.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::BODY_MAX;
use crate::ids::CannedResponseId;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// A text that is written often. `{name}`, `{agent}` and `{order}` stand for the buyer's first name, the
/// agent's and the number of the buyer's latest order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct CannedResponse {
    /// Id.
    pub id: CannedResponseId,
    /// Counts its changes; send it as `If-Match` with the next one.
    pub revision: i32,
    /// What is typed after `/` to get it.
    pub shortcut: String,
    /// What it is for.
    pub title: String,
    /// The text.
    pub body: String,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Revision for CannedResponse {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// A text that is written often, as it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CannedResponseDetails {
    /// What is typed after `/` to get it: small letters, digits and dashes.
    pub shortcut: String,
    /// What it is for.
    pub title: String,
    /// The text.
    pub body: String,
}

impl Validate for CannedResponseDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/shortcut", &self.shortcut, 1, 30);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !self.shortcut.is_empty() && !self.shortcut.bytes().all(plain) {
            faults.add(FieldError::new("/shortcut", FieldCode::InvalidFormat));
        }
        faults.text("/title", &self.title, 1, 80);
        faults.text("/body", &self.body, 1, BODY_MAX);
    }
}

/// Replaces the placeholders of a text that is written often; what has no value becomes nothing.
#[must_use]
pub fn fill_in(body: &str, name: &str, agent: &str, order: &str) -> String {
    let first = |whole: &str| whole.split_whitespace().next().unwrap_or_default().to_owned();
    body.replace("{name}", &first(name)).replace("{agent}", &first(agent)).replace("{order}", order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in() {
        assert_eq!(fill_in("Halo {name}, saya {agent}. {order}", "Rina Sari", "Budi", ""), "Halo Rina, saya Budi. ");
    }

    #[test]
    fn shortcuts_are_plain() {
        let response = |shortcut: &str| CannedResponseDetails {
            shortcut: shortcut.to_owned(),
            title: "Salam".to_owned(),
            body: "Halo {name}".to_owned(),
        };
        assert!(response("salam-1").validate().is_ok());
        assert!(response("Salam").validate().is_err());
        assert!(response("").validate().is_err());
    }
}
