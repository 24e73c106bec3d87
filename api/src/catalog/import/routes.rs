//! `/admin/products/imports` and `/admin/products/export`.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::catalog::{ProductStatus, StockState};
use shared::export::ExportFormat;
use shared::ids::ImportId;
use shared::imports::{Import, ImportOutcome, ImportRow, MAX_IMPORT_BYTES};
use shared::page::Page;

use super::{export, find, receive, report, state};
use crate::catalog::staff_list::StaffAsked;
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Area, Body, Can, Created, Export, ExportAsk, Files, Tagged, grants};

/// The endpoints that take products from files and give them as files.
pub struct ImportRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::AdminCatalog")]
impl ImportRoutes {
    /// Download products with their variants, in the columns that an import takes, with the filters of the list.
    ///
    /// What they cost is in it for those who may change products or see the stock.
    #[oai(path = "/admin/products/export", method = "get", operation_id = "export_products")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_products(
        &self,
        staff: Can<grants::CatalogRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
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
    ) -> ApiResult<Export> {
        let asked = StaffAsked {
            q: q.0,
            status: status.0,
            stock: stock.0,
            category: category.0,
            brand: brand.0,
            featured: featured.0,
            ..StaffAsked::default()
        };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::export(&self.ctx, staff.caller(), &ask, asked).await
    }

    /// Send in a CSV file of products, to be checked. Nothing is written until it is applied.
    #[oai(path = "/admin/products/imports", method = "post", operation_id = "upload_product_import")]
    async fn upload_product_import(
        &self,
        staff: Can<grants::CatalogWrite>,
        files: Files<1, MAX_IMPORT_BYTES>,
    ) -> ApiResult<Created<Import>> {
        let file = files.0.into_iter().next().ok_or_else(|| ApiError::malformed("no file"))?;
        Ok(Created(receive::receive(&self.ctx, file, staff.caller()).await?))
    }

    /// List the latest imports.
    #[oai(path = "/admin/products/imports", method = "get", operation_id = "list_product_imports")]
    async fn list_product_imports(&self, _staff: Can<grants::CatalogWrite>) -> ApiResult<Body<Vec<Import>>> {
        Ok(Body(find::latest(&self.ctx).await?))
    }

    /// Read an import: where it stands and how far it is.
    #[oai(path = "/admin/products/imports/:import_id", method = "get", operation_id = "get_product_import")]
    async fn get_product_import(
        &self,
        _staff: Can<grants::CatalogWrite>,
        /// The import.
        import_id: Path<ImportId>,
    ) -> ApiResult<Tagged<Import>> {
        Ok(Tagged(find::import(&self.ctx.db, import_id.0).await?))
    }

    /// List an import's rows in the order of the file, with what becomes of each.
    #[oai(path = "/admin/products/imports/:import_id/rows", method = "get", operation_id = "list_product_import_rows")]
    async fn list_product_import_rows(
        &self,
        _staff: Can<grants::CatalogWrite>,
        /// The import.
        import_id: Path<ImportId>,
        /// Only rows of this outcome.
        outcome: Query<Option<ImportOutcome>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<ImportRow>>> {
        let limit = crate::http::limit(limit.0)?;
        Ok(Body(find::rows(&self.ctx, import_id.0, outcome.0, limit, cursor.0.as_deref()).await?))
    }

    /// Download an import's report.
    #[oai(path = "/admin/products/imports/:import_id/report", method = "get", operation_id = "export_product_import")]
    async fn export_product_import(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The import.
        import_id: Path<ImportId>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        report::export(&self.ctx, import_id.0, staff.caller(), &ask).await
    }

    /// Apply an import that was checked: products with a row that breaks a rule are left out.
    #[oai(path = "/admin/products/imports/:import_id/application", method = "post", operation_id = "apply_product_import")]
    async fn apply_product_import(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The import.
        import_id: Path<ImportId>,
    ) -> ApiResult<Body<Import>> {
        Ok(Body(state::apply(&self.ctx, import_id.0, staff.caller()).await?))
    }

    /// Call an import off. What was written before stays; the same file applied anew does the rest.
    #[oai(path = "/admin/products/imports/:import_id/cancellation", method = "post", operation_id = "cancel_product_import")]
    async fn cancel_product_import(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The import.
        import_id: Path<ImportId>,
    ) -> ApiResult<Body<Import>> {
        Ok(Body(state::cancel(&self.ctx, import_id.0, staff.caller()).await?))
    }
}
