//! What people type into the search box.

/// The most characters of a search text.
pub(super) const MAX_TEXT: usize = 100;
/// The fewest characters that a word must have to be completed.
const MIN_PREFIX: usize = 2;
/// The most letters that stand before the digits of a model.
const LETTERS_OF_MODEL: usize = 4;
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

/// Words that shops here use for each other: what is typed, and what is written of goods.
const SYNONYMS: [(&str, &str); 1] = [("listrik", "elektrik")];

/// The text as its goods may write it: a model's letters and digits as one word (`rg 550`, `sm-58`), and one word for another
/// that means the same. `None` where that is the text itself, or it says more than words.
#[must_use]
pub(super) fn other_spelling(text: &str) -> Option<String> {
    if has_operators(text) {
        return None;
    }
    let typed = words(text);
    let mut spelled: Vec<String> = Vec::new();
    for word in &typed {
        let is_number = word.starts_with(|first: char| first.is_ascii_digit());
        match spelled.last_mut().filter(|before| is_number && before.chars().all(char::is_alphabetic)) {
            // Longer ones are words of their own, as in `senar 10`.
            Some(before) if before.chars().count() <= LETTERS_OF_MODEL => before.push_str(word),
            _ => {
                let meant = SYNONYMS.iter().find(|(said, _)| said == word).map_or(*word, |(_, written)| written);
                spelled.push(meant.to_owned());
            }
        }
    }
    let spelled = spelled.join(" ");
    (spelled != typed.join(" ")).then_some(spelled)
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
    fn models_are_written_in_several_ways() {
        for (typed, spelled) in [
            ("rg 550", Some("rg550")),
            ("shure sm-58", Some("shure sm58")),
            ("ibanez rg 7421 hitam", Some("ibanez rg7421 hitam")),
            ("gitar listrik", Some("gitar elektrik")),
            ("rg550", None),
            ("senar 10-46", None),
            ("gitar -listrik", None),
        ] {
            assert_eq!(other_spelling(typed).as_deref(), spelled, "{typed}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(words(&"a ".repeat(50)).len(), MAX_WORDS);
    }
}
