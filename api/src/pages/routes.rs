//! `/pages`: content pages as everybody reads them.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::pages::{ContentPage, PageSlug};

use super::find;
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Cached};

/// The endpoints of this room.
pub struct PageRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Store")]
impl PageRoutes {
    /// Get a content page, such as the terms of sale.
    #[oai(path = "/pages/:slug", method = "get", operation_id = "get_page")]
    async fn get_page(
        &self,
        /// Name of the page in the URL.
        slug: Path<PageSlug>,
    ) -> ApiResult<Cached<ContentPage>> {
        find::page(&self.ctx, slug.0).await
    }
}
