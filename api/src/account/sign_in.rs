//! Signs a person in.

use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use shared::account::{SignInRequest, SignedIn as SignedInBody};
use shared::ids::UserId;
use shared::problem::ErrorCode;

use super::sessions::{self, Device, Verified};
use super::throttle::{self, Target};
use super::{challenge, store};
use crate::context::Ctx;
use crate::http::ApiError;

/// Checks the password, opens a session and takes over the guest's cart.
pub(super) async fn sign_in(
    ctx: &Ctx,
    ask: SignInRequest,
    device: Device<'_>,
    cart_token: Option<&str>,
    jar: &CookieJar,
) -> Result<SignedInBody, ApiError> {
    let login = ask.login.trim();
    let found = store::credentials(&ctx.db, login).await?;
    // Known or not, the same is done.
    let target = found.as_ref().map_or(Target::Nobody(login), |user| Target::Password(UserId(user.id)));
    let hash = found.as_ref().map(|user| user.password_hash.clone());
    let right = throttle::verify(ctx, target, device.ip, ask.password, hash).await?;
    let Some(user) = found.filter(|_| right) else {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, ErrorCode::WrongCredentials));
    };
    if !user.active {
        return Err(ApiError::new(StatusCode::FORBIDDEN, ErrorCode::AccountInactive));
    }
    let verified = Verified::Password(&user.password_hash);
    if user.two_factor || user.must_set_up {
        return Err(challenge::issue(ctx, UserId(user.id), verified, !user.two_factor).await?);
    }
    let signed_in = sessions::enter(ctx, UserId(user.id), verified, &device, jar).await?;
    crate::cart::adopt(ctx, UserId(user.id), cart_token).await;
    Ok(signed_in)
}
