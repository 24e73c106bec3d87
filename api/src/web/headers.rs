//! Headers of pages, whatever they say.

use poem::Response;
use poem::http::{HeaderName, HeaderValue, header};

/// Headers of every page of the web app.
const PAGE: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    // Nothing here needs them, and a script that got in shall not have them either.
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Adds the security headers of a page.
pub fn secure(response: &mut Response, policy: &str) {
    let headers = response.headers_mut();
    for (name, value) in PAGE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
