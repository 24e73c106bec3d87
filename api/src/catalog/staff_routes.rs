//! `/admin/products`: the catalogue in the back office.

use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use shared::catalog::{ProductStatus, StaffProductSort, StockState};
use shared::dashboard::StaffProductRow;
use shared::page::Page;

use super::staff_list::{StaffAsked, staff_list};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Can, grants};

/// The endpoints of this room for staff.
pub struct StaffCatalogRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::AdminCatalog")]
impl StaffCatalogRoutes {
    /// List products with their stock, those not for sale included.
    #[oai(path = "/admin/products", method = "get", operation_id = "list_staff_products")]
    #[expect(clippy::too_many_arguments, reason = "one per query parameter")]
    async fn list_staff_products(
        &self,
        _staff: Can<grants::CatalogRead>,
        /// Words in brand, name or model, or the beginning of a SKU.
        q: Query<Option<String>>,
        /// Only products with this status.
        status: Query<Option<ProductStatus>>,
        /// Only products with a variant in this state.
        stock: Query<Option<StockState>>,
        /// Slug of a category; those below it are meant as well.
        category: Query<Option<String>>,
        /// Only products of this brand.
        brand: Query<Option<String>>,
        /// Only featured products, or only others.
        featured: Query<Option<bool>>,
        /// Order; `updated` when left out. `stock` is exact for lists up to 10,000.
        sort: Query<Option<StaffProductSort>>,
        /// Items per page, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffProductRow>>> {
        let asked = StaffAsked {
            q: q.0,
            status: status.0,
            stock: stock.0,
            category: category.0,
            brand: brand.0,
            featured: featured.0,
            sort: sort.0,
            limit: limit.0,
            cursor: cursor.0,
        };
        Ok(Body(staff_list(&self.ctx, asked).await?))
    }
}
