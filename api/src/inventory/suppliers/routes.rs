//! `/admin/suppliers`: whom the shop buys from.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::export::ExportFormat;
use shared::ids::{SupplierId, VariantId};
use shared::inventory::{StaffSupplier, SupplierDetails, SupplierProductRow, SupplierRow, SupplierTerms};
use shared::page::Page;

use super::find::{self, SupplierFilter};
use super::{save, terms};
use crate::context::Ctx;
use crate::http::grants::{InventoryRead, InventoryWrite};
use crate::http::{
    ApiResult, Area, AtRevision, Body, Can, Created, Export, ExportAsk, IfMatch, MaybeIfMatch, NoContent, Revised,
};

/// Suppliers in the back office.
pub struct SupplierRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/suppliers", tag = "Area::AdminInventory")]
impl SupplierRoutes {
    /// List suppliers, by name.
    #[oai(path = "/", method = "get", operation_id = "list_suppliers")]
    async fn list_suppliers(
        &self,
        _staff: Can<InventoryRead>,
        /// Only those the shop buys from, or only archived ones.
        active: Query<Option<bool>>,
        /// Part of a name, firm, contact or email.
        q: Query<Option<String>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<SupplierRow>>> {
        let filter = SupplierFilter { active: active.0, text: q.0 };
        Ok(Body(find::page(&self.ctx, filter, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download suppliers, with the filters of the list.
    #[oai(path = "/export", method = "get", operation_id = "export_suppliers")]
    async fn export_suppliers(
        &self,
        staff: Can<InventoryRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only those the shop buys from, or only archived ones.
        active: Query<Option<bool>>,
        /// Part of a name, firm, contact or email.
        q: Query<Option<String>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        find::export(&self.ctx, staff.caller(), &ask, SupplierFilter { active: active.0, text: q.0 }).await
    }

    /// Make a supplier.
    #[oai(path = "/", method = "post", operation_id = "create_supplier")]
    async fn create_supplier(&self, staff: Can<InventoryWrite>, ask: Body<SupplierDetails>) -> ApiResult<Created<StaffSupplier>> {
        Ok(Created(save::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Read a supplier with its revision.
    #[oai(path = "/:supplier_id", method = "get", operation_id = "get_supplier")]
    async fn get_supplier(
        &self,
        _staff: Can<InventoryRead>,
        /// The supplier.
        supplier_id: Path<SupplierId>,
    ) -> ApiResult<Revised<StaffSupplier>> {
        Ok(Revised(find::get(&self.ctx.db, supplier_id.0, false).await?))
    }

    /// Change a supplier; one that is not active is archived.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/:supplier_id", method = "put", operation_id = "update_supplier")]
    async fn update_supplier(
        &self,
        staff: Can<InventoryWrite>,
        /// The supplier.
        supplier_id: Path<SupplierId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<SupplierDetails>,
    ) -> ApiResult<Revised<StaffSupplier>> {
        Ok(Revised(save::update(&self.ctx, staff.caller(), supplier_id.0, if_match, ask.0).await?))
    }

    /// Remove a supplier with its terms.
    ///
    /// `supplier_in_use`: restock orders or products name it; it can be archived instead.
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/:supplier_id", method = "delete", operation_id = "delete_supplier")]
    async fn delete_supplier(
        &self,
        staff: Can<InventoryWrite>,
        /// The supplier.
        supplier_id: Path<SupplierId>,
        /// The revision that was seen, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
    ) -> ApiResult<NoContent> {
        save::delete(&self.ctx, staff.caller(), supplier_id.0, if_match).await?;
        Ok(NoContent)
    }

    /// List what a supplier supplies, by SKU: what it has terms for, and products that name it.
    #[oai(path = "/:supplier_id/products", method = "get", operation_id = "list_supplier_products")]
    async fn list_supplier_products(
        &self,
        _staff: Can<InventoryRead>,
        /// The supplier.
        supplier_id: Path<SupplierId>,
        /// Words in brand, name or model, the beginning of a SKU, or a barcode.
        q: Query<Option<String>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<SupplierProductRow>>> {
        let page = find::products(&self.ctx, supplier_id.0, q.0.as_deref(), crate::http::limit(limit.0)?, cursor.0.as_deref());
        Ok(Body(page.await?))
    }

    /// Note on which terms a supplier supplies a variant.
    ///
    /// `stale`: others were noted since the revision in `If-Match`, by somebody or by goods that came in.
    #[oai(path = "/:supplier_id/products/:variant_id", method = "put", operation_id = "set_supplier_terms")]
    async fn set_supplier_terms(
        &self,
        staff: Can<InventoryWrite>,
        /// The supplier.
        supplier_id: Path<SupplierId>,
        /// The variant.
        variant_id: Path<VariantId>,
        /// The `revision` of the terms that were seen, or `"0"` for none: `"7"`. Without it whatever is there is replaced.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
        ask: Body<SupplierTerms>,
    ) -> ApiResult<AtRevision<SupplierTerms>> {
        terms::set(&self.ctx, staff.caller(), supplier_id.0, variant_id.0, if_match, ask.0).await
    }

    /// Forget a supplier's terms for a variant.
    #[oai(path = "/:supplier_id/products/:variant_id", method = "delete", operation_id = "remove_supplier_terms")]
    async fn remove_supplier_terms(
        &self,
        staff: Can<InventoryWrite>,
        /// The supplier.
        supplier_id: Path<SupplierId>,
        /// The variant.
        variant_id: Path<VariantId>,
    ) -> ApiResult<NoContent> {
        terms::remove(&self.ctx, staff.caller(), supplier_id.0, variant_id.0).await?;
        Ok(NoContent)
    }
}
