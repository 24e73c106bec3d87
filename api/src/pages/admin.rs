//! Content pages in the back office.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::pages::{PageDetails, PagePreview, PageSlug, PreviewPageRequest, StaffPage};

use super::{find, markdown, save};
use crate::context::Ctx;
use crate::http::grants::SettingsManage;
use crate::http::{ApiResult, Area, Body, Can, IfMatch, Revised};

/// The endpoints of this room for staff.
pub struct StaffPageRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminSettings")]
impl StaffPageRoutes {
    /// List the content pages as they are written.
    #[oai(path = "/pages", method = "get", operation_id = "list_staff_pages")]
    async fn list_staff_pages(&self, _staff: Can<SettingsManage>) -> ApiResult<Body<Vec<StaffPage>>> {
        Ok(Body(find::all(&self.ctx).await?))
    }

    /// Read a content page as it is written, with its revision.
    #[oai(path = "/pages/:slug", method = "get", operation_id = "get_staff_page")]
    async fn get_staff_page(
        &self,
        _staff: Can<SettingsManage>,
        /// Name of the page in the URL.
        slug: Path<PageSlug>,
    ) -> ApiResult<Revised<StaffPage>> {
        Ok(Revised(find::read(&self.ctx.db, slug.0, false).await?))
    }

    /// Change a content page.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/pages/:slug", method = "put", operation_id = "update_page")]
    async fn update_page(
        &self,
        staff: Can<SettingsManage>,
        /// Name of the page in the URL.
        slug: Path<PageSlug>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<PageDetails>,
    ) -> ApiResult<Revised<StaffPage>> {
        Ok(Revised(save::update(&self.ctx, staff.caller(), slug.0, if_match, ask.0).await?))
    }

    /// Look at Markdown as it will be read. Changes nothing.
    #[oai(path = "/page-previews", method = "post", operation_id = "preview_page")]
    async fn preview_page(&self, _staff: Can<SettingsManage>, ask: Body<PreviewPageRequest>) -> ApiResult<Body<PagePreview>> {
        Ok(Body(PagePreview { html: markdown::html(&ask.0.body) }))
    }
}
