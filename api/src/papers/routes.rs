//! The endpoints of this room.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::account::Locale;
use shared::ids::OrderId;
use shared::papers::{Paper, PrintPapersRequest};

use super::print;
use crate::context::Ctx;
use crate::http::grants::OrdersRead;
use crate::http::{ApiResult, Area, Body, Can, Pdf, SignedIn};

/// Papers of orders.
pub struct PaperRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi]
impl PaperRoutes {
    /// Get the invoice of one of one's own orders as PDF.
    ///
    /// Every order has one, and what it is worth is stamped on it: paid, unpaid, cancelled, refunded.
    #[oai(path = "/orders/:number/invoice.pdf", method = "get", operation_id = "get_order_invoice", tag = "Area::Orders")]
    async fn get_order_invoice(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
        /// In which language; the one the order was placed in by default.
        locale: Query<Option<Locale>>,
    ) -> ApiResult<Pdf> {
        print::own_invoice(&self.ctx, caller.0.user_id, &number.0, locale.0).await
    }

    /// Get the invoice of an order as PDF.
    #[oai(
        path = "/admin/orders/:order_id/invoice.pdf",
        method = "get",
        operation_id = "get_staff_invoice",
        tag = "Area::AdminOrders"
    )]
    async fn get_staff_invoice(
        &self,
        _staff: Can<OrdersRead>,
        /// The order.
        order_id: Path<OrderId>,
        /// In which language; the buyer's by default.
        locale: Query<Option<Locale>>,
    ) -> ApiResult<Pdf> {
        print::one(&self.ctx, Paper::Invoice, order_id.0, locale.0).await
    }

    /// Get the packing list of an order as PDF: what goes into the parcel, without prices.
    ///
    /// 409 `not_shippable` when the order is unpaid, called off, or its money goes back.
    #[oai(
        path = "/admin/orders/:order_id/packing-list.pdf",
        method = "get",
        operation_id = "get_packing_list",
        tag = "Area::AdminOrders"
    )]
    async fn get_packing_list(
        &self,
        _staff: Can<OrdersRead>,
        /// The order.
        order_id: Path<OrderId>,
        /// In which language; the buyer's by default.
        locale: Query<Option<Locale>>,
    ) -> ApiResult<Pdf> {
        print::one(&self.ctx, Paper::PackingList, order_id.0, locale.0).await
    }

    /// Get the shipping label of an order as PDF, 100 × 150 mm for thermal printers.
    ///
    /// Its bars (Code 128) are the tracking number, or the order's number before there is one; its QR
    /// code leads to the order's page. 409 `not_shippable` when the order is unpaid, called off, or
    /// its money goes back.
    #[oai(path = "/admin/orders/:order_id/label.pdf", method = "get", operation_id = "get_label", tag = "Area::AdminOrders")]
    async fn get_label(
        &self,
        _staff: Can<OrdersRead>,
        /// The order.
        order_id: Path<OrderId>,
        /// In which language; Indonesian by default, because couriers read it.
        locale: Query<Option<Locale>>,
    ) -> ApiResult<Pdf> {
        print::one(&self.ctx, Paper::Label, order_id.0, locale.0).await
    }

    /// Print a paper of several orders as one PDF, in the order asked.
    ///
    /// 422 names orders that do not exist; 409 `not_shippable` those that have no list or label, in
    /// `params.orders`. Nothing is printed then.
    #[oai(path = "/admin/orders/papers", method = "post", operation_id = "print_papers", tag = "Area::AdminOrders")]
    async fn print_papers(&self, staff: Can<OrdersRead>, ask: Body<PrintPapersRequest>) -> ApiResult<Pdf> {
        print::many(&self.ctx, staff.caller(), ask.0).await
    }
}
