//! The endpoints of one's own data.

use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use shared::account::{AccountDeletion, DeleteAccountRequest};

use super::data::{self, OwnData};
use super::{cookie, delete};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, NoContent, SignedIn};

/// One's own data: taking it along, deleting the account.
pub struct OwnDataRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Account")]
impl OwnDataRoutes {
    /// Download what the shop knows of oneself: profile, addresses, devices, cart, reviews, notifications, emails, chat, orders.
    #[oai(path = "/account/data", method = "get", operation_id = "download_own_data")]
    async fn download_own_data(&self, caller: SignedIn) -> ApiResult<OwnData> {
        data::file(&self.ctx, &caller.0).await
    }

    /// Read what stands between oneself and deleting one's account.
    #[oai(path = "/account/deletion", method = "get", operation_id = "get_account_deletion")]
    async fn get_account_deletion(&self, caller: SignedIn) -> ApiResult<Body<AccountDeletion>> {
        Ok(Body(delete::outlook(&self.ctx, &caller.0).await?))
    }

    /// Delete one's own account, for good. Orders and published reviews stay, without the name.
    ///
    /// `open_orders`, with `params.orders`: some are still under way. `last_admin`: nobody else could do everything.
    #[oai(path = "/account/deletion", method = "post", operation_id = "delete_account")]
    async fn delete_account(&self, caller: SignedIn, ask: Body<DeleteAccountRequest>, jar: &CookieJar) -> ApiResult<NoContent> {
        delete::delete(&self.ctx, &caller.0, ask.0).await?;
        cookie::clear(jar, &self.ctx.config);
        Ok(NoContent)
    }
}
