//! Things that several people edit: each change makes another revision, and says which one it was
//! made to, so that nobody overwrites what they have not seen.

/// Something with a revision.
pub trait Revision {
    /// Counts its changes.
    fn revision(&self) -> i32;
}

/// The revision as an entity tag: `"7"` (RFC 9110 section 8.8.3).
#[must_use]
pub fn to_tag(revision: i32) -> String {
    format!("\"{revision}\"")
}

/// The entity tag of an answer: the revision, and a name of all that the answer says, in hexadecimal: `"7.1f0e"`.
#[must_use]
pub fn to_tag_of_answer(revision: i32, name: &str) -> String {
    format!("\"{revision}.{name}\"")
}

/// The revision that an `If-Match` header names. The tag of an answer names its revision, compressed or not:
/// `"7.1f0e"` and `"7.1f0e-br"` are 7.
#[must_use]
pub fn from_tag(tag: &str) -> Option<i32> {
    let tag = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
    let number = tag.strip_suffix("-br").or_else(|| tag.strip_suffix("-gzip")).unwrap_or(tag);
    let (number, name) = number.split_once('.').unwrap_or((number, "0"));
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_back() {
        for revision in [0, 1, 7, i32::MAX] {
            assert_eq!(from_tag(&to_tag(revision)), Some(revision));
        }
        assert_eq!(from_tag(" \"7-br\""), Some(7));
        assert_eq!(from_tag("\"7-gzip\""), Some(7));
        assert_eq!(from_tag(&to_tag_of_answer(7, "1f0e")), Some(7));
        assert_eq!(from_tag("\"7.1f0e-br\""), Some(7));
        for bad in [
            "",
            "7",
            "\"\"",
            "*",
            "W/\"7\"",
            "\"-1\"",
            "\"7\", \"8\"",
            "\"99999999999\"",
            "\"+7\"",
            "\"seven\"",
            "\"7.\"",
            "\"7.x\"",
            "\".1f\"",
        ] {
            assert_eq!(from_tag(bad), None, "{bad}");
        }
    }
}
