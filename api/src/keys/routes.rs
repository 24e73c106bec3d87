//! The endpoints of this room.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::ids::ApiKeyId;
use shared::integrations::{ApiKey, ApiKeyDetails, NewApiKey, RotateSecretRequest};

use super::manage;
use crate::context::Ctx;
use crate::http::grants::IntegrationsManage;
use crate::http::{ApiResult, Area, Body, Can, Confirmed, Created, IfMatch, NoContent, Revised};

/// API keys in the back office.
pub struct ApiKeyRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/api-keys", tag = "Area::AdminIntegrations")]
impl ApiKeyRoutes {
    /// List the API keys, the newest first, without their secrets.
    #[oai(path = "/", method = "get", operation_id = "list_api_keys")]
    async fn list_api_keys(&self, _staff: Can<IntegrationsManage>) -> ApiResult<Body<Vec<ApiKey>>> {
        Ok(Body(manage::list(&self.ctx).await?))
    }

    /// Make an API key. Its secret is in this answer and nowhere else.
    ///
    /// It acts for whoever makes it, and never may more than they may at that moment; they are told by email.
    /// `person_required`: a key makes none. `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/", method = "post", operation_id = "create_api_key")]
    async fn create_api_key(
        &self,
        staff: Confirmed<IntegrationsManage>,
        ask: Body<ApiKeyDetails>,
    ) -> ApiResult<Created<NewApiKey>> {
        Ok(Created(manage::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Read an API key.
    #[oai(path = "/:key_id", method = "get", operation_id = "get_api_key")]
    async fn get_api_key(
        &self,
        _staff: Can<IntegrationsManage>,
        /// The key.
        key_id: Path<ApiKeyId>,
    ) -> ApiResult<Revised<ApiKey>> {
        Ok(Revised(manage::get(&self.ctx, key_id.0).await?))
    }

    /// Change an API key's name, scopes, limit or end, at once in every process.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`. `person_required`: a key changes none.
    /// `confirmation_required`: give the password again (`confirm_password`).
    #[oai(path = "/:key_id", method = "put", operation_id = "update_api_key")]
    async fn update_api_key(
        &self,
        staff: Confirmed<IntegrationsManage>,
        /// The key.
        key_id: Path<ApiKeyId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<ApiKeyDetails>,
    ) -> ApiResult<Revised<ApiKey>> {
        Ok(Revised(manage::update(&self.ctx, staff.caller(), key_id.0, if_match, ask.0).await?))
    }

    /// Give an API key another secret; the one before stays valid for `grace_minutes`.
    ///
    /// Whoever it acts for is told by email. `person_required`: a key rotates none. `confirmation_required`: give the password
    /// again (`confirm_password`).
    #[oai(path = "/:key_id/rotation", method = "post", operation_id = "rotate_api_key")]
    async fn rotate_api_key(
        &self,
        staff: Confirmed<IntegrationsManage>,
        /// The key.
        key_id: Path<ApiKeyId>,
        ask: Body<RotateSecretRequest>,
    ) -> ApiResult<Created<NewApiKey>> {
        Ok(Created(manage::rotate(&self.ctx, staff.caller(), key_id.0, ask.0).await?))
    }

    /// Revoke an API key, at once and for good.
    #[oai(path = "/:key_id", method = "delete", operation_id = "revoke_api_key")]
    async fn revoke_api_key(
        &self,
        staff: Can<IntegrationsManage>,
        /// The key.
        key_id: Path<ApiKeyId>,
    ) -> ApiResult<NoContent> {
        manage::revoke(&self.ctx, staff.caller(), key_id.0).await?;
        Ok(NoContent)
    }
}
