//! `/admin/inventory`: the shelf.

use chrono::{DateTime, Utc};
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use shared::account::Locale;
use shared::export::ExportFormat;
use shared::ids::{SupplierId, VariantId};
use shared::inventory::{
    AdjustStockRequest, AdjustmentReason, InventoryReport, InventorySummary, InventoryValueRow, MovementKind,
    SetThresholdsRequest, StockItem, StockLevel, StockMovement, StockRow, StockSort,
};
use shared::page::Page;

use super::list::{self, StockFilter};
use super::movements::{self, MovementFilter};
use super::report::{self, ReportAsk};
use super::{adjust, export, item, thresholds, value};
use crate::context::Ctx;
use crate::http::grants::{InventoryRead, InventoryWrite};
use crate::http::{ApiResult, Area, Body, Can, Export, ExportAsk, MaybeIfMatch, Pdf, Revised, Tagged};

/// Stock in the back office.
pub struct InventoryRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/inventory", tag = "Area::AdminInventory")]
impl InventoryRoutes {
    /// List the stock, a row for each variant that is for sale or there.
    #[oai(path = "/", method = "get", operation_id = "list_inventory")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_inventory(
        &self,
        _staff: Can<InventoryRead>,
        /// Only variants that are for sale and at this level.
        level: Query<Option<StockLevel>>,
        /// Only variants that are for sale and low, critical or out.
        short: Query<Option<bool>>,
        /// Words in brand, name or model, the beginning of a SKU, or a barcode.
        q: Query<Option<String>>,
        /// Slug of a category; those below it are meant as well.
        category: Query<Option<String>>,
        /// Only what this supplier supplies.
        supplier: Query<Option<SupplierId>>,
        /// Their order; by product when not given. A cursor belongs to the order it came with.
        sort: Query<Option<StockSort>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StockRow>>> {
        let filter = StockFilter { level: level.0, short: short.0, text: q.0, category: category.0, supplier: supplier.0 };
        let sort = sort.0.unwrap_or(StockSort::Name);
        Ok(Body(list::page(&self.ctx, filter, sort, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download the stock, by product, with the filters of the list.
    #[oai(path = "/export", method = "get", operation_id = "export_inventory")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_inventory(
        &self,
        staff: Can<InventoryRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only variants that are for sale and at this level.
        level: Query<Option<StockLevel>>,
        /// Only variants that are for sale and low, critical or out.
        short: Query<Option<bool>>,
        /// Words in brand, name or model, the beginning of a SKU, or a barcode.
        q: Query<Option<String>>,
        /// Slug of a category; those below it are meant as well.
        category: Query<Option<String>>,
        /// Only what this supplier supplies.
        supplier: Query<Option<SupplierId>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        let filter = StockFilter { level: level.0, short: short.0, text: q.0, category: category.0, supplier: supplier.0 };
        export::stock(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Get the stock in a few figures.
    #[oai(path = "/summary", method = "get", operation_id = "get_inventory_summary")]
    async fn get_inventory_summary(&self, _staff: Can<InventoryRead>) -> ApiResult<Body<InventorySummary>> {
        Ok(Body(value::summary(&self.ctx).await?))
    }

    /// Get what the shelf is worth at cost and at retail, by category.
    #[oai(path = "/value", method = "get", operation_id = "get_inventory_value")]
    async fn get_inventory_value(&self, _staff: Can<InventoryRead>) -> ApiResult<Body<Vec<InventoryValueRow>>> {
        Ok(Body(value::by_category(&self.ctx).await?))
    }

    /// Download what the shelf is worth, by category.
    #[oai(path = "/value/export", method = "get", operation_id = "export_inventory_value")]
    async fn export_inventory_value(
        &self,
        staff: Can<InventoryRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark; it does unless this is `false`.
        bom: Query<Option<bool>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::values(&self.ctx, staff.caller(), &ask).await
    }

    /// Find the variant with this barcode or SKU, whole.
    #[oai(path = "/lookup", method = "get", operation_id = "find_stock")]
    async fn find_stock(
        &self,
        _staff: Can<InventoryRead>,
        /// The barcode or SKU, as a scanner reads it.
        code: Query<String>,
    ) -> ApiResult<Tagged<StockRow>> {
        Ok(Tagged(item::by_code(&self.ctx, &code.0).await?))
    }

    /// List what came and went, the latest first.
    #[oai(path = "/movements", method = "get", operation_id = "list_stock_movements")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_stock_movements(
        &self,
        _staff: Can<InventoryRead>,
        /// Only of this variant.
        variant: Query<Option<VariantId>>,
        /// Only of this kind.
        kind: Query<Option<MovementKind>>,
        /// Only adjustments for this reason.
        reason: Query<Option<AdjustmentReason>>,
        /// Words in brand, name or model, the beginning of a SKU, or a barcode.
        q: Query<Option<String>>,
        /// At or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Before.
        until: Query<Option<DateTime<Utc>>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StockMovement>>> {
        let filter =
            MovementFilter { variant: variant.0, kind: kind.0, reason: reason.0, text: q.0, from: from.0, until: until.0 };
        Ok(Body(movements::page(&self.ctx, filter, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download what came and went, the latest first, with the filters of the list.
    #[oai(path = "/movements/export", method = "get", operation_id = "export_stock_movements")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_stock_movements(
        &self,
        staff: Can<InventoryRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only of this variant.
        variant: Query<Option<VariantId>>,
        /// Only of this kind.
        kind: Query<Option<MovementKind>>,
        /// Only adjustments for this reason.
        reason: Query<Option<AdjustmentReason>>,
        /// Words in brand, name or model, the beginning of a SKU, or a barcode.
        q: Query<Option<String>>,
        /// At or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        let filter =
            MovementFilter { variant: variant.0, kind: kind.0, reason: reason.0, text: q.0, from: from.0, until: until.0 };
        export::movements(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Get a report of the stock as PDF.
    ///
    /// It holds the first 2,000 rows and says so where there are more; the exports have all.
    #[oai(path = "/report.pdf", method = "get", operation_id = "get_inventory_report")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn get_inventory_report(
        &self,
        staff: Can<InventoryRead>,
        /// Which.
        report: Query<InventoryReport>,
        /// In which language; one's own by default.
        locale: Query<Option<Locale>>,
        /// Stock: slug of a category; those below it are meant as well.
        category: Query<Option<String>>,
        /// Stock: only what this supplier supplies.
        supplier: Query<Option<SupplierId>>,
        /// Movements: only of this kind.
        kind: Query<Option<MovementKind>>,
        /// Movements: at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Movements: before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> ApiResult<Pdf> {
        let stock = StockFilter { category: category.0, supplier: supplier.0, ..StockFilter::default() };
        let movements = MovementFilter { kind: kind.0, from: from.0, until: until.0, ..MovementFilter::default() };
        let locale = locale.0.unwrap_or(staff.caller().locale);
        report::draw(&self.ctx, staff.caller(), ReportAsk { report: report.0, stock, movements, locale }).await
    }

    /// Get a variant's stock with the orders that hold it and who supplies it.
    #[oai(path = "/:variant_id", method = "get", operation_id = "get_stock")]
    async fn get_stock(
        &self,
        _staff: Can<InventoryRead>,
        /// The variant.
        variant_id: Path<VariantId>,
    ) -> ApiResult<Revised<StockItem>> {
        Ok(Revised(item::get(&self.ctx, variant_id.0).await?))
    }

    /// Set from when on a variant's stock is low and critical.
    ///
    /// `stale`: others were set since the revision in `If-Match`.
    #[oai(path = "/:variant_id/thresholds", method = "put", operation_id = "set_stock_thresholds")]
    async fn set_stock_thresholds(
        &self,
        staff: Can<InventoryWrite>,
        /// The variant.
        variant_id: Path<VariantId>,
        /// The `thresholds_revision` that was seen, as in `ETag`: `"7"`. Without it whatever is there is replaced.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
        ask: Body<SetThresholdsRequest>,
    ) -> ApiResult<Revised<StockItem>> {
        Ok(Revised(thresholds::set(&self.ctx, staff.caller(), variant_id.0, if_match, ask.0).await?))
    }

    /// Correct a variant's stock: what was counted, or how many more or fewer.
    ///
    /// `below_reserved`: fewer would be left than orders hold; `params.reserved` is how many that is. Cancel or
    /// refund an order first. `stale`: there are other pieces by now than the count saw (`seen`), as after a sale;
    /// `params.on_hand` is how many.
    #[oai(path = "/:variant_id/adjustments", method = "post", operation_id = "adjust_stock")]
    async fn adjust_stock(
        &self,
        staff: Can<InventoryWrite>,
        /// The variant.
        variant_id: Path<VariantId>,
        /// A new random value for every correction; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        ask: Body<AdjustStockRequest>,
    ) -> ApiResult<Body<StockItem>> {
        Ok(Body(adjust::adjust(&self.ctx, staff.caller(), &idempotency_key.0, variant_id.0, ask.0).await?))
    }
}
