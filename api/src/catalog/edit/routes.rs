//! `/admin/products`: products as staff see and edit them.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::catalog::{ProductStatus, StaffProductSort, StockState};
use shared::dashboard::StaffProductRow;
use shared::ids::ProductId;
use shared::page::{MAX_LIMIT, Page};
use shared::products::{BulkProductsRequest, BulkReport, ProductChoices, SaveProductRequest, SimilarProduct, StaffProduct};
use shared::validate::{FieldCode, FieldError};

use super::similar::Sought;
use super::{bulk, choices, duplicate, find, save, similar};
use crate::catalog::staff_list::{StaffAsked, staff_list};
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Area, Body, Can, Created, IfMatch, Revised, grants};

/// The endpoints of products for staff.
pub struct StaffProductRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::AdminCatalog")]
impl StaffProductRoutes {
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
        /// How many, 1 to 100; 20 when left out.
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

    /// Read a product for editing, drafts and archived ones included.
    #[oai(path = "/admin/products/:product_id", method = "get", operation_id = "get_staff_product")]
    async fn get_staff_product(
        &self,
        _staff: Can<grants::CatalogWrite>,
        /// The product.
        product_id: Path<ProductId>,
    ) -> ApiResult<Revised<StaffProduct>> {
        Ok(Revised(find::find(&self.ctx.db, product_id.0).await?))
    }

    /// Create a product.
    #[oai(path = "/admin/products", method = "post", operation_id = "create_product")]
    async fn create_product(
        &self,
        staff: Can<grants::CatalogWrite>,
        ask: Body<SaveProductRequest>,
    ) -> ApiResult<Created<StaffProduct>> {
        Ok(Created(save::create(&self.ctx, ask.0, staff.caller()).await?))
    }

    /// Save a product whole, with its variants.
    #[oai(path = "/admin/products/:product_id", method = "put", operation_id = "update_product")]
    async fn update_product(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The product.
        product_id: Path<ProductId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<SaveProductRequest>,
    ) -> ApiResult<Revised<StaffProduct>> {
        Ok(Revised(save::update(&self.ctx, product_id.0, if_match, ask.0, staff.caller()).await?))
    }

    /// Copy a product into a draft, without barcodes and stock.
    #[oai(path = "/admin/products/:product_id/copies", method = "post", operation_id = "duplicate_product")]
    async fn duplicate_product(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The product.
        product_id: Path<ProductId>,
    ) -> ApiResult<Created<StaffProduct>> {
        Ok(Created(duplicate::duplicate(&self.ctx, product_id.0, staff.caller()).await?))
    }

    /// Change many products together: all of them, or none. Prices that were looked at by `dry_run` change only while they
    /// are those when its `fingerprint` is sent along, so that a request sent twice changes them once.
    #[oai(path = "/admin/products/changes", method = "post", operation_id = "bulk_edit_products")]
    async fn bulk_edit_products(
        &self,
        staff: Can<grants::CatalogWrite>,
        ask: Body<BulkProductsRequest>,
    ) -> ApiResult<Body<BulkReport>> {
        Ok(Body(bulk::bulk(&self.ctx, ask.0, staff.caller()).await?))
    }

    /// Find products that may be the same as others: SKUs that begin alike, or names within a brand.
    #[oai(path = "/admin/products/similar", method = "get", operation_id = "find_similar_products")]
    async fn find_similar_products(
        &self,
        _staff: Can<grants::CatalogRead>,
        /// Saved products to find the like of, at most 100.
        id: Query<Option<Vec<ProductId>>>,
        /// Brand of a product that is being written.
        brand: Query<Option<String>>,
        /// Its name.
        name: Query<Option<String>>,
        /// Its SKU.
        sku: Query<Option<String>>,
    ) -> ApiResult<Body<Vec<SimilarProduct>>> {
        let ids = id.0.unwrap_or_default();
        if ids.len() > usize::try_from(MAX_LIMIT).unwrap_or(usize::MAX) {
            return Err(ApiError::invalid(vec![FieldError::new("id", FieldCode::TooMany).with("max", MAX_LIMIT)]));
        }
        let text = |text: Option<String>| text.unwrap_or_default().chars().take(200).collect::<String>();
        let draft = (text(brand.0), text(name.0), text(sku.0));
        let draft = (!draft.1.is_empty() || !draft.2.is_empty()).then_some(draft);
        Ok(Body(similar::similar(&self.ctx, Sought { ids, draft }).await?))
    }

    /// List what is in use: brands, suppliers, options, names of specifications.
    #[oai(path = "/admin/products/choices", method = "get", operation_id = "list_product_choices")]
    async fn list_product_choices(&self, _staff: Can<grants::CatalogRead>) -> ApiResult<Body<ProductChoices>> {
        Ok(Body(choices::choices(&self.ctx).await?))
    }
}
