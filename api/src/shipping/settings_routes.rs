//! The endpoints of shipping settings, for staff.

use poem_openapi::OpenApi;
use shared::settings::{ShippingDetails, ShippingSettings};

use super::settings;
use crate::context::Ctx;
use crate::http::grants::SettingsManage;
use crate::http::{ApiResult, Area, Body, Can, IfMatch, Revised};

/// Shipping settings in the back office.
pub struct ShippingSettingsRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/settings/shipping", tag = "Area::AdminSettings")]
impl ShippingSettingsRoutes {
    /// Read what shipping costs.
    #[oai(path = "/", method = "get", operation_id = "get_shipping_settings")]
    async fn get_shipping_settings(&self, _staff: Can<SettingsManage>) -> ApiResult<Revised<ShippingSettings>> {
        Ok(Revised(settings::get(&self.ctx).await?))
    }

    /// Change what shipping costs; quotes follow at once.
    ///
    /// Services come in their order; one that is left out stays, switched off. `stale`: somebody else changed it since the
    /// revision in `If-Match`.
    #[oai(path = "/", method = "put", operation_id = "update_shipping_settings")]
    async fn update_shipping_settings(
        &self,
        staff: Can<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<ShippingDetails>,
    ) -> ApiResult<Revised<ShippingSettings>> {
        Ok(Revised(settings::update(&self.ctx, staff.caller(), if_match, ask.0).await?))
    }
}
