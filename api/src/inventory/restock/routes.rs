//! `/admin/restock-orders`: orders to suppliers.

use chrono::{DateTime, Utc};
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use shared::account::Locale;
use shared::export::ExportFormat;
use shared::ids::{RestockOrderId, SupplierId, VariantId};
use shared::inventory::{
    CancelRestockRequest, PlaceRestockRequest, ReceiveRestockRequest, RestockOrder, RestockRow, RestockSort, RestockStatus,
    RestockSuggestion, SaveRestockRequest,
};
use shared::page::Page;

use super::list::{self, RestockFilter};
use super::{find, paper, place, receive, report, save, suggest};
use crate::context::Ctx;
use crate::http::grants::{InventoryRead, InventoryWrite};
use crate::http::{ApiResult, Area, Body, Can, Created, Export, ExportAsk, IfMatch, MaybeIfMatch, Pdf, Revised};

/// Restock orders in the back office.
pub struct RestockRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/restock-orders", tag = "Area::AdminInventory")]
impl RestockRoutes {
    /// List restock orders.
    #[oai(path = "/", method = "get", operation_id = "list_restock_orders")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_restock_orders(
        &self,
        _staff: Can<InventoryRead>,
        /// Only orders that stand here.
        status: Query<Option<RestockStatus>>,
        /// Only orders of which goods may still come.
        open: Query<Option<bool>>,
        /// Only orders to this supplier.
        supplier: Query<Option<SupplierId>>,
        /// Only orders of this variant.
        variant: Query<Option<VariantId>>,
        /// Part of a number or of a supplier's name.
        q: Query<Option<String>>,
        /// Made at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Made before.
        until: Query<Option<DateTime<Utc>>>,
        /// Their order; newest first when not given. A cursor belongs to the order it came with.
        sort: Query<Option<RestockSort>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<RestockRow>>> {
        let filter = RestockFilter {
            status: status.0,
            open: open.0,
            supplier: supplier.0,
            variant: variant.0,
            text: q.0,
            from: from.0,
            until: until.0,
        };
        let sort = sort.0.unwrap_or(RestockSort::Newest);
        Ok(Body(list::page(&self.ctx, filter, sort, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download restock orders, newest first, with the filters of the list.
    #[oai(path = "/export", method = "get", operation_id = "export_restock_orders")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_restock_orders(
        &self,
        staff: Can<InventoryRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only orders that stand here.
        status: Query<Option<RestockStatus>>,
        /// Only orders of which goods may still come.
        open: Query<Option<bool>>,
        /// Only orders to this supplier.
        supplier: Query<Option<SupplierId>>,
        /// Part of a number or of a supplier's name.
        q: Query<Option<String>>,
        /// Made at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Made before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        let filter = RestockFilter {
            status: status.0,
            open: open.0,
            supplier: supplier.0,
            variant: None,
            text: q.0,
            from: from.0,
            until: until.0,
        };
        list::export(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Suggest what to order and how much.
    ///
    /// From what sold, how long a delivery takes, thresholds, what is there and what is under way. The most
    /// urgent first, 200 at most.
    #[oai(path = "/suggestions", method = "get", operation_id = "suggest_restock")]
    async fn suggest_restock(
        &self,
        _staff: Can<InventoryRead>,
        /// Only from this supplier.
        supplier: Query<Option<SupplierId>>,
        /// How many days of sales count, 7 to 365; 30 when not given.
        days: Query<Option<u32>>,
        /// How many days the delivery shall last, 1 to 365; 30 when not given.
        cover_days: Query<Option<u32>>,
    ) -> ApiResult<Body<Vec<RestockSuggestion>>> {
        let (days, cover) = (days.0.unwrap_or(30).clamp(7, 365), cover_days.0.unwrap_or(30).clamp(1, 365));
        Ok(Body(suggest::suggestions(&self.ctx, supplier.0, days, cover).await?))
    }

    /// Make a restock order: a draft that the supplier does not know of.
    #[oai(path = "/", method = "post", operation_id = "create_restock_order")]
    async fn create_restock_order(
        &self,
        staff: Can<InventoryWrite>,
        ask: Body<SaveRestockRequest>,
    ) -> ApiResult<Created<RestockOrder>> {
        Ok(Created(save::create(&self.ctx, staff.caller(), ask.0).await?))
    }

    /// Read a restock order with its revision.
    #[oai(path = "/:restock_order_id", method = "get", operation_id = "get_restock_order")]
    async fn get_restock_order(
        &self,
        _staff: Can<InventoryRead>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
    ) -> ApiResult<Revised<RestockOrder>> {
        Ok(Revised(find::get(&self.ctx.db, restock_order_id.0).await?))
    }

    /// Change a restock order that is a draft.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`. `illegal_transition`: it is no draft
    /// any more.
    #[oai(path = "/:restock_order_id", method = "put", operation_id = "update_restock_order")]
    async fn update_restock_order(
        &self,
        staff: Can<InventoryWrite>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// The revision that was changed, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<SaveRestockRequest>,
    ) -> ApiResult<Revised<RestockOrder>> {
        Ok(Revised(save::update(&self.ctx, staff.caller(), restock_order_id.0, if_match, ask.0).await?))
    }

    /// Send a draft to its supplier; its purchase order goes by email when asked to.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/:restock_order_id/placement", method = "post", operation_id = "place_restock_order")]
    async fn place_restock_order(
        &self,
        staff: Can<InventoryWrite>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// The revision that was seen, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<PlaceRestockRequest>,
    ) -> ApiResult<Revised<RestockOrder>> {
        Ok(Revised(place::place(&self.ctx, staff.caller(), restock_order_id.0, if_match, ask.0.email).await?))
    }

    /// Email the purchase order of an order that is under way to the supplier again.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/:restock_order_id/emails", method = "post", operation_id = "send_restock_order")]
    async fn send_restock_order(
        &self,
        staff: Can<InventoryWrite>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// The revision that was seen, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
    ) -> ApiResult<Revised<RestockOrder>> {
        Ok(Revised(place::send(&self.ctx, staff.caller(), restock_order_id.0, if_match).await?))
    }

    /// Call a restock order off of which nothing has come. A purchase order that still waits to be sent is not.
    ///
    /// `stale`: somebody else changed it since the revision in `If-Match`.
    #[oai(path = "/:restock_order_id/cancellation", method = "post", operation_id = "cancel_restock_order")]
    async fn cancel_restock_order(
        &self,
        staff: Can<InventoryWrite>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// The revision that was seen, as in `ETag`: `"7"`.
        #[oai(name = "If-Match")]
        if_match: IfMatch,
        ask: Body<CancelRestockRequest>,
    ) -> ApiResult<Revised<RestockOrder>> {
        Ok(Revised(place::cancel(&self.ctx, staff.caller(), restock_order_id.0, if_match, &ask.0.reason).await?))
    }

    /// Take in a delivery: the pieces go on the shelf, the average cost follows, the order moves on.
    ///
    /// More than was ordered is allowed; what came broken is noted and does not go on the shelf. `closes`
    /// says that nothing more comes: what is missing stays short.
    ///
    /// Send the revision that was read in `If-Match`. `stale`: something happened to the order since, such as the same
    /// delivery being booked by somebody else, and nothing was booked.
    #[oai(path = "/:restock_order_id/receipts", method = "post", operation_id = "receive_restock_order")]
    async fn receive_restock_order(
        &self,
        staff: Can<InventoryWrite>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// A new random value for every delivery; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        /// The revision that was seen, as in `ETag`: `"7"`. Without it the delivery is booked whatever was booked since, so that two
        /// who count the same delivery book it twice.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
        ask: Body<ReceiveRestockRequest>,
    ) -> ApiResult<Created<RestockOrder>> {
        let (id, key) = (restock_order_id.0, &idempotency_key.0);
        Ok(Created(receive::receive(&self.ctx, staff.caller(), key, id, if_match, ask.0).await?))
    }

    /// Get the purchase order as PDF.
    #[oai(path = "/:restock_order_id/purchase-order.pdf", method = "get", operation_id = "get_purchase_order")]
    async fn get_purchase_order(
        &self,
        _staff: Can<InventoryRead>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// In which language; the supplier's when left out.
        locale: Query<Option<Locale>>,
    ) -> ApiResult<Pdf> {
        paper::purchase_order(&self.ctx, restock_order_id.0, locale.0).await
    }

    /// Download the report of a restock order: what was ordered, what came, and how they differ.
    #[oai(path = "/:restock_order_id/report", method = "get", operation_id = "export_restock_order")]
    async fn export_restock_order(
        &self,
        staff: Can<InventoryRead>,
        /// The order.
        restock_order_id: Path<RestockOrderId>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark; it does unless this is `false`.
        bom: Query<Option<bool>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        report::export(&self.ctx, staff.caller(), &ask, restock_order_id.0).await
    }
}
