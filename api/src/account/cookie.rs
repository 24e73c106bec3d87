//! The refresh token's cookie.

use std::time::Duration;

use poem::web::cookie::{Cookie, CookieJar, SameSite};
use shared::ids::SessionId;

use crate::config::Config;

const NAME: &str = "hurtrock_refresh";
/// Only the endpoints that need it get to see it.
const PATH: &str = "/api/v1/auth";

/// A refresh token: which session, and the secret that proves it.
pub(super) struct RefreshToken {
    pub session: SessionId,
    pub secret: String,
}

/// Hands the refresh token to the browser.
pub(super) fn set(jar: &CookieJar, config: &Config, token: &RefreshToken, lifetime: Duration) {
    let mut cookie = Cookie::new_with_str(NAME, format!("{}.{}", token.session, token.secret));
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(config.is_https());
    cookie.set_path(PATH);
    cookie.set_max_age(lifetime);
    jar.add(cookie);
}

/// The refresh token that the browser presents.
pub(super) fn get(jar: &CookieJar) -> Option<RefreshToken> {
    let cookie = jar.get(NAME)?;
    let (session, secret) = cookie.value_str().split_once('.')?;
    Some(RefreshToken { session: session.parse().ok()?, secret: secret.to_owned() })
}

/// Takes it back.
pub(super) fn clear(jar: &CookieJar, config: &Config) {
    let mut cookie = Cookie::new_with_str(NAME, "");
    cookie.set_path(PATH);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(config.is_https());
    cookie.set_max_age(Duration::ZERO);
    jar.add(cookie);
}
