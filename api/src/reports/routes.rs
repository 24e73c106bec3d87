//! The endpoints of this room.

use poem_openapi::OpenApi;
use shared::dashboard::Dashboard;

use super::dashboard;
use crate::context::Ctx;
use crate::http::grants::ReportsRead;
use crate::http::{ApiResult, Area, Body, Can};

/// Figures.
pub struct ReportRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminReports")]
impl ReportRoutes {
    /// Read the figures of the back office's first page.
    #[oai(path = "/dashboard", method = "get", operation_id = "get_dashboard")]
    async fn get_dashboard(&self, _staff: Can<ReportsRead>) -> ApiResult<Body<Dashboard>> {
        Ok(Body(dashboard::get(&self.ctx).await?))
    }
}
