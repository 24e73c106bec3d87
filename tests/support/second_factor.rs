//! An authenticator app.

use serde_json::json;
use shared::two_factor::{RecoveryCodes, TwoFactorSetup};
use totp_rs::{Builder, Secret, Totp};

use crate::app::TestApp;
use crate::caller::Caller;

/// What a phone has once it is set up.
pub struct Authenticator {
    totp: Totp,
}

impl Authenticator {
    /// Set up with the secret that was told.
    pub fn new(setup: &TwoFactorSetup) -> Self {
        Self::with_secret(&setup.secret)
    }

    /// Set up with a secret that was typed.
    pub fn with_secret(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret).expect("base32");
        Self { totp: Builder::new().with_secret(secret).with_account_name("x").build().expect("a generator") }
    }

    /// Turns somebody's second factor on; gives the app and the recovery codes.
    pub async fn turn_on(app: &TestApp, caller: &Caller) -> (Self, Vec<String>) {
        let setup: TwoFactorSetup = caller.post("/account/two-factor/setup", json!({ "password": caller.password() })).await.ok();
        let phone = Self::new(&setup);
        let codes: RecoveryCodes = caller.post("/account/two-factor", json!({ "code": phone.code(app) })).await.ok();
        (phone, codes.codes)
    }

    /// The code of the shop's present time.
    pub fn code(&self, app: &TestApp) -> String {
        let now = u64::try_from(app.ctx.clock.now().timestamp()).expect("after 1970");
        self.totp.generate(now).to_string()
    }

    /// The code of the next half minute, which the clock is moved to.
    pub fn next(&self, app: &TestApp) -> String {
        app.ctx.clock.advance(chrono::TimeDelta::seconds(30));
        self.code(app)
    }
}
