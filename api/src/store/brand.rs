//! The shop's looks, as they are stored and kept.

use sea_orm::FromQueryResult;
use serde_json::Value;
use shared::brand::{Palette, Rgb, StoreBrand};

use crate::files::{self, ImageRow};

/// Columns of [`BrandRow`], of `store_profile s`.
pub(super) const BRAND_COLUMNS: &str = "s.colours ->> 'accent' AS accent, s.logo";

/// The shop's looks as a row.
#[derive(FromQueryResult)]
pub(super) struct BrandRow {
    accent: Option<String>,
    logo: Option<Value>,
}

/// The shop's colours and its logo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brand {
    /// All colours that follow from the accent.
    pub palette: Palette,
    /// The logo, if there is one.
    pub logo: Option<ImageRow>,
}

impl From<BrandRow> for Brand {
    fn from(row: BrandRow) -> Self {
        let accent: Option<Rgb> = row.accent.and_then(|accent| accent.parse().ok());
        Self {
            palette: accent.map(Palette::of).unwrap_or_default(),
            logo: row.logo.and_then(|logo| serde_json::from_value(logo).ok()),
        }
    }
}

impl Brand {
    /// As the shop tells of it. The logo says the shop's name.
    pub(super) fn view(&self, name: &str) -> StoreBrand {
        let logo = self.logo.clone().map(|logo| files::image(ImageRow { alt: name.to_owned(), ..logo }));
        StoreBrand { accent: self.palette.accent.to_string(), logo }
    }

    /// The key of the logo's JPEG that is wide enough for paper and emails.
    #[must_use]
    pub fn printed_logo(&self) -> Option<String> {
        /// 54 mm, the widest that a logo is printed, at 300 dpi.
        const WIDE: i32 = 640;
        let logo = self.logo.as_ref()?;
        let widths = || logo.widths.iter().copied();
        let width = widths().filter(|width| *width <= WIDE).max().or_else(|| widths().min())?;
        Some(format!("{}-{width}.jpg", logo.path))
    }
}
