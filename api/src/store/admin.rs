//! The endpoints of this room for staff.

use poem_openapi::OpenApi;
use shared::brand::{StaffStoreBrand, StoreBrandDetails};
use shared::products::MAX_IMAGE_BYTES;
use shared::store::{StaffStore, StoreDetails};

use super::{edit, rebrand};
use crate::context::Ctx;
use crate::http::grants::SettingsManage;
use crate::http::{ApiResult, Area, Body, Can, Files, IfMatch, Revised};

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

    /// Read the shop's looks with their revision.
    #[oai(path = "/brand", method = "get", operation_id = "get_store_brand")]
    async fn get_store_brand(&self, _staff: Can<SettingsManage>) -> ApiResult<Revised<StaffStoreBrand>> {
        Ok(Revised(rebrand::get(&self.ctx).await?))
    }

    /// Change the shop's colour.
    ///
    /// It holds at once, in every process: in the shop, on papers and in emails. `stale`: somebody else changed
    /// colour or logo since the revision in `If-Match`.
    #[oai(path = "/brand", method = "put", operation_id = "update_store_brand")]
    async fn update_store_brand(
        &self,
        staff: Can<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<StoreBrandDetails>,
    ) -> ApiResult<Revised<StaffStoreBrand>> {
        Ok(Revised(rebrand::update(&self.ctx, staff.caller(), if_match, ask.0).await?))
    }

    /// Give the shop a logo: JPEG, PNG or WebP by its content, of at most 20 MB.
    ///
    /// `stale`: somebody else changed colour or logo since the revision in `If-Match`.
    #[oai(path = "/brand/logo", method = "put", operation_id = "set_store_logo")]
    async fn set_store_logo(
        &self,
        staff: Can<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        files: Files<1, MAX_IMAGE_BYTES>,
    ) -> ApiResult<Revised<StaffStoreBrand>> {
        Ok(Revised(rebrand::set_logo(&self.ctx, staff.caller(), if_match, Some(files.0)).await?))
    }

    /// Remove the shop's logo; it shows the mark of the house again.
    ///
    /// `stale`: somebody else changed colour or logo since the revision in `If-Match`.
    #[oai(path = "/brand/logo", method = "delete", operation_id = "remove_store_logo")]
    async fn remove_store_logo(
        &self,
        staff: Can<SettingsManage>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
    ) -> ApiResult<Revised<StaffStoreBrand>> {
        Ok(Revised(rebrand::set_logo(&self.ctx, staff.caller(), if_match, None).await?))
    }
}
