//! What people type into the search box.

/// The most characters of a search text.
pub(super) const MAX_TEXT: usize = 100;
/// The fewest characters that a word must have to be completed.
const MIN_PREFIX: usize = 2;
/// Words beyond these are not looked at.
const MAX_WORDS: usize = 12;

/// The text as it is searched, cached and logged: single spaces, lower case, nothing invisible.
#[must_use]
pub(super) fn normalize(given: &str) -> String {
    let cleaned: String = given.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    cleaned.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a normalized text: letters and digits only.
#[must_use]
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).take(MAX_WORDS).collect()
}

/// The text for `to_tsquery` that takes the last word as the beginning of one: `les pa` becomes
/// `'les' & 'pa':*`.
///
/// `None` when the text says more than words (quotes, a minus, "or"): the reading as a web search
/// must then stand alone, or it would bring back what was excluded.
#[must_use]
pub(super) fn prefix_query(text: &str) -> Option<String> {
    let words = words(text);
    let last = words.last()?;
    if has_operators(text) || last.chars().count() < MIN_PREFIX {
        return None;
    }
    // Words are letters and digits only, so the quotes cannot be broken out of.
    let mut query: String = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" & ");
    query.push_str(":*");
    Some(query)
}

/// Whether the words of the text may be replaced by similar ones when nothing is found.
#[must_use]
pub(super) fn can_be_corrected(text: &str) -> bool {
    !has_operators(text) && words(text).iter().any(|word| word.chars().count() >= 3)
}

/// Quotes, a minus or "or", as web searches know them.
fn has_operators(text: &str) -> bool {
    text.contains('"') || text.split(' ').any(|part| part.starts_with('-') || part == "or")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_mean_the_same_are_the_same() {
        assert_eq!(normalize("  Les \t PAUL\u{0}\n"), "les paul");
        assert_eq!(normalize("\u{0}"), "");
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert_eq!(prefix_query("les pa").as_deref(), Some("'les' & 'pa':*"));
        assert_eq!(prefix_query("sm57-l'c\\:*"), None);
        assert_eq!(prefix_query("sm57-lc\\:*").as_deref(), Some("'sm57' & 'lc':*"));
        assert_eq!(prefix_query("g"), None);
        assert_eq!(prefix_query("!!!"), None);
    }

    #[test]
    fn what_was_excluded_stays_out() {
        for text in ["gitar -akustik", "\"les paul\"", "fender or gibson"] {
            assert_eq!(prefix_query(text), None, "{text}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(words(&"a ".repeat(50)).len(), MAX_WORDS);
    }
}
