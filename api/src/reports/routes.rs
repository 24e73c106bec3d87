//! The endpoints of this room.

use chrono::NaiveDate;
use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use shared::account::Locale;
use shared::analytics::{Analytics, ProductMeasure, ProductPerformance, Span};
use shared::dashboard::{Activity, Dashboard};
use shared::export::ExportFormat;
use shared::page::Page;

use super::products::{self, Asked};
use super::{activity, analytics, book, dashboard, paper};
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::http::grants::{AdminAccess, ReportsRead};
use crate::http::{ApiError, ApiResult, Area, Body, Can, Export, ExportAsk, Pdf};

/// Figures.
pub struct ReportRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

impl ReportRoutes {
    fn span(&self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> ApiResult<Span> {
        Span::new(from, until, shop_day(self.ctx.clock.now())).map_err(ApiError::invalid)
    }
}

#[OpenApi(prefix_path = "/admin", tag = "Area::AdminReports")]
impl ReportRoutes {
    /// Read the figures of the back office's first page.
    #[oai(path = "/dashboard", method = "get", operation_id = "get_dashboard")]
    async fn get_dashboard(&self, staff: Can<ReportsRead>) -> ApiResult<Body<Dashboard>> {
        Ok(Body(dashboard::get(&self.ctx, staff.caller()).await?))
    }

    /// Read what happened lately, the latest first: of orders, of what staff did, of new customers, each
    /// for those who may see it.
    #[oai(path = "/activity", method = "get", operation_id = "list_activity")]
    async fn list_activity(
        &self,
        staff: Can<AdminAccess>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
    ) -> ApiResult<Body<Vec<Activity>>> {
        Ok(Body(activity::latest(&self.ctx, staff.caller(), crate::http::limit(limit.0)?).await?))
    }

    /// Read the figures of a span of days, beside those of as many days before.
    ///
    /// Days are those of Asia/Jakarta, at most 3,660. Without days they are the last 30.
    #[oai(path = "/analytics", method = "get", operation_id = "get_analytics")]
    async fn get_analytics(
        &self,
        _staff: Can<ReportsRead>,
        /// The first day.
        from: Query<Option<NaiveDate>>,
        /// The last day, included.
        until: Query<Option<NaiveDate>>,
    ) -> ApiResult<Body<Analytics>> {
        Ok(Body(analytics::get(&self.ctx, self.span(from.0, until.0)?).await?))
    }

    /// Download the figures of a span of days as a workbook: each table on a sheet of its own.
    #[oai(path = "/analytics/export", method = "get", operation_id = "export_analytics")]
    async fn export_analytics(
        &self,
        staff: Can<ReportsRead>,
        /// The first day.
        from: Query<Option<NaiveDate>>,
        /// The last day, included.
        until: Query<Option<NaiveDate>>,
    ) -> ApiResult<Export> {
        let ask = ExportAsk::new(staff.caller(), ExportFormat::Xlsx, None, self.ctx.clock.now());
        book::export(&self.ctx, staff.caller(), &ask, self.span(from.0, until.0)?).await
    }

    /// Get the figures of a span of days as PDF.
    #[oai(path = "/analytics/report.pdf", method = "get", operation_id = "get_analytics_report")]
    async fn get_analytics_report(
        &self,
        staff: Can<ReportsRead>,
        /// The first day.
        from: Query<Option<NaiveDate>>,
        /// The last day, included.
        until: Query<Option<NaiveDate>>,
        /// In which language; one's own by default.
        locale: Query<Option<Locale>>,
    ) -> ApiResult<Pdf> {
        paper::report(&self.ctx, staff.caller(), self.span(from.0, until.0)?, locale.0).await
    }

    /// List how each product did in a span of days: those that were looked at, put into a cart or sold.
    #[oai(path = "/analytics/products", method = "get", operation_id = "list_product_performance")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_product_performance(
        &self,
        _staff: Can<ReportsRead>,
        /// The first day.
        from: Query<Option<NaiveDate>>,
        /// The last day, included.
        until: Query<Option<NaiveDate>>,
        /// Part of a name, brand or model.
        q: Query<Option<String>>,
        /// By what they are sorted; revenue when not given. A cursor belongs to the order it came with.
        sort: Query<Option<ProductMeasure>>,
        /// Least first, rather than most first.
        ascending: Query<Option<bool>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<ProductPerformance>>> {
        let asked = Asked {
            span: self.span(from.0, until.0)?,
            q: q.0,
            sort: sort.0.unwrap_or(ProductMeasure::Revenue),
            ascending: ascending.0.unwrap_or(false),
        };
        Ok(Body(products::page(&self.ctx, asked, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Download how each product did in a span of days.
    #[oai(path = "/analytics/products/export", method = "get", operation_id = "export_product_performance")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_product_performance(
        &self,
        staff: Can<ReportsRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// The first day.
        from: Query<Option<NaiveDate>>,
        /// The last day, included.
        until: Query<Option<NaiveDate>>,
        /// Part of a name, brand or model.
        q: Query<Option<String>>,
        /// By what they are sorted; revenue when not given.
        sort: Query<Option<ProductMeasure>>,
        /// Least first, rather than most first.
        ascending: Query<Option<bool>>,
    ) -> ApiResult<Export> {
        let asked = Asked {
            span: self.span(from.0, until.0)?,
            q: q.0,
            sort: sort.0.unwrap_or(ProductMeasure::Revenue),
            ascending: ascending.0.unwrap_or(false),
        };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        products::export(&self.ctx, staff.caller(), &ask, asked).await
    }
}
