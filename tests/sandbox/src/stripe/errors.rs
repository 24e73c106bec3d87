//! Stripe's error bodies. Source: <https://docs.stripe.com/api/errors>.

use serde_json::{Value, json};

/// An error as Stripe words it.
#[derive(Debug)]
pub(crate) struct Error {
    pub status: u16,
    pub kind: &'static str,
    pub code: Option<&'static str>,
    pub message: String,
    pub param: Option<String>,
    /// Whether an idempotency key remembers it: only what went wrong after validation.
    pub kept: bool,
}

impl Error {
    fn new(status: u16, code: Option<&'static str>, param: Option<&str>, message: String) -> Error {
        Error { status, kind: "invalid_request_error", code, message, param: param.map(str::to_owned), kept: false }
    }

    /// A rule broken that has no code.
    pub fn value(param: &str, message: String) -> Error {
        Error::new(400, None, Some(param), message)
    }

    /// A rule broken that has a code.
    pub fn coded(code: &'static str, param: &str, message: String) -> Error {
        Error::new(400, Some(code), Some(param), message)
    }

    pub fn missing(param: &str) -> Error {
        Error::new(400, Some("parameter_missing"), Some(param), format!("Missing required param: {param}."))
    }

    pub fn empty(param: &str) -> Error {
        let message = format!(
            "You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; \
             however '{param}' cannot be unset. You should remove '{param}' from your request or supply a non-empty value."
        );
        Error::new(400, Some("parameter_invalid_empty"), Some(param), message)
    }

    pub fn integer(param: &str, value: &str) -> Error {
        Error::new(400, Some("parameter_invalid_integer"), Some(param), format!("Invalid integer: {value}"))
    }

    pub fn too_small(param: &str, least: i64) -> Error {
        let message = format!("This value must be greater than or equal to {least}.");
        Error::new(400, Some("parameter_invalid_integer"), Some(param), message)
    }

    pub fn unknown(params: &[&str]) -> Error {
        let plural = if params.len() == 1 { "" } else { "s" };
        let message = format!("Received unknown parameter{plural}: {}", params.join(", "));
        Error::new(400, Some("parameter_unknown"), params.first().copied(), message)
    }

    /// An object that is not there, named in the path or in a parameter.
    pub fn no_such(object: &str, id: &str, param: &str) -> Error {
        Error::new(404, Some("resource_missing"), Some(param), format!("No such {object}: '{id}'"))
    }

    /// The request was fine, the state of things is not.
    pub fn state(code: Option<&'static str>, message: String) -> Error {
        Error { kept: true, ..Error::new(400, code, None, message) }
    }

    pub fn unauthorized(message: String) -> Error {
        Error::new(401, None, None, message)
    }

    pub fn no_route(method: &str, path: &str) -> Error {
        let message = format!(
            "Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. \
             If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code."
        );
        Error::new(404, None, None, message)
    }

    /// One idempotency key, two different requests.
    pub fn key_reused(key: &str) -> Error {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. \
             Try using a key other than '{key}' if you meant to execute a different request."
        );
        Error { kind: "idempotency_error", ..Error::new(400, None, None, message) }
    }

    /// The first request with this key is still being worked on.
    pub fn key_busy(key: &str) -> Error {
        let message =
            format!("There is currently another in-progress request using this Idempotency Key ({key}). Please try again later.");
        Error { kind: "idempotency_error", ..Error::new(409, Some("idempotency_key_in_use"), None, message) }
    }

    /// Stripe's own trouble: too many requests, or a failure on its side.
    pub fn outage(status: u16) -> Error {
        if status == 429 {
            let message = "Request rate limit exceeded. Learn more about rate limits in the documentation.".to_owned();
            return Error::new(429, Some("rate_limit"), None, message);
        }
        let message = "An error occurred on our side. Try again in a moment.".to_owned();
        Error { kind: "api_error", ..Error::new(status, None, None, message) }
    }

    /// `{"error": {…}}`
    pub fn body(&self) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        if let Some(code) = self.code {
            error["code"] = code.into();
            error["doc_url"] = format!("https://docs.stripe.com/error-codes/{}", code.replace('_', "-")).into();
        }
        if let Some(param) = &self.param {
            error["param"] = param.as_str().into();
        }
        json!({ "error": error })
    }

    /// What `Stripe-Should-Retry` says, where it says anything.
    pub fn should_retry(&self) -> bool {
        self.status == 409 || self.status == 429 || self.status >= 500
    }
}
