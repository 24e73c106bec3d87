//! `/admin/settings/maintenance`.

use poem_openapi::OpenApi;
use shared::maintenance::{MaintenanceDetails, MaintenanceSettings};

use super::set;
use crate::context::Ctx;
use crate::http::grants::SettingsManage;
use crate::http::{ApiResult, Area, Body, Can, IfMatch, Revised};

/// The endpoints of this room.
pub struct MaintenanceRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::AdminSettings")]
impl MaintenanceRoutes {
    /// Read whether the shop is under maintenance, with the revision.
    #[oai(path = "/admin/settings/maintenance", method = "get", operation_id = "get_maintenance")]
    async fn get_maintenance(&self, _staff: Can<SettingsManage>) -> ApiResult<Revised<MaintenanceSettings>> {
        Ok(Revised(set::get(&self.ctx).await?))
    }

    /// Make the shop read only, close it, or open it again.
    ///
    /// It holds at once, in every process. `read_only`: reads are answered, and everything else is refused with 503
    /// `maintenance`, for staff too, but for this. `closed`: only those who may enter the back office are answered.
    /// Payment providers always are, and signing in always works. `stale`: somebody else changed it since the
    /// revision in `If-Match`.
    #[oai(path = "/admin/settings/maintenance", method = "put", operation_id = "update_maintenance")]
    async fn update_maintenance(
        &self,
        staff: Can<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<MaintenanceDetails>,
    ) -> ApiResult<Revised<MaintenanceSettings>> {
        Ok(Revised(set(&self.ctx, staff.caller().into(), Some(if_match), ask.0).await?))
    }
}
