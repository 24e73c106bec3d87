//! `/regions`: the choices of an address form.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::regions::Region;

use super::find;
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Cached};

/// The endpoints of this room.
pub struct RegionRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/regions", tag = "Area::Regions")]
impl RegionRoutes {
    /// List the provinces, by name.
    #[oai(path = "/provinces", method = "get", operation_id = "list_provinces")]
    async fn list_provinces(&self) -> ApiResult<Cached<Vec<Region>>> {
        find::provinces(&self.ctx).await
    }

    /// List the regencies and cities of a province, by name.
    #[oai(path = "/provinces/:code/regencies", method = "get", operation_id = "list_regencies")]
    async fn list_regencies(
        &self,
        /// Code of the province, such as `32`.
        code: Path<String>,
    ) -> ApiResult<Cached<Vec<Region>>> {
        find::regencies(&self.ctx, &code).await
    }

    /// List the districts of a regency or city, by name.
    #[oai(path = "/regencies/:code/districts", method = "get", operation_id = "list_districts")]
    async fn list_districts(
        &self,
        /// Code of the regency, such as `32.73`.
        code: Path<String>,
    ) -> ApiResult<Cached<Vec<Region>>> {
        find::districts(&self.ctx, &code).await
    }
}
