//! `/store`: what the shop tells about itself.

use poem_openapi::OpenApi;
use shared::store::StoreProfile;

use super::find;
use crate::config::Environment;
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body};

/// The endpoints of this room.
pub struct StoreRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Store")]
impl StoreRoutes {
    /// Get the shop's name, address, contacts and opening hours.
    #[oai(path = "/store", method = "get", operation_id = "get_store")]
    async fn get_store(&self) -> ApiResult<Body<StoreProfile>> {
        let settings = find::settings(&self.ctx).await?;
        let demo = self.ctx.config.environment == Environment::Demo;
        Ok(Body(find::profile_view(&settings, self.ctx.clock.now(), demo)))
    }
}
