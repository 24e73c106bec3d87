//! What can go wrong between a provider and us. No message ever holds a key.

/// A provider did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GatewayError {
    /// It did not answer, or is in trouble. Whether it did something is not known.
    #[error("the payment provider does not answer: {0}")]
    Unavailable(String),
    /// It repeats an earlier failure for this idempotency key, and always will.
    #[error("the payment provider repeats its failure: {0}")]
    Spent(String),
    /// It will not do this, now or later.
    #[error("the payment provider refused ({status} {code}): {message}")]
    Refused {
        /// HTTP status, or the status in the body where the provider puts it there.
        status: u16,
        /// The provider's word for it; may be empty.
        code: String,
        /// The provider's sentence.
        message: String,
    },
    /// Its answer makes no sense to us.
    #[error("the payment provider's answer is not understood: {0}")]
    Unexpected(String),
}

impl GatewayError {
    /// Nothing happened at the provider and nothing will.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// The HTTP status by which it refused the keys themselves.
    #[must_use]
    pub fn refuses_keys(&self) -> Option<u16> {
        match self {
            // Without the provider's own words it is somebody in between.
            Self::Refused { status: status @ (401 | 403), message, .. } if !message.is_empty() => Some(*status),
            _ => None,
        }
    }
}

/// A notification that is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// The signature is missing, wrong or too old.
    #[error("the signature is not authentic")]
    Forged,
    /// It cannot be read.
    #[error("the notification cannot be read")]
    Malformed,
}

/// The body as JSON that PostgreSQL can keep.
pub(super) fn parse_json(body: &[u8]) -> Result<serde_json::Value, Rejected> {
    let value: serde_json::Value = serde_json::from_slice(body).map_err(|_| Rejected::Malformed)?;
    if value.is_object() && !holds_nul(&value) { Ok(value) } else { Err(Rejected::Malformed) }
}

/// PostgreSQL's text and jsonb have no U+0000.
fn holds_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_provider_refuses_keys() {
        let refused = |status, message: &str| GatewayError::Refused { status, code: String::new(), message: message.to_owned() };
        assert_eq!(refused(401, "Invalid API Key provided").refuses_keys(), Some(401));
        assert_eq!(refused(403, "The provided key has no permission").refuses_keys(), Some(403));
        for other in [refused(400, "Invalid integer"), refused(403, ""), GatewayError::Unavailable("status 500".to_owned())] {
            assert_eq!(other.refuses_keys(), None, "{other}");
        }
    }

    #[test]
    fn what_postgresql_cannot_keep_is_malformed() {
        assert!(parse_json(br#"{"a":[{"b":"c"}]}"#).is_ok());
        for body in [&b"{"[..], b"[]", b"\"text\"", br#"{"a":["\u0000"]}"#, br#"{"a\u0000":1}"#, b"\xff\xfe"] {
            assert_eq!(parse_json(body).err(), Some(Rejected::Malformed));
        }
    }
}
