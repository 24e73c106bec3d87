//! Content pages: what the shop says about itself in its own words, as Markdown in both languages.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::revision::Revision;
use crate::validate::{Faults, Validate};

words!(
    /// The content pages there are, by their names in the URL.
    PageSlug {
        /// Who the shop is.
        About = "about",
        /// Where it is and how to reach it.
        Contact = "contact",
        /// What people ask most.
        Faq = "faq",
        /// Shipping and returns.
        Shipping = "shipping-returns",
        /// What happens to personal data.
        Privacy = "privacy",
        /// Terms of sale.
        Terms = "terms",
    }
);

/// The longest title.
const TITLE_MAX: usize = 80;
/// The longest text, in characters.
pub const BODY_MAX: usize = 20_000;

/// A content page as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ContentPage {
    /// Name in the URL.
    pub slug: PageSlug,
    /// Indonesian title.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// Indonesian text as HTML, safe to be shown as it is.
    pub html: String,
    /// English text as HTML, safe to be shown as it is.
    pub html_en: String,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// What staff can change of a content page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PageDetails {
    /// Indonesian title.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// Indonesian text in Markdown (CommonMark with tables); HTML in it is shown as text.
    pub body: String,
    /// English text in Markdown.
    pub body_en: String,
}

impl Validate for PageDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/title", &self.title, 2, TITLE_MAX);
        faults.text("/title_en", &self.title_en, 2, TITLE_MAX);
        faults.text("/body", &self.body, 1, BODY_MAX);
        faults.text("/body_en", &self.body_en, 1, BODY_MAX);
    }
}

/// A content page as staff see and change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffPage {
    /// Name in the URL.
    pub slug: PageSlug,
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: PageDetails,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Revision for StaffPage {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// Markdown to look at before it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PreviewPageRequest {
    /// Markdown.
    pub body: String,
}

impl Validate for PreviewPageRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/body", &self.body, 0, BODY_MAX);
    }
}

/// Markdown as it will be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct PagePreview {
    /// HTML, safe to be shown as it is.
    pub html: String,
}
