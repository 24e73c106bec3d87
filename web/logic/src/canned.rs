//! Texts of the chat that are looked for by typing `/`.

use shared::chat::CannedResponse;

/// How many are shown at once.
const SHOWN: usize = 8;

/// What is looked for, while the text is `/` and a beginning of a name, or that follows what was written `before`.
#[must_use]
pub fn wanted<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    let typed = text.strip_prefix(before).and_then(|rest| rest.strip_prefix('/')).or_else(|| text.strip_prefix('/'))?;
    (!typed.contains(char::is_whitespace)).then_some(typed)
}

/// Those that fit: by their shortcut first, then by what they are for.
#[must_use]
pub fn fitting(all: &[CannedResponse], typed: &str) -> Vec<CannedResponse> {
    let typed = typed.to_lowercase();
    let by_shortcut = |response: &&CannedResponse| response.shortcut.starts_with(&typed);
    let by_title = |response: &&CannedResponse| !by_shortcut(response) && response.title.to_lowercase().contains(&typed);
    all.iter().filter(by_shortcut).chain(all.iter().filter(by_title)).take(SHOWN).cloned().collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::ids::CannedResponseId;

    use super::*;

    fn response(shortcut: &str, title: &str) -> CannedResponse {
        CannedResponse {
            id: CannedResponseId::generate(),
            revision: 1,
            shortcut: shortcut.to_owned(),
            title: title.to_owned(),
            body: String::new(),
            updated_at: DateTime::default(),
        }
    }

    #[test]
    fn a_slash_and_a_name_ask_for_a_text() {
        assert_eq!((wanted("/", ""), wanted("/sa", ""), wanted("sa", "")), (Some(""), Some("sa"), None));
        assert_eq!((wanted("/sa ya", ""), wanted("a /sa", "")), (None, None));
        assert_eq!((wanted("a /sa", "a "), wanted("a /sa ya", "a "), wanted("b /sa", "a ")), (Some("sa"), None, None));
        assert_eq!((wanted("/sa", "a "), wanted("a ", "a ")), (Some("sa"), None));
    }

    #[test]
    fn shortcuts_come_before_titles() {
        let all = [response("halo", "Salam pembuka"), response("salam", "Penutup"), response("stok", "Stok habis")];
        let found: Vec<String> = fitting(&all, "Sal").into_iter().map(|response| response.shortcut).collect();
        assert_eq!(found, ["salam", "halo"]);
        assert_eq!(fitting(&all, "").len(), 3);
    }
}
