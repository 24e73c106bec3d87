//! The shop's looks: its logo, one accent colour, and all colours that follow from that one.
//!
//! Staff choose the accent alone. What is written on it, what it is under the pointer, and the shades of it that
//! can be read on a page are reckoned here, so that every choice stays readable (WCAG 2.2, 1.4.3). The shop's
//! stylesheet, its papers and emails, and the form that shows what comes of a choice all ask here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::UnknownWord;
use crate::catalog::Image;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The contrast that text needs (WCAG 2.2, level AA).
pub const AA: f64 = 4.5;

/// A colour in sRGB, written as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// White.
    pub const WHITE: Self = Self([0xff; 3]);
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// What the house writes in.
    pub const INK: Self = Self([0x1a; 3]);

    /// `percent` of the way to another colour.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u32) -> Self {
        let percent = percent.min(100);
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * (100 - percent) + u32::from(to) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        let (Self([red, green, blue]), Self([to_red, to_green, to_blue])) = (self, other);
        Self([mix(red, to_red), mix(green, to_green), mix(blue, to_blue)])
    }

    /// How light it is, from 0 to 1 (relative luminance, WCAG 2.2).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let Self([red, green, blue]) = self;
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The contrast with another colour, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (own, other) = (self.luminance(), other.luminance());
        (own.max(other) + 0.05) / (own.min(other) + 0.05)
    }

    /// What can be read on it: the house's ink or white, whichever stands out more; black where neither does enough.
    #[must_use]
    pub fn ink(self) -> Self {
        let ink = if self.contrast(Self::INK) >= self.contrast(Self::WHITE) { Self::INK } else { Self::WHITE };
        if self.contrast(ink) >= AA { ink } else { Self::BLACK }
    }

    /// The nearest shade on the way to `end` that can be read on all of `grounds`.
    fn readable(self, end: Self, grounds: &[Self]) -> Self {
        let is_read = |shade: &Self| grounds.iter().all(|ground| shade.contrast(*ground) >= AA);
        (0..=50).map(|step| self.mixed(end, step * 2)).find(is_read).unwrap_or(end)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Rgb {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let digits = text.strip_prefix('#').ok_or(UnknownWord)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(UnknownWord);
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).map_err(|_| UnknownWord)?.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

/// The accent, and the colours that follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Palette {
    /// Behind buttons and badges, and large decoration.
    pub accent: Rgb,
    /// The same under the pointer.
    pub hover: Rgb,
    /// What is written on both.
    pub on_accent: Rgb,
    /// The accent as text and icons on light pages.
    pub on_light: Rgb,
    /// The accent as text and icons on dark pages.
    pub on_dark: Rgb,
    /// A breath of it, behind what is chosen on light pages.
    pub light_tint: Rgb,
    /// The same on dark pages.
    pub dark_tint: Rgb,
}

/// What text lies on in the light theme, the tint apart; see `web/styles/kit/tokens.css`.
const LIGHT: [Rgb; 3] = [Rgb::WHITE, Rgb([0xf8, 0xf9, 0xfa]), Rgb([0xef, 0xf1, 0xf3])];
/// The same in the dark theme and on stages.
const DARK: [Rgb; 4] = [Rgb([0x0a; 3]), Rgb([0x16; 3]), Rgb([0x1c; 3]), Rgb([0x22; 3])];

impl Palette {
    /// The colours of the house, chosen by hand. The same as in `web/styles/kit/tokens.css`.
    pub const HOUSE: Self = Self {
        accent: Rgb([0xff, 0x6b, 0x35]),
        hover: Rgb([0xff, 0x8c, 0x42]),
        on_accent: Rgb::INK,
        on_light: Rgb([0xb9, 0x3a, 0x08]),
        on_dark: Rgb([0xff, 0x6b, 0x35]),
        light_tint: Rgb([0xff, 0xf0, 0xe9]),
        dark_tint: Rgb([0x2a, 0x17, 0x10]),
    };

    /// The colours that follow from an accent.
    #[must_use]
    pub fn of(accent: Rgb) -> Self {
        if accent == Self::HOUSE.accent {
            return Self::HOUSE;
        }
        let on_accent = accent.ink();
        // Away from what is written on it, so that it can be read no worse.
        let hover = if on_accent == Rgb::WHITE { accent.mixed(Rgb::BLACK, 15) } else { accent.mixed(Rgb::WHITE, 20) };
        let light_tint = accent.mixed(Rgb::WHITE, 90);
        let dark_tint = accent.mixed(DARK[0], 85);
        Self {
            accent,
            hover,
            on_accent,
            on_light: accent.readable(Rgb::BLACK, &[LIGHT[0], LIGHT[1], LIGHT[2], light_tint]),
            on_dark: accent.readable(Rgb::WHITE, &[DARK[0], DARK[1], DARK[2], DARK[3], dark_tint]),
            light_tint,
            dark_tint,
        }
    }

    /// The least contrast that text of this colour has on light pages.
    #[must_use]
    pub fn least_on_light(&self, text: Rgb) -> f64 {
        LIGHT.into_iter().chain([self.light_tint]).map(|ground| text.contrast(ground)).fold(f64::INFINITY, f64::min)
    }

    /// The same on dark pages.
    #[must_use]
    pub fn least_on_dark(&self, text: Rgb) -> f64 {
        DARK.into_iter().chain([self.dark_tint]).map(|ground| text.contrast(ground)).fold(f64::INFINITY, f64::min)
    }

    /// Whether these are the house's own colours.
    #[must_use]
    pub fn is_house(&self) -> bool {
        *self == Self::HOUSE
    }
}

impl Default for Palette {
    fn default() -> Self {
        Self::HOUSE
    }
}

/// The shop's looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StoreBrand {
    /// The accent colour as `#rrggbb`.
    pub accent: String,
    /// The logo; absent where the shop shows the mark of the house.
    pub logo: Option<Image>,
}

impl StoreBrand {
    /// Whether the shop looks like the house.
    #[must_use]
    pub fn is_house(&self) -> bool {
        self.logo.is_none() && self.accent.parse().is_ok_and(|accent| Palette::of(accent).is_house())
    }
}

/// What staff can change of the shop's looks; the logo is sent apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct StoreBrandDetails {
    /// The accent colour as `#rrggbb`; answered in small letters.
    pub accent: String,
}

impl Validate for StoreBrandDetails {
    fn check(&self, faults: &mut Faults) {
        let accent = self.accent.trim();
        if accent.is_empty() {
            faults.add(FieldError::new("/accent", FieldCode::Required));
        } else if accent.parse::<Rgb>().is_err() {
            faults.add(FieldError::new("/accent", FieldCode::InvalidFormat));
        }
    }
}

/// The shop's looks as staff see and change them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffStoreBrand {
    /// Counts the changes of details and logo; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: StoreBrandDetails,
    /// The logo, if there is one.
    pub logo: Option<Image>,
}

impl Revision for StaffStoreBrand {
    fn revision(&self) -> i32 {
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Rgb {
        text.parse().unwrap()
    }

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(colour("#FF6b35"), Rgb([255, 107, 53]));
        assert_eq!(colour("#FF6b35").to_string(), "#ff6b35");
        for bad in ["", "#", "ff6b35", "#fff", "#ff6b3", "#ff6b355", "#ff6b3g", "#+f6b35", "red", "#ff6b35;", "##f6b35", "#ééé"]
        {
            assert!(bad.parse::<Rgb>().is_err(), "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let near = |contrast: f64, expected: f64| assert!((contrast - expected).abs() < 0.05, "{contrast} is not {expected}");
        near(Rgb::BLACK.contrast(Rgb::WHITE), 21.0);
        near(Rgb::WHITE.contrast(Rgb::WHITE), 1.0);
        near(Palette::HOUSE.accent.contrast(Rgb::INK), 6.1);
        near(Palette::HOUSE.accent.contrast(Rgb::WHITE), 2.8);
        near(Palette::HOUSE.on_light.contrast(Rgb::WHITE), 5.7);
        near(colour("#777777").contrast(Rgb::WHITE), 4.48);
    }

    #[test]
    fn mixing_ends_at_both_ends() {
        let (from, to) = (colour("#102030"), colour("#f0e0d0"));
        assert_eq!((from.mixed(to, 0), from.mixed(to, 100), from.mixed(to, 400)), (from, to, to));
        assert_eq!(from.mixed(to, 50), colour("#808080"));
    }

    #[test]
    fn whatever_is_chosen_can_be_read() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let palette = Palette::of(Rgb([red, green, blue]));
                    let holds =
                        |text: Rgb, ground: Rgb| assert!(text.contrast(ground) >= AA, "{text} on {ground} of {palette:?}");
                    holds(palette.on_accent, palette.accent);
                    holds(palette.on_accent, palette.hover);
                    assert!(palette.least_on_light(palette.on_light) >= AA, "{palette:?}");
                    assert!(palette.least_on_dark(palette.on_dark) >= AA, "{palette:?}");
                    holds(Rgb::INK, palette.light_tint);
                    holds(Rgb([0xfa; 3]), palette.dark_tint);
                }
            }
        }
    }

    #[test]
    fn the_house_stays_as_it_was_drawn() {
        assert!(Palette::of(colour("#FF6B35")).is_house());
        assert!(!Palette::of(colour("#ff6b36")).is_house());
        assert_eq!(Palette::of(colour("#1d4ed8")).on_accent, Rgb::WHITE);
        assert_eq!(Palette::of(colour("#facc15")).on_accent, Rgb::INK);
        // Neither ink nor white is enough here.
        assert_eq!(colour("#7b7b7b").ink(), Rgb::BLACK);
    }

    #[test]
    fn a_colour_is_a_colour() {
        let fault = |accent: &str| {
            let errors = StoreBrandDetails { accent: accent.to_owned() }.validate().err().unwrap_or_default();
            errors.into_iter().map(|error| (error.pointer, error.code)).collect::<Vec<_>>()
        };
        assert_eq!(fault(" #1D4ED8 "), []);
        assert_eq!(fault(" "), [("/accent".to_owned(), FieldCode::Required)]);
        for bad in ["merah", "#12345", "#1234567", "#12345z", "url(x)", "#fff;}body{display:none"] {
            assert_eq!(fault(bad), [("/accent".to_owned(), FieldCode::InvalidFormat)], "{bad}");
        }
    }
}
