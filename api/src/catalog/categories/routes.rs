//! `/admin/categories`: the tree.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::categories::{CreateCategoryRequest, MoveCategoryRequest, StaffCategory, UpdateCategoryRequest};
use shared::ids::CategoryId;
use shared::products::MAX_IMAGE_BYTES;

use super::{change, delete, find, image, place};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Can, Created, Files, IfMatch, Revised, grants};

/// The endpoints that change the category tree.
pub struct CategoryEditRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/categories", tag = "Area::AdminCatalog")]
impl CategoryEditRoutes {
    /// Read the whole tree, each category after those above it, those that menus do not show included.
    #[oai(path = "/", method = "get", operation_id = "list_staff_categories")]
    async fn list_staff_categories(&self, _staff: Can<grants::CatalogRead>) -> ApiResult<Body<Vec<StaffCategory>>> {
        Ok(Body(find::tree(&self.ctx.db).await?))
    }

    /// Create a category, the last one below its parent.
    #[oai(path = "/", method = "post", operation_id = "create_category")]
    async fn create_category(
        &self,
        staff: Can<grants::CatalogWrite>,
        ask: Body<CreateCategoryRequest>,
    ) -> ApiResult<Created<StaffCategory>> {
        Ok(Created(change::create(&self.ctx, ask.0, staff.caller()).await?))
    }

    /// Change a category's names, descriptions and address.
    #[oai(path = "/:category_id", method = "put", operation_id = "update_category")]
    async fn update_category(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The category.
        category_id: Path<CategoryId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<UpdateCategoryRequest>,
    ) -> ApiResult<Revised<StaffCategory>> {
        Ok(Revised(change::update(&self.ctx, category_id.0, if_match, ask.0, staff.caller()).await?))
    }

    /// Move a category to another place in the tree. Answers with the whole tree.
    #[oai(path = "/:category_id/place", method = "put", operation_id = "move_category")]
    async fn move_category(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The category.
        category_id: Path<CategoryId>,
        ask: Body<MoveCategoryRequest>,
    ) -> ApiResult<Body<Vec<StaffCategory>>> {
        Ok(Body(place::place(&self.ctx, category_id.0, ask.0, staff.caller()).await?))
    }

    /// Remove a category. Answers with the whole tree. One that is not empty is refused (409 with
    /// `products` and `children`) unless `move_to` says where those go.
    #[oai(path = "/:category_id", method = "delete", operation_id = "delete_category")]
    async fn delete_category(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The category.
        category_id: Path<CategoryId>,
        /// Where its products and the categories below it go.
        move_to: Query<Option<CategoryId>>,
    ) -> ApiResult<Body<Vec<StaffCategory>>> {
        Ok(Body(delete::delete(&self.ctx, category_id.0, move_to.0, staff.caller()).await?))
    }

    /// Give a category a picture: JPEG, PNG or WebP by its content, of at most 20 MB.
    #[oai(path = "/:category_id/image", method = "put", operation_id = "set_category_image")]
    async fn set_category_image(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The category.
        category_id: Path<CategoryId>,
        files: Files<1, MAX_IMAGE_BYTES>,
    ) -> ApiResult<Body<StaffCategory>> {
        Ok(Body(image::set(&self.ctx, category_id.0, Some(files.0), staff.caller()).await?))
    }

    /// Remove a category's picture.
    #[oai(path = "/:category_id/image", method = "delete", operation_id = "remove_category_image")]
    async fn remove_category_image(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The category.
        category_id: Path<CategoryId>,
    ) -> ApiResult<Body<StaffCategory>> {
        Ok(Body(image::set(&self.ctx, category_id.0, None, staff.caller()).await?))
    }
}
