//! An email as staff may look at it.

/// What stands in links before their secret.
const MARK: &str = "token=";

/// With the secrets of links hidden: whoever reads the outbox must not be able to open the account
/// that a link is for.
pub(super) fn without_secrets(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut hidden = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || "-_".contains(character));
        hidden.push_str(MARK);
        hidden.push_str("•••");
        hidden.push_str(rest);
    }
    hidden
}

/// The HTML part for a frame without rights: its style sheet, which the page's policy would refuse,
/// is left out, and no link leads anywhere. What it looks like is in its style attributes.
pub(super) fn framed(html: &str) -> String {
    let without_styles = match (html.find("<style>"), html.find("</style>")) {
        (Some(from), Some(to)) if from < to => {
            let after = html.get(to + "</style>".len()..).unwrap_or_default();
            format!("{}{after}", html.get(..from).unwrap_or_default())
        }
        _ => html.to_owned(),
    };
    without_secrets(&without_styles).replacen("<head>", "<head><base target=\"_blank\">", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        let text = "a https://x.example/reset-password?token=AbC-_9\nb token=Q\"> c";
        assert_eq!(without_secrets(text), "a https://x.example/reset-password?token=•••\nb token=•••\"> c");
        assert_eq!(without_secrets("nothing to hide"), "nothing to hide");
    }

    #[test]
    fn a_frame_has_no_style_sheet() {
        let html = "<html><head><title>t</title><style>a { color: red; }</style></head><body>b</body></html>";
        assert_eq!(framed(html), "<html><head><base target=\"_blank\"><title>t</title></head><body>b</body></html>");
    }
}
