//! The words of the first HTML: the app's own, so that nothing reads differently once it is there.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use shared::account::Locale;

/// What the catalogue is written in.
const INDONESIAN: &str = include_str!("../../../../web/locales/id/shop.json");

/// The words of one language, as templates know them.
#[derive(Debug, Serialize)]
pub(super) struct Words {
    /// `id` or `en`.
    pub locale: Locale,
    /// What an address carries to stay in the language.
    pub lang: &'static str,
    /// `shop.json` of the app.
    shop: Value,
    /// `common.json` of the app.
    common: Value,
    /// The usual names and values of options, which are Indonesian in the catalogue, in this language.
    options: BTreeMap<String, String>,
}

impl Words {
    /// Reads the words of a language.
    ///
    /// # Errors
    /// When the app's files are no JSON.
    pub(super) fn of(locale: Locale) -> serde_json::Result<Self> {
        let (lang, shop, common) = match locale {
            Locale::Indonesian => ("", INDONESIAN, include_str!("../../../../web/locales/id/common.json")),
            Locale::English => (
                "?lang=en",
                include_str!("../../../../web/locales/en/shop.json"),
                include_str!("../../../../web/locales/en/common.json"),
            ),
        };
        let (own, shop): (Value, Value) = (serde_json::from_str(INDONESIAN)?, serde_json::from_str(shop)?);
        let options = options(&own, &shop);
        Ok(Self { locale, lang, shop, common: serde_json::from_str(common)?, options })
    }

    /// A text of `shop.json`, by its place such as `/home/title`.
    pub(super) fn shop(&self, place: &str) -> &str {
        self.shop.pointer(place).and_then(Value::as_str).unwrap_or_default()
    }

    /// A text of `common.json`.
    pub(super) fn common(&self, place: &str) -> &str {
        self.common.pointer(place).and_then(Value::as_str).unwrap_or_default()
    }

    /// The text in this language, or in the other one when that is missing.
    pub(super) fn pick<'a>(&self, indonesian: &'a str, english: &'a str) -> &'a str {
        if self.locale == Locale::English && !english.is_empty() { english } else { indonesian }
    }
}

/// What the Indonesian file says of options, in the words of another.
fn options(indonesian: &Value, shop: &Value) -> BTreeMap<String, String> {
    let known = indonesian.get("option").and_then(Value::as_object).into_iter().flatten();
    let in_words = |name: &str| shop.get("option")?.get(name)?.as_str();
    known.filter_map(|(name, text)| Some((text.as_str()?.to_owned(), in_words(name)?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_named_as_the_app_does() -> serde_json::Result<()> {
        let (indonesian, english) = (Words::of(Locale::Indonesian)?, Words::of(Locale::English)?);
        // Those that `web/src/shop/words.rs` knows.
        for (own, translated) in [
            ("Warna", "Finish"),
            ("Tangan", "Handedness"),
            ("Hitam", "Black"),
            ("Nilon merah", "Red nylon"),
            ("Kiri (kidal)", "Left-handed"),
        ] {
            assert_eq!(indonesian.options.get(own).map(String::as_str), Some(own));
            assert_eq!(english.options.get(own).map(String::as_str), Some(translated));
        }
        Ok(())
    }

    #[test]
    fn the_words_of_pages_are_there_in_both_languages() -> serde_json::Result<()> {
        for &locale in Locale::ALL {
            let words = Words::of(locale)?;
            for place in
                ["/home/title", "/home/description", "/list/title", "/lost/product", "/lost/product_text", "/lost/category"]
            {
                assert!(!words.shop(place).is_empty(), "{locale} {place}");
            }
            for place in [
                "/shop_name",
                "/state/not_found_title",
                "/state/not_found_text",
                "/maintenance/closed_title",
                "/maintenance/closed_text",
            ] {
                assert!(!words.common(place).is_empty(), "{locale} {place}");
            }
        }
        Ok(())
    }
}
