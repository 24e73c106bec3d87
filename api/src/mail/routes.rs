//! The endpoints of this room, all for staff.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::export::ExportFormat;
use shared::ids::{EmailId, OrderId};
use shared::mail::{EmailState, EmailTemplate, StaffEmail, StaffEmailRow};
use shared::page::Page;

use super::desk::{self, EmailFilter};
use super::export;
use crate::context::Ctx;
use crate::http::grants::{OrdersRead, SystemManage, SystemRead};
use crate::http::{ApiResult, Area, Body, Can, Created, Export, ExportAsk, Tagged};

/// The outbox in the back office.
pub struct MailRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminEmails")]
impl MailRoutes {
    /// List the outbox, newest first.
    #[oai(path = "/emails", method = "get", operation_id = "list_emails")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_emails(
        &self,
        _staff: Can<SystemRead>,
        /// Only emails that stand here.
        state: Query<Option<EmailState>>,
        /// Only these emails.
        template: Query<Option<EmailTemplate>>,
        /// Part of the recipient's address or name.
        q: Query<Option<String>>,
        /// Only emails about the order with this number.
        order: Query<Option<String>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<StaffEmailRow>>> {
        let filter = EmailFilter { state: state.0, template: template.0, recipient: q.0, order_number: order.0 };
        let limit = crate::http::limit(limit.0)?;
        Ok(Body(desk::page(&self.ctx, filter, limit, cursor.0.as_deref()).await?))
    }

    /// Download the outbox, newest first, with the filters of the list. What the emails say is left out.
    #[oai(path = "/emails/export", method = "get", operation_id = "export_emails")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_emails(
        &self,
        staff: Can<SystemRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only emails that stand here.
        state: Query<Option<EmailState>>,
        /// Only these emails.
        template: Query<Option<EmailTemplate>>,
        /// Part of the recipient's address or name.
        q: Query<Option<String>>,
        /// Only emails about the order with this number.
        order: Query<Option<String>>,
    ) -> ApiResult<Export> {
        let filter = EmailFilter { state: state.0, template: template.0, recipient: q.0, order_number: order.0 };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::export(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Read an email with both its parts.
    ///
    /// Links that open an account are shown without their secret.
    #[oai(path = "/emails/:email_id", method = "get", operation_id = "get_email")]
    async fn get_email(
        &self,
        _staff: Can<SystemRead>,
        /// The email.
        email_id: Path<EmailId>,
    ) -> ApiResult<Tagged<StaffEmail>> {
        Ok(Tagged(desk::get(&self.ctx, email_id.0).await?))
    }

    /// Try an email now that waits or was given up.
    ///
    /// `conflict`: it is sent already, or held a link that went when it was given up; its owner asks for another one.
    #[oai(path = "/emails/:email_id/attempts", method = "post", operation_id = "retry_email")]
    async fn retry_email(
        &self,
        staff: Can<SystemManage>,
        /// The email.
        email_id: Path<EmailId>,
    ) -> ApiResult<Body<StaffEmail>> {
        desk::retry(&self.ctx, email_id.0, staff.caller()).await?;
        Ok(Body(desk::get(&self.ctx, email_id.0).await?))
    }

    /// Send an email again, as a new message with the same content.
    ///
    /// While such a copy waits to be sent, asking again gives that copy.
    #[oai(path = "/emails/:email_id/copies", method = "post", operation_id = "resend_email")]
    async fn resend_email(
        &self,
        staff: Can<SystemManage>,
        /// The email.
        email_id: Path<EmailId>,
    ) -> ApiResult<Created<StaffEmail>> {
        let copy = desk::resend(&self.ctx, email_id.0, staff.caller()).await?;
        Ok(Created(desk::get(&self.ctx, copy).await?))
    }

    /// List the emails about an order, newest first.
    #[oai(path = "/orders/:order_id/emails", method = "get", operation_id = "list_order_emails")]
    async fn list_order_emails(
        &self,
        _staff: Can<OrdersRead>,
        /// The order.
        order_id: Path<OrderId>,
    ) -> ApiResult<Body<Vec<StaffEmailRow>>> {
        Ok(Body(desk::of_order(&self.ctx, order_id.0).await?))
    }
}
