//! The endpoints of this room for staff.

use chrono::{DateTime, Utc};
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use shared::export::ExportFormat;
use shared::ids::{OrderId, ShipmentId};
use shared::orders::{
    AddOrderNoteRequest, BulkMoveRequest, BulkResult, CorrectTrackingNumberRequest, MAX_TRACKING_BYTES, MoveOrderRequest,
    OrderStatus, RecordParcelRequest, ShipOrderRequest, StaffOrder, StaffOrderRow, StaffOrderSort, TrackingImport,
    WriteToBuyerRequest,
};
use shared::page::Page;
use shared::payments::PaymentStatus;

use super::export;
use super::find::{self, StaffFilter};
use super::{correct, many, recorded, staff, write};
use crate::context::Ctx;
use crate::http::grants::{OrdersRead, OrdersWrite};
use crate::http::{ApiError, ApiResult, Area, Body, Can, Export, ExportAsk, Files, Tagged};

/// Orders in the back office.
pub struct AdminOrderRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/orders", tag = "Area::AdminOrders")]
impl AdminOrderRoutes {
    /// List all orders.
    #[oai(path = "/", method = "get", operation_id = "list_staff_orders")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_staff_orders(
        &self,
        _staff: Can<OrdersRead>,
        /// Only orders that stand here.
        status: Query<Option<OrderStatus>>,
        /// Only orders that wait to be packed or shipped, whichever of the two.
        to_ship: Query<Option<bool>>,
        /// Only orders whose payment stands here.
        payment_status: Query<Option<PaymentStatus>>,
        /// Only orders that this courier carried, or is to carry as the buyer chose.
        courier: Query<Option<String>>,
        /// Part of a number, a name or an email, or how a phone or tracking number begins.
        q: Query<Option<String>>,
        /// Placed at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Placed before.
        until: Query<Option<DateTime<Utc>>>,
        /// Their order; newest first when not given. A cursor belongs to the order it came with.
        sort: Query<Option<StaffOrderSort>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffOrderRow>>> {
        let filter = StaffFilter {
            status: status.0,
            to_ship: to_ship.0,
            payment_status: payment_status.0,
            courier: courier.0,
            text: q.0,
            from: from.0,
            until: until.0,
        };
        let sort = sort.0.unwrap_or(StaffOrderSort::Newest);
        Ok(Body(find::staff_page(&self.ctx, filter, sort, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download all orders, newest first, with the filters of the list.
    ///
    /// Words such as statuses are those of this interface; amounts are whole rupiah, times those of the shop's clock.
    #[oai(path = "/export", method = "get", operation_id = "export_orders")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_orders(
        &self,
        staff: Can<OrdersRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only orders that stand here.
        status: Query<Option<OrderStatus>>,
        /// Only orders that wait to be packed or shipped, whichever of the two.
        to_ship: Query<Option<bool>>,
        /// Only orders whose payment stands here.
        payment_status: Query<Option<PaymentStatus>>,
        /// Only orders that this courier carried, or is to carry as the buyer chose.
        courier: Query<Option<String>>,
        /// Part of a number, a name or an email, or how a phone or tracking number begins.
        q: Query<Option<String>>,
        /// Placed at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Placed before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> ApiResult<Export> {
        let filter = StaffFilter {
            status: status.0,
            to_ship: to_ship.0,
            payment_status: payment_status.0,
            courier: courier.0,
            text: q.0,
            from: from.0,
            until: until.0,
        };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::export(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// List the couriers that the shop sends with, in its order. A parcel may go with another one all the same.
    #[oai(path = "/couriers", method = "get", operation_id = "list_order_couriers")]
    async fn list_order_couriers(&self, _staff: Can<OrdersRead>) -> ApiResult<Body<Vec<String>>> {
        Ok(Body(find::couriers(&self.ctx).await?))
    }

    /// Read an order with everything staff need.
    #[oai(path = "/:order_id", method = "get", operation_id = "get_staff_order")]
    async fn get_staff_order(
        &self,
        _staff: Can<OrdersRead>,
        /// The order.
        order_id: Path<OrderId>,
    ) -> ApiResult<Tagged<StaffOrder>> {
        Ok(Tagged(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Move an order along: processing, delivered, completed, or cancelled while unpaid.
    ///
    /// `illegal_transition`: from where it stands (`params.status`) it does not go there. `next` of the order says where it goes.
    #[oai(path = "/:order_id/status", method = "post", operation_id = "move_order")]
    async fn move_order(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        ask: Body<MoveOrderRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        staff::move_order(&self.ctx, order_id.0, ask.0, staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Hand an order to a courier.
    ///
    /// `illegal_transition`: it is not paid, was shipped before, or all of its money goes back; `params.status` says where it
    /// stands. 422 with `taken`: another parcel has the tracking number.
    #[oai(path = "/:order_id/shipments", method = "post", operation_id = "ship_order")]
    async fn ship_order(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        ask: Body<ShipOrderRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        staff::ship(&self.ctx, order_id.0, ask.0, staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Move many orders along, each for itself: what one refuses does not hold up the others.
    #[oai(path = "/status", method = "post", operation_id = "move_orders")]
    async fn move_orders(&self, staff: Can<OrdersWrite>, ask: Body<BulkMoveRequest>) -> ApiResult<Body<BulkResult>> {
        Ok(Body(many::move_all(&self.ctx, ask.0, staff.caller()).await?))
    }

    /// Ship the orders that a CSV file has tracking numbers for: columns `order_number`, `tracking_number`, and
    /// `courier` and `service` where they are not what the buyer chose. Sending the file again changes nothing.
    #[oai(path = "/tracking-numbers", method = "post", operation_id = "import_tracking_numbers")]
    async fn import_tracking_numbers(
        &self,
        staff: Can<OrdersWrite>,
        /// Tells what would happen, and changes nothing.
        dry_run: Query<Option<bool>>,
        files: Files<1, MAX_TRACKING_BYTES>,
    ) -> ApiResult<Body<TrackingImport>> {
        let file = files.0.into_iter().next().ok_or_else(|| ApiError::malformed("no file"))?;
        Ok(Body(many::ship_all(&self.ctx, file, dry_run.0.unwrap_or(false), staff.caller()).await?))
    }

    /// Hand an order to a courier again whose parcel came back. One that failed or is lost is refunded.
    #[oai(path = "/:order_id/shipments/again", method = "post", operation_id = "ship_order_again")]
    async fn ship_order_again(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        ask: Body<ShipOrderRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        staff::ship_again(&self.ctx, order_id.0, ask.0, staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Correct the tracking number of the last parcel of an order that is on its way: what the courier said of the
    /// wrong one is forgotten, and it is asked anew. The buyer has an email with the right one. A parcel that staff
    /// recorded as come back keeps its number.
    #[oai(path = "/:order_id/shipments/:shipment_id", method = "put", operation_id = "correct_tracking_number")]
    async fn correct_tracking_number(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        /// The parcel.
        shipment_id: Path<ShipmentId>,
        ask: Body<CorrectTrackingNumberRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        correct::correct_tracking_number(&self.ctx, order_id.0, shipment_id.0, ask.0, staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Record that the last parcel of an order on its way was not delivered (`failed`) or came back (`returned`): for
    /// couriers that nobody can be asked about. Each delivery that failed is a step of its own; the same
    /// `Idempotency-Key` records one. A parcel that came back can be shipped again.
    #[oai(path = "/:order_id/shipments/:shipment_id/status", method = "post", operation_id = "record_parcel")]
    async fn record_parcel(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        /// The parcel.
        shipment_id: Path<ShipmentId>,
        /// A new random value for every piece of news; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<Option<String>>,
        ask: Body<RecordParcelRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        let key = idempotency_key.0.as_deref();
        recorded::record_parcel(&self.ctx, order_id.0, shipment_id.0, ask.0, key, staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Ask the courier now where an order's parcels are. Couriers are asked by themselves, too.
    #[oai(path = "/:order_id/tracking", method = "post", operation_id = "track_order")]
    async fn track_order(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
    ) -> ApiResult<Body<StaffOrder>> {
        staff::track(&self.ctx, order_id.0, staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Write to the buyer by email. The same `Idempotency-Key` sends one email.
    #[oai(path = "/:order_id/messages", method = "post", operation_id = "write_to_buyer")]
    async fn write_to_buyer(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        /// A new random value for every message; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<Option<String>>,
        ask: Body<WriteToBuyerRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        write::write_to_buyer(&self.ctx, order_id.0, ask.0, idempotency_key.0.as_deref(), staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }

    /// Write a note that only staff see. The same `Idempotency-Key` writes one note.
    #[oai(path = "/:order_id/notes", method = "post", operation_id = "add_order_note")]
    async fn add_order_note(
        &self,
        staff: Can<OrdersWrite>,
        /// The order.
        order_id: Path<OrderId>,
        /// A new random value for every note; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<Option<String>>,
        ask: Body<AddOrderNoteRequest>,
    ) -> ApiResult<Body<StaffOrder>> {
        staff::add_note(&self.ctx, order_id.0, &ask.0, idempotency_key.0.as_deref(), staff.caller()).await?;
        Ok(Body(staff::get(&self.ctx, order_id.0).await?))
    }
}
