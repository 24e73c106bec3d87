//! Maintenance: the shop can be read only, or closed, while somebody works on it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::revision::Revision;
use crate::validate::{Faults, Validate};

words!(
    /// How far the shop is open.
    MaintenanceMode {
        /// As ever.
        Off = "off",
        /// Everything can be read, and nothing changed.
        ReadOnly = "read_only",
        /// Only staff get in.
        Closed = "closed",
    }
);

/// The longest message.
pub const MESSAGE_MAX: usize = 300;

/// What staff can change of the maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct MaintenanceDetails {
    /// How far the shop is open.
    pub mode: MaintenanceMode,
    /// What shoppers are told, in Indonesian; empty for the shop's usual words.
    pub message: String,
    /// The same in English; empty for the Indonesian one.
    pub message_en: String,
    /// When it is expected to end.
    pub until: Option<DateTime<Utc>>,
}

impl Default for MaintenanceDetails {
    fn default() -> Self {
        Self { mode: MaintenanceMode::Off, message: String::new(), message_en: String::new(), until: None }
    }
}

impl Validate for MaintenanceDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/message", &self.message, 0, MESSAGE_MAX);
        faults.text("/message_en", &self.message_en, 0, MESSAGE_MAX);
    }
}

impl MaintenanceDetails {
    /// What shoppers are told; `None` while there is nothing to tell.
    #[must_use]
    pub fn notice(&self) -> Option<MaintenanceNotice> {
        (self.mode != MaintenanceMode::Off).then(|| MaintenanceNotice {
            mode: self.mode,
            message: self.message.clone(),
            message_en: self.message_en.clone(),
            until: self.until,
        })
    }
}

/// The maintenance as staff see and change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct MaintenanceSettings {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: MaintenanceDetails,
}

impl Revision for MaintenanceSettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// What shoppers are told of a maintenance that is under way. The figures of the problem `maintenance` are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct MaintenanceNotice {
    /// How far the shop is open.
    pub mode: MaintenanceMode,
    /// The shop's own words in Indonesian, or empty.
    pub message: String,
    /// The same in English, or empty.
    pub message_en: String,
    /// When it is expected to end.
    pub until: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_off_is_not_told() {
        let mut details = MaintenanceDetails { message: "Sebentar".to_owned(), ..MaintenanceDetails::default() };
        assert_eq!(details.notice(), None);
        details.mode = MaintenanceMode::Closed;
        assert_eq!(details.notice().map(|notice| notice.message), Some("Sebentar".to_owned()));
    }

    #[test]
    fn messages_are_short() {
        let details = MaintenanceDetails { message_en: "a".repeat(MESSAGE_MAX + 1), ..MaintenanceDetails::default() };
        let errors = details.validate().err().unwrap_or_default();
        assert_eq!(errors.first().map(|error| error.pointer.as_str()), Some("/message_en"));
    }
}
