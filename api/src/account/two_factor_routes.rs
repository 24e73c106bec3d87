//! The endpoints of second factors.

use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use shared::account::{LinkToken, SignedIn as SignedInBody};
use shared::two_factor::{
    CodeRequest, PasswordAndCodeRequest, PasswordRequest, RecoveryCodes, SecondFactorRequest, SignedInWithCodes, TwoFactor,
    TwoFactorSetup,
};

use super::sessions::Device;
use super::{challenge, confirm, two_factor};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, CartToken, ClientIp, Created, NoContent, RequestId, SignedIn};

/// Second factors.
pub struct TwoFactorRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Account")]
impl TwoFactorRoutes {
    /// Finish signing in with a code.
    ///
    /// For accounts with a second factor, signing in is refused with `second_factor_required`; its `params.token` and a code
    /// of the authenticator app, or a recovery code, sign in. A code works once.
    #[oai(path = "/auth/sign-in/second-factor", method = "post", operation_id = "sign_in_second_factor")]
    async fn sign_in_second_factor(
        &self,
        ask: Body<SecondFactorRequest>,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        cart: CartToken,
        ip: ClientIp,
        request_id: RequestId,
        /// The browser's description of itself; shown in the list of sessions.
        #[oai(name = "User-Agent")]
        user_agent: Header<Option<String>>,
        jar: &CookieJar,
    ) -> ApiResult<Body<SignedInBody>> {
        let device = Device { ip: &ip.0, user_agent: user_agent.as_deref().unwrap_or_default(), request_id: &request_id.0 };
        Ok(Body(challenge::second_step(&self.ctx, &ask.0, device, cart.0.as_deref(), jar).await?))
    }

    /// Begin to set a second factor up while signing in, where the role needs one.
    ///
    /// Signing in was refused with `second_factor_setup_required`; its `params.token` goes here.
    #[oai(path = "/auth/sign-in/second-factor/setup", method = "post", operation_id = "set_up_second_factor_to_sign_in")]
    async fn set_up_second_factor_to_sign_in(&self, ask: Body<LinkToken>) -> ApiResult<Body<TwoFactorSetup>> {
        Ok(Body(challenge::set_up(&self.ctx, &ask.0.token).await?))
    }

    /// Confirm the second factor that was just set up, and sign in.
    #[oai(path = "/auth/sign-in/second-factor/confirmation", method = "post", operation_id = "confirm_second_factor_to_sign_in")]
    async fn confirm_second_factor_to_sign_in(
        &self,
        ask: Body<SecondFactorRequest>,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        cart: CartToken,
        ip: ClientIp,
        request_id: RequestId,
        /// The browser's description of itself; shown in the list of sessions.
        #[oai(name = "User-Agent")]
        user_agent: Header<Option<String>>,
        jar: &CookieJar,
    ) -> ApiResult<Body<SignedInWithCodes>> {
        let device = Device { ip: &ip.0, user_agent: user_agent.as_deref().unwrap_or_default(), request_id: &request_id.0 };
        Ok(Body(challenge::confirm(&self.ctx, &ask.0, device, cart.0.as_deref(), jar).await?))
    }

    /// Give one's password again, for what was refused with `confirmation_required`. It counts for a quarter of an hour.
    #[oai(path = "/account/confirmation", method = "post", operation_id = "confirm_password")]
    async fn confirm_password(&self, caller: SignedIn, ask: Body<PasswordRequest>) -> ApiResult<NoContent> {
        confirm::confirm(&self.ctx, &caller.0, ask.0.password).await?;
        Ok(NoContent)
    }

    /// Read where one's own second factor stands.
    #[oai(path = "/account/two-factor", method = "get", operation_id = "get_two_factor")]
    async fn get_two_factor(&self, caller: SignedIn) -> ApiResult<Body<TwoFactor>> {
        Ok(Body(two_factor::state(&self.ctx, caller.0.user_id).await?))
    }

    /// Begin to set up a second factor: the secret for the authenticator app, also as a QR code.
    ///
    /// Told once; it counts when a code confirmed it. Beginning anew makes another secret.
    #[oai(path = "/account/two-factor/setup", method = "post", operation_id = "set_up_two_factor")]
    async fn set_up_two_factor(&self, caller: SignedIn, ask: Body<PasswordRequest>) -> ApiResult<Body<TwoFactorSetup>> {
        Ok(Body(two_factor::set_up(&self.ctx, &caller.0, ask.0.password).await?))
    }

    /// Turn the second factor on by a code of the app that was set up. Answers the recovery codes, once. Signs out
    /// everywhere else.
    #[oai(path = "/account/two-factor", method = "post", operation_id = "turn_on_two_factor")]
    async fn turn_on_two_factor(&self, caller: SignedIn, ask: Body<CodeRequest>) -> ApiResult<Created<RecoveryCodes>> {
        let codes = two_factor::turn_on(&self.ctx, &caller.0, &ask.0.code).await?;
        Ok(Created(RecoveryCodes { codes }))
    }

    /// Make new recovery codes; those before no longer work.
    #[oai(path = "/account/two-factor/recovery-codes", method = "post", operation_id = "renew_recovery_codes")]
    async fn renew_recovery_codes(
        &self,
        caller: SignedIn,
        ask: Body<PasswordAndCodeRequest>,
    ) -> ApiResult<Created<RecoveryCodes>> {
        Ok(Created(two_factor::renew_codes(&self.ctx, &caller.0, ask.0).await?))
    }

    /// Turn the second factor off.
    ///
    /// `second_factor_needed`: the role needs it.
    #[oai(path = "/account/two-factor/removal", method = "post", operation_id = "turn_off_two_factor")]
    async fn turn_off_two_factor(&self, caller: SignedIn, ask: Body<PasswordAndCodeRequest>) -> ApiResult<NoContent> {
        two_factor::turn_off(&self.ctx, &caller.0, ask.0).await?;
        Ok(NoContent)
    }
}
