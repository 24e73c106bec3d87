//! The endpoints of this room.

use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use shared::account::{
    Address, AddressRequest, ChangePasswordRequest, ForgotPasswordRequest, LinkToken, Me, RegisterRequest, ResetPasswordRequest,
    Session, SignInRequest, SignedIn as SignedInBody, UpdateProfileRequest,
};
use shared::ids::{AddressId, SessionId};

use super::sessions::{self, Device};
use super::{addresses, change_password, profile, register, sign_in, verify};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, CartToken, ClientIp, Created, NoContent, RequestId, SignedIn};

/// Accounts.
pub struct AccountRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Account")]
impl AccountRoutes {
    /// Create an account and sign in.
    ///
    /// The refresh token is set as a cookie. A guest's cart named by `X-Cart-Token` becomes the account's.
    #[oai(path = "/auth/registration", method = "post", operation_id = "register")]
    async fn register(
        &self,
        ask: Body<RegisterRequest>,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        cart: CartToken,
        ip: ClientIp,
        request_id: RequestId,
        /// The browser's description of itself; shown in the list of sessions.
        #[oai(name = "User-Agent")]
        user_agent: Header<Option<String>>,
        jar: &CookieJar,
    ) -> ApiResult<Created<SignedInBody>> {
        let device = Device { ip: &ip.0, user_agent: user_agent.as_deref().unwrap_or_default(), request_id: &request_id.0 };
        Ok(Created(register::register(&self.ctx, ask.0, device, cart.0.as_deref(), jar).await?))
    }

    /// Sign in with an email address or a username.
    ///
    /// The refresh token is set as a cookie. A guest's cart named by `X-Cart-Token` is merged into the account's.
    /// `second_factor_required`: a code is asked for, too; `second_factor_setup_required`: the role needs a second factor that
    /// is not set up yet. Either way `params.token` goes on, for `params.expires_in` seconds.
    #[oai(path = "/auth/sign-in", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        ask: Body<SignInRequest>,
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
        Ok(Body(sign_in::sign_in(&self.ctx, ask.0, device, cart.0.as_deref(), jar).await?))
    }

    /// Get a new access token for the refresh token in the cookie, which rotates.
    ///
    /// A cart that was filled before it was known who is there, named by `X-Cart-Token`, is merged into the account's.
    #[oai(path = "/auth/refresh", method = "post", operation_id = "refresh_session")]
    async fn refresh_session(
        &self,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        cart: CartToken,
        ip: ClientIp,
        jar: &CookieJar,
    ) -> ApiResult<Body<SignedInBody>> {
        let device = Device { ip: &ip.0, user_agent: "", request_id: "" };
        let signed_in = sessions::refresh(&self.ctx, &device, jar).await?;
        crate::cart::adopt(&self.ctx, signed_in.user.id, cart.0.as_deref()).await;
        Ok(Body(signed_in))
    }

    /// Sign out on this device.
    #[oai(path = "/auth/sign-out", method = "post", operation_id = "sign_out")]
    async fn sign_out(&self, jar: &CookieJar) -> ApiResult<NoContent> {
        sessions::sign_out(&self.ctx, jar).await?;
        Ok(NoContent)
    }

    /// Ask for a link to set a new password.
    ///
    /// The answer is the same whether the address is an account's or not. The link works for an hour, and once.
    #[oai(path = "/auth/password-links", method = "post", operation_id = "forgot_password")]
    async fn forgot_password(&self, ask: Body<ForgotPasswordRequest>, ip: ClientIp) -> ApiResult<NoContent> {
        change_password::ask_for_link(&self.ctx, &ask.0, &ip.0).await?;
        Ok(NoContent)
    }

    /// Ask whether a link to set a new password still works.
    #[oai(path = "/auth/password-links/check", method = "post", operation_id = "check_password_link")]
    async fn check_password_link(&self, ask: Body<LinkToken>) -> ApiResult<NoContent> {
        change_password::check_link(&self.ctx, &ask.0).await?;
        Ok(NoContent)
    }

    /// Set a new password by a link. Signs out everywhere, and revokes the API keys that act for the account.
    #[oai(path = "/auth/password", method = "put", operation_id = "reset_password")]
    async fn reset_password(&self, ask: Body<ResetPasswordRequest>, ip: ClientIp, request_id: RequestId) -> ApiResult<NoContent> {
        change_password::reset(&self.ctx, ask.0, &ip.0, &request_id.0).await?;
        Ok(NoContent)
    }

    /// Change one's own password. Signs out everywhere else.
    #[oai(path = "/account/password", method = "put", operation_id = "change_password")]
    async fn change_password(&self, caller: SignedIn, ask: Body<ChangePasswordRequest>, ip: ClientIp) -> ApiResult<NoContent> {
        change_password::change(&self.ctx, &caller.0, ask.0, &ip.0).await?;
        Ok(NoContent)
    }

    /// Have the link that confirms one's email address sent again.
    ///
    /// Nothing is sent when the address is confirmed already.
    #[oai(path = "/account/email-verification", method = "post", operation_id = "send_email_verification")]
    async fn send_email_verification(&self, caller: SignedIn) -> ApiResult<NoContent> {
        verify::send_again(&self.ctx, &caller.0).await?;
        Ok(NoContent)
    }

    /// Confirm an email address by the link that was sent to it.
    #[oai(path = "/account/email-verification/confirm", method = "post", operation_id = "confirm_email")]
    async fn confirm_email(&self, ask: Body<LinkToken>) -> ApiResult<NoContent> {
        verify::confirm(&self.ctx, &ask.0).await?;
        Ok(NoContent)
    }

    /// Read one's own profile.
    #[oai(path = "/account", method = "get", operation_id = "get_profile")]
    async fn get_profile(&self, caller: SignedIn) -> ApiResult<Body<Me>> {
        Ok(Body(profile::get(&self.ctx, &caller.0).await?))
    }

    /// Change one's own profile.
    #[oai(path = "/account", method = "put", operation_id = "update_profile")]
    async fn update_profile(&self, caller: SignedIn, ask: Body<UpdateProfileRequest>) -> ApiResult<Body<Me>> {
        Ok(Body(profile::update(&self.ctx, &caller.0, ask.0).await?))
    }

    /// List one's own addresses, the default one first.
    #[oai(path = "/account/addresses", method = "get", operation_id = "list_addresses")]
    async fn list_addresses(&self, caller: SignedIn) -> ApiResult<Body<Vec<Address>>> {
        Ok(Body(addresses::list(&self.ctx, &caller.0).await?))
    }

    /// Save a new address.
    #[oai(path = "/account/addresses", method = "post", operation_id = "create_address")]
    async fn create_address(&self, caller: SignedIn, ask: Body<AddressRequest>) -> ApiResult<Created<Address>> {
        Ok(Created(addresses::create(&self.ctx, &caller.0, ask.0).await?))
    }

    /// Change an address. Orders keep the one they were placed with.
    #[oai(path = "/account/addresses/:address_id", method = "put", operation_id = "update_address")]
    async fn update_address(
        &self,
        caller: SignedIn,
        /// The address.
        address_id: Path<AddressId>,
        ask: Body<AddressRequest>,
    ) -> ApiResult<Body<Address>> {
        Ok(Body(addresses::update(&self.ctx, &caller.0, address_id.0, ask.0).await?))
    }

    /// Remove an address.
    #[oai(path = "/account/addresses/:address_id", method = "delete", operation_id = "delete_address")]
    async fn delete_address(
        &self,
        caller: SignedIn,
        /// The address.
        address_id: Path<AddressId>,
    ) -> ApiResult<NoContent> {
        addresses::delete(&self.ctx, &caller.0, address_id.0).await?;
        Ok(NoContent)
    }

    /// List the devices one is signed in on.
    #[oai(path = "/account/sessions", method = "get", operation_id = "list_sessions")]
    async fn list_sessions(&self, caller: SignedIn) -> ApiResult<Body<Vec<Session>>> {
        Ok(Body(sessions::list(&self.ctx, &caller.0).await?))
    }

    /// Sign out everywhere else.
    #[oai(path = "/account/sessions", method = "delete", operation_id = "end_other_sessions")]
    async fn end_other_sessions(&self, caller: SignedIn) -> ApiResult<NoContent> {
        sessions::end_others(&self.ctx, &caller.0).await?;
        Ok(NoContent)
    }

    /// Sign out on one device.
    #[oai(path = "/account/sessions/:session_id", method = "delete", operation_id = "end_session")]
    async fn end_session(
        &self,
        caller: SignedIn,
        /// The session.
        session_id: Path<SessionId>,
    ) -> ApiResult<NoContent> {
        sessions::end(&self.ctx, &caller.0, session_id.0).await?;
        Ok(NoContent)
    }
}
