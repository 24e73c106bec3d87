//! The shop itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::brand::StoreBrand;
use crate::maintenance::MaintenanceNotice;
use crate::regions::Region;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

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
    /// WhatsApp number in E.164, or empty.
    pub whatsapp: String,
    /// Email address.
    pub email: String,
    /// Website, or empty.
    pub website: String,
    /// Branch with its code, or empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub branch: String,
    /// Number of the business licence (NIB), or empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub licence_number: String,
    /// Accounts elsewhere.
    pub socials: StoreSocials,
    /// Opening hours, Monday first, in Asia/Jakarta.
    pub hours: Vec<OpeningHours>,
    /// Its logo and its colour.
    pub brand: StoreBrand,
    /// Whether it is open at this moment.
    pub open_now: bool,
    /// Whether this is a demonstration: nobody is charged and nothing is shipped.
    pub demo: bool,
    /// The maintenance that is under way.
    #[serde(default)]
    pub maintenance: Option<MaintenanceNotice>,
}

/// The shop's accounts elsewhere, as web addresses; empty where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct StoreSocials {
    /// Instagram.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub instagram: String,
    /// Facebook.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub facebook: String,
    /// TikTok.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub tiktok: String,
    /// YouTube.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub youtube: String,
}

impl StoreSocials {
    /// The ones there are, each with its name.
    #[must_use]
    pub fn links(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("Instagram", self.instagram.as_str()),
            ("Facebook", &self.facebook),
            ("TikTok", &self.tiktok),
            ("YouTube", &self.youtube),
        ];
        all.into_iter().filter(|(_, link)| !link.is_empty()).collect()
    }
}

/// What staff can change of the shop's profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct StoreDetails {
    /// Name.
    pub name: String,
    /// Tagline, or empty.
    pub tagline: String,
    /// Street address.
    pub address: String,
    /// City, as it is written in the address.
    pub city: String,
    /// Code of the regency or city it ships from, such as `32.73`.
    pub regency_code: String,
    /// Postal code.
    pub postal_code: String,
    /// Phone number; answered in E.164.
    pub phone: String,
    /// WhatsApp number, or empty; answered in E.164.
    pub whatsapp: String,
    /// Email address.
    pub email: String,
    /// Website, or empty.
    pub website: String,
    /// Name of the branch, or empty.
    pub branch_name: String,
    /// Code of the branch, or empty.
    pub branch_code: String,
    /// Who runs the branch, or empty.
    pub branch_manager: String,
    /// Number of the business licence (NIB), or empty.
    pub business_licence: String,
    /// Tax number (NPWP), or empty; answered as 15 or 16 digits.
    pub tax_number: String,
    /// Whether it is a taxable firm (PKP), which shows the PPN that prices contain. Needs a tax number.
    pub taxable: bool,
    /// Opening hours, one line per day of the week, Monday first, in Asia/Jakarta.
    pub hours: Vec<OpeningHours>,
    /// Accounts elsewhere.
    pub socials: StoreSocials,
}

impl StoreDetails {
    /// `Bandung (BDG-01)`: the branch with its code, as far as it has them.
    #[must_use]
    pub fn branch(&self) -> String {
        match (self.branch_name.as_str(), self.branch_code.as_str()) {
            (name, "") => name.to_owned(),
            ("", code) => code.to_owned(),
            (name, code) => format!("{name} ({code})"),
        }
    }

    /// The number of the business licence, without the word that some write before it.
    #[must_use]
    pub fn licence_number(&self) -> &str {
        let licence = self.business_licence.trim();
        licence.strip_prefix("NIB").unwrap_or(licence).trim_start_matches([':', ' '])
    }
}

/// The longest web address.
const URL_MAX: usize = 200;

impl Validate for StoreDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 2, 60);
        faults.text("/tagline", &self.tagline, 0, 120);
        faults.text("/address", &self.address, 5, 200);
        faults.text("/city", &self.city, 2, 60);
        faults.text("/regency_code", &self.regency_code, 1, 10);
        faults.postal_code("/postal_code", &self.postal_code);
        faults.phone("/phone", &self.phone);
        if !self.whatsapp.trim().is_empty() {
            faults.phone("/whatsapp", &self.whatsapp);
        }
        faults.email("/email", &self.email);
        faults.web_address("/website", &self.website, URL_MAX);
        faults.text("/branch_name", &self.branch_name, 0, 60);
        faults.text("/branch_code", &self.branch_code, 0, 20);
        faults.text("/branch_manager", &self.branch_manager, 0, 100);
        faults.text("/business_licence", &self.business_licence, 0, 60);
        let tax_number = self.tax_number.trim();
        if tax_number.is_empty() {
            if self.taxable {
                faults.add(FieldError::new("/tax_number", FieldCode::Required));
            }
        } else if normalize_tax_number(tax_number).is_none() {
            faults.add(FieldError::new("/tax_number", FieldCode::InvalidFormat));
        }
        self.check_hours(faults);
        for (name, link) in [
            ("instagram", &self.socials.instagram),
            ("facebook", &self.socials.facebook),
            ("tiktok", &self.socials.tiktok),
            ("youtube", &self.socials.youtube),
        ] {
            faults.web_address(&format!("/socials/{name}"), link, URL_MAX);
        }
    }
}

impl StoreDetails {
    fn check_hours(&self, faults: &mut Faults) {
        if self.hours.len() != 7 || self.hours.iter().zip(1..).any(|(day, weekday)| day.weekday != weekday) {
            faults.add(FieldError::new("/hours", FieldCode::InvalidFormat));
            return;
        }
        for (index, day) in self.hours.iter().enumerate() {
            let (opens, closes) = (day.opens.as_deref(), day.closes.as_deref());
            if opens.is_none() && closes.is_none() {
                continue;
            }
            for (name, time) in [("opens", opens), ("closes", closes)] {
                let pointer = format!("/hours/{index}/{name}");
                match time {
                    None | Some("") => faults.add(FieldError::new(pointer, FieldCode::Required)),
                    Some(time) if !is_time(time) => faults.add(FieldError::new(pointer, FieldCode::InvalidFormat)),
                    Some(_) => {}
                }
            }
            if opens == closes {
                faults.add(FieldError::new(format!("/hours/{index}/closes"), FieldCode::Duplicate));
            }
        }
    }
}

/// Whether the text is a time of day such as `09:30`, up to `24:00`.
fn is_time(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else { return false };
    let number =
        |digits: &str| (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse::<u8>().ok());
    match (number(hours).flatten(), number(minutes).flatten()) {
        (Some(hours), Some(minutes)) => (hours < 24 && minutes < 60) || (hours == 24 && minutes == 0),
        _ => false,
    }
}

/// The digits of a tax number (NPWP): 15 of the older form, `01.234.567.8-901.000`, or 16 of the one
/// that counts since 2024 (PMK 112/PMK.03/2022). `None` when it is neither.
#[must_use]
pub fn normalize_tax_number(text: &str) -> Option<String> {
    if text.chars().any(|character| !(character.is_ascii_digit() || " .-".contains(character))) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    matches!(digits.len(), 15 | 16).then_some(digits)
}

/// A tax number as it is printed: `01.234.567.8-901.000`; one of 16 digits has no marks.
#[must_use]
pub fn format_tax_number(digits: &str) -> String {
    if digits.len() != 15 || !digits.is_ascii() {
        return digits.to_owned();
    }
    let part = |from: usize, to: usize| &digits[from..to];
    format!("{}.{}.{}.{}-{}.{}", part(0, 2), part(2, 5), part(5, 8), part(8, 9), part(9, 12), part(12, 15))
}

/// The shop's profile as staff see and change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffStore {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: StoreDetails,
    /// The province it ships from.
    pub province: Region,
    /// The regency or city it ships from.
    pub regency: Region,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Revision for StaffStore {
    fn revision(&self) -> i32 {
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details() -> StoreDetails {
        let day = |weekday| OpeningHours { weekday, opens: Some("09:30".to_owned()), closes: Some("18:00".to_owned()) };
        StoreDetails {
            name: "Hurtrock".to_owned(),
            tagline: String::new(),
            address: "Jl. Riau 11".to_owned(),
            city: "Bandung".to_owned(),
            regency_code: "32.73".to_owned(),
            postal_code: "40115".to_owned(),
            phone: "0821-1555-8035".to_owned(),
            whatsapp: String::new(),
            email: "halo@example.com".to_owned(),
            website: String::new(),
            branch_name: String::new(),
            branch_code: String::new(),
            branch_manager: String::new(),
            business_licence: String::new(),
            tax_number: String::new(),
            taxable: false,
            hours: (1..=7).map(day).collect(),
            socials: StoreSocials::default(),
        }
    }

    fn broken(change: impl FnOnce(&mut StoreDetails)) -> Vec<(String, FieldCode)> {
        let mut details = details();
        change(&mut details);
        let errors = details.validate().err().unwrap_or_default();
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn a_branch_is_called_by_what_it_has() {
        let called = |name: &str, code: &str| {
            StoreDetails { branch_name: name.to_owned(), branch_code: code.to_owned(), ..details() }.branch()
        };
        assert_eq!(called("Bandung", "BDG-01"), "Bandung (BDG-01)");
        assert_eq!([called("Bandung", ""), called("", "BDG-01"), called("", "")], ["Bandung", "BDG-01", ""]);
    }

    #[test]
    fn a_licence_is_a_number() {
        for written in ["1234567890123", "NIB 1234567890123", " NIB: 1234567890123 "] {
            let details = StoreDetails { business_licence: written.to_owned(), ..details() };
            assert_eq!(details.licence_number(), "1234567890123");
        }
    }

    #[test]
    fn each_rule_names_its_field() {
        assert_eq!(broken(|_| ()), []);
        let one = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        assert_eq!(broken(|store| store.taxable = true), one("/tax_number", FieldCode::Required));
        assert_eq!(broken(|store| store.tax_number = "12345".to_owned()), one("/tax_number", FieldCode::InvalidFormat));
        assert_eq!(broken(|store| store.whatsapp = "x".to_owned()), one("/whatsapp", FieldCode::InvalidPhone));
        assert_eq!(broken(|store| store.website = "hurtrock".to_owned()), one("/website", FieldCode::InvalidFormat));
        assert_eq!(
            broken(|store| store.socials.instagram = "javascript:alert(1)//a.b".to_owned()),
            one("/socials/instagram", FieldCode::InvalidFormat)
        );
        assert_eq!(broken(|store| store.hours.truncate(6)), one("/hours", FieldCode::InvalidFormat));
        assert_eq!(broken(|store| store.hours.swap(0, 1)), one("/hours", FieldCode::InvalidFormat));
        assert_eq!(broken(|store| store.hours[2].closes = None), one("/hours/2/closes", FieldCode::Required));
        assert_eq!(
            broken(|store| store.hours[2].opens = Some("9:30".to_owned())),
            one("/hours/2/opens", FieldCode::InvalidFormat)
        );
        assert_eq!(
            broken(|store| store.hours[2].closes = Some("24:01".to_owned())),
            one("/hours/2/closes", FieldCode::InvalidFormat)
        );
        assert_eq!(
            broken(|store| store.hours[2].closes = Some("09:30".to_owned())),
            one("/hours/2/closes", FieldCode::Duplicate)
        );
        assert_eq!(broken(|store| (store.hours[6].opens, store.hours[6].closes) = (None, None)), []);
    }

    #[test]
    fn tax_numbers() {
        assert_eq!(normalize_tax_number("01.234.567.8-901.000").as_deref(), Some("012345678901000"));
        assert_eq!(normalize_tax_number("0012 3456 7890 1000").as_deref(), Some("0012345678901000"));
        assert_eq!(format_tax_number("012345678901000"), "01.234.567.8-901.000");
        assert_eq!(format_tax_number("0012345678901000"), "0012345678901000");
        for bad in ["", "1234", "01234567890100a", "01234567890100012"] {
            assert_eq!(normalize_tax_number(bad), None, "{bad}");
        }
    }
}
