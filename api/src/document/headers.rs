//! Headers that answers have in common: written once, and referred to.

use serde_json::{Map, Value, json};

/// A header of answers.
struct Header {
    name: &'static str,
    /// Whether every answer that may have it has it.
    always: bool,
    kind: &'static str,
    about: &'static str,
}

const HEADERS: [Header; 9] = [
    Header {
        name: "X-Request-Id",
        always: true,
        kind: "string",
        about: "Names the request in the shop's log: as the request's own `X-Request-Id` did, or anew.",
    },
    Header {
        name: "RateLimit-Limit",
        always: false,
        kind: "integer",
        about: "To an API key: how many requests it may make in a minute.",
    },
    Header { name: "RateLimit-Remaining", always: false, kind: "integer", about: "To an API key: how many of them are left." },
    Header {
        name: "RateLimit-Reset",
        always: false,
        kind: "integer",
        about: "To an API key: seconds until all of them are there again.",
    },
    Header {
        name: "Idempotency-Replayed",
        always: false,
        kind: "boolean",
        about: "`true`: what was answered to the request of the same `Idempotency-Key` before. Absent otherwise.",
    },
    Header { name: "Retry-After", always: false, kind: "integer", about: "Seconds to wait." },
    Header { name: "WWW-Authenticate", always: true, kind: "string", about: "`Bearer`: how to say who asks." },
    Header { name: "Allow", always: true, kind: "string", about: "The methods that the path has, divided by commas." },
    Header {
        name: "Set-Cookie",
        always: false,
        kind: "string",
        about: "For browsers: the refresh token, which only `/auth` gets to see, or its end.",
    },
];

/// What every answer may have.
pub(super) const ANY: &[&str] = &["X-Request-Id"];
/// What answers to API keys have.
pub(super) const PACE: &[&str] = &["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

/// The headers as components of the document.
pub(super) fn components() -> Map<String, Value> {
    HEADERS.iter().map(|header| (header.name.to_owned(), component(header))).collect()
}

fn component(header: &Header) -> Value {
    let mut schema = json!({ "type": header.kind });
    if header.kind == "integer" {
        schema["minimum"] = json!(u8::from(header.name == "Retry-After"));
    }
    json!({ "description": header.about, "required": header.always, "schema": schema })
}

/// Says that an answer may have these headers.
pub(super) fn put(answer: &mut Value, names: &[&str]) {
    for name in names {
        answer["headers"][*name] = json!({ "$ref": format!("#/components/headers/{name}") });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_referred_to_is_there() {
        let components = components();
        for name in ANY.iter().chain(PACE) {
            assert!(components.contains_key(*name), "{name}");
        }
        let mut answer = json!({ "description": "Done." });
        put(&mut answer, ANY);
        assert_eq!(answer["headers"]["X-Request-Id"]["$ref"], "#/components/headers/X-Request-Id");
    }
}
