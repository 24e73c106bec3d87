//! Conditional requests.

use poem::http::HeaderValue;

/// Whether an `If-None-Match` names the tag, so that the client has it already (weak comparison, RFC
/// 9110 section 13.1.2).
pub(super) fn client_has(wanted: Option<&HeaderValue>, tag: Option<&HeaderValue>) -> bool {
    let (Some(wanted), Some(tag)) = (wanted.and_then(|value| value.to_str().ok()), tag.and_then(|value| value.to_str().ok()))
    else {
        return false;
    };
    wanted.trim() == "*" || wanted.split(',').any(|candidate| opaque(candidate) == opaque(tag))
}

/// The tag without its mark of weakness.
fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}
