//! The endpoints of this room for staff.

use poem_openapi::OpenApi;
use shared::store::{StaffStore, StoreDetails};

use super::edit;
use crate::context::Ctx;
use crate::http::grants::SettingsManage;
use crate::http::{ApiResult, Area, Body, Can, IfMatch, Revised};

/// The shop's profile in the back office.
pub struct AdminStoreRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/store", tag = "Area::AdminSettings")]
impl AdminStoreRoutes {
    /// Read the shop's profile with its revision.
    #[oai(path = "/", method = "get", operation_id = "get_staff_store")]
    async fn get_staff_store(&self, _staff: Can<SettingsManage>) -> ApiResult<Revised<StaffStore>> {
        Ok(Revised(edit::get(&self.ctx).await?))
    }

    /// Change the shop's profile.
    ///
    /// What it says of itself, its opening hours and whether prices contain PPN hold at once, in every
    /// process. `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/", method = "put", operation_id = "update_store")]
    async fn update_store(
        &self,
        staff: Can<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<StoreDetails>,
    ) -> ApiResult<Revised<StaffStore>> {
        Ok(Revised(edit::update(&self.ctx, staff.caller(), if_match, ask.0).await?))
    }
}
