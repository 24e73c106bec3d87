//! The endpoints of this room, all for staff.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::ids::ViewId;
use shared::views::{SaveViewRequest, SavedView};

use super::{store, write};
use crate::context::Ctx;
use crate::http::grants::AdminAccess;
use crate::http::{ApiResult, Area, Body, Can, Created, NoContent};

/// Saved views.
pub struct ViewRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/views", tag = "Area::AdminViews")]
impl ViewRoutes {
    /// List one's own views of a list and those that are shared, by name.
    #[oai(path = "/", method = "get", operation_id = "list_views")]
    async fn list_views(
        &self,
        staff: Can<AdminAccess>,
        /// Which list, such as `orders`.
        list: Query<String>,
    ) -> ApiResult<Body<Vec<SavedView>>> {
        Ok(Body(store::of_list(&self.ctx.db, staff.caller().user_id, &list.0).await?))
    }

    /// Keep a view.
    ///
    /// At most 50 of a list per person. `invalid_fields` with `taken`: one has a view of that name.
    #[oai(path = "/", method = "post", operation_id = "create_view")]
    async fn create_view(&self, staff: Can<AdminAccess>, ask: Body<SaveViewRequest>) -> ApiResult<Created<SavedView>> {
        Ok(Created(write::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Change one's own view.
    #[oai(path = "/:view_id", method = "put", operation_id = "update_view")]
    async fn update_view(
        &self,
        staff: Can<AdminAccess>,
        /// The view.
        view_id: Path<ViewId>,
        ask: Body<SaveViewRequest>,
    ) -> ApiResult<Body<SavedView>> {
        Ok(Body(write::update(&self.ctx, staff.caller(), view_id.0, ask.0).await?))
    }

    /// Remove one's own view; who manages the settings removes shared ones of others, too.
    #[oai(path = "/:view_id", method = "delete", operation_id = "delete_view")]
    async fn delete_view(
        &self,
        staff: Can<AdminAccess>,
        /// The view.
        view_id: Path<ViewId>,
    ) -> ApiResult<NoContent> {
        write::delete(&self.ctx, staff.caller(), view_id.0).await?;
        Ok(NoContent)
    }
}
