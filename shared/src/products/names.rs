//! Slugs and SKUs.

/// Most characters of a slug.
pub const MAX_SLUG: usize = 120;
/// Most characters of a slug that is made from a name.
const MADE_SLUG: usize = 80;

/// Whether the text can be a name in the URL: lower-case letters and digits, in parts joined by one dash.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let part_ok = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.len() <= MAX_SLUG && text.split('-').all(part_ok)
}

/// A name in the URL for a text; empty when no letter of it can stand there.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for character in text.chars().flat_map(char::to_lowercase) {
        let plain = plain(character);
        if plain.is_empty() {
            // An apostrophe joins, and so does an accent of its own: "D'Addario" is "daddario".
            gap = gap || !matches!(character, '\'' | '’' | '\u{300}'..='\u{36f}');
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.push_str(plain);
    }
    if slug.len() > MADE_SLUG {
        slug.truncate(MADE_SLUG);
        // Whole words only, where there are any.
        if let Some(end) = slug.rfind('-') {
            slug.truncate(end);
        }
    }
    slug
}

/// The letter or digit without its accent; nothing for what is neither. All are ASCII.
fn plain(character: char) -> &'static str {
    const ASCII: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
    if let Some(at) = ASCII.find(character) {
        return ASCII.get(at..=at).unwrap_or_default();
    }
    match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ť' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => "",
    }
}

/// A SKU as it is kept: in capitals, without space around it.
#[must_use]
pub fn normalize_sku(sku: &str) -> String {
    sku.trim().to_uppercase()
}

/// Whether a kept SKU has the right form: letters, digits, and `- . _ / +` between them.
pub(super) fn is_sku(sku: &str) -> bool {
    sku.len() <= MAX_SKU
        && sku.starts_with(|first: char| first.is_ascii_alphanumeric())
        && sku.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-._/+".contains(&byte))
}

/// Most characters of a SKU.
pub(super) const MAX_SKU: usize = 40;

/// What a SKU has in common with those of the same model: all but its last part where it has three or
/// more, letters and digits only. `IBZ-RG550-BK` gives `IBZRG550`, `EB-2221` gives `EB2221`. The
/// database's function of the same name says the same.
#[must_use]
pub fn sku_stem(sku: &str) -> String {
    let kept = match sku.rsplit_once('-') {
        Some((kept, _)) if kept.contains('-') => kept,
        _ => sku,
    };
    kept.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_are_made_from_names() {
        for (name, slug) in [
            ("Ibanez RG550 (Desert Sun Yellow)", "ibanez-rg550-desert-sun-yellow"),
            ("D'Addario EXL110 10–46", "daddario-exl110-10-46"),
            ("Motörhead  &  Ænima", "motorhead-aenima"),
            ("???", ""),
        ] {
            assert_eq!(slugify(name), slug, "{name}");
        }
        assert!(slugify(&"gitar listrik ".repeat(30)).len() <= MADE_SLUG);
    }

    #[test]
    fn stems_leave_out_what_tells_variants_apart() {
        for (sku, stem) in [("IBZ-RG550-BK", "IBZRG550"), ("EB-2221", "EB2221"), ("eb 2221", "EB2221"), ("A-B-C-D", "ABC")] {
            assert_eq!(sku_stem(sku), stem, "{sku}");
        }
    }

    proptest! {
        #[test]
        fn what_is_made_is_a_slug(name in ".{0,200}") {
            let slug = slugify(&name);
            prop_assert!(slug.is_empty() || is_slug(&slug), "{}", slug);
        }
    }
}
