//! The words of the first HTML: the app's own, so that nothing reads differently once it is there.

use serde::Serialize;
use serde_json::Value;
use shared::account::Locale;

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
}

impl Words {
    /// Reads the words of a language.
    ///
    /// # Errors
    /// When the app's files are no JSON.
    pub(super) fn of(locale: Locale) -> serde_json::Result<Self> {
        let (lang, shop, common) = match locale {
            Locale::Indonesian => {
                ("", include_str!("../../../../web/locales/id/shop.json"), include_str!("../../../../web/locales/id/common.json"))
            }
            Locale::English => (
                "?lang=en",
                include_str!("../../../../web/locales/en/shop.json"),
                include_str!("../../../../web/locales/en/common.json"),
            ),
        };
        Ok(Self { locale, lang, shop: serde_json::from_str(shop)?, common: serde_json::from_str(common)? })
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

#[cfg(test)]
mod tests {
    use super::*;

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
