//! Secrets do not go into the log, only that they changed.

use serde_json::Value;

/// Stands where a secret was.
const HIDDEN: &str = "•••";

/// Parts of names of fields that hold secrets, whoever sends them along.
const SECRET: &[&str] =
    &["password", "secret", "token", "private_key", "server_key", "api_key", "key_hash", "recovery_code", "totp_code"];

/// The value with what secret fields hold hidden, also deep inside.
pub(super) fn redact(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let hide = |(name, value): (String, Value)| {
                let lower = name.to_lowercase();
                let secret = !value.is_null() && !value.is_boolean() && SECRET.iter().any(|part| lower.contains(part));
                (name, if secret { Value::from(HIDDEN) } else { redact(value) })
            };
            Value::Object(fields.into_iter().map(hide).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(redact).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_hidden_wherever_they_are() {
        let given = json!({ "name": "x", "Webhook_Secret": "whsec_1", "keys": [{ "server_key": "SB-1", "mode": "sandbox" }],
                            "password_set": true, "api_key": null });
        let kept = json!({ "name": "x", "Webhook_Secret": HIDDEN, "keys": [{ "server_key": HIDDEN, "mode": "sandbox" }],
                           "password_set": true, "api_key": null });
        assert_eq!(redact(given), kept);
    }
}
