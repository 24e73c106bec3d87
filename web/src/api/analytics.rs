//! The shop's figures: the operations below `/admin/analytics`, and what happened lately.

use chrono::NaiveDate;
use serde::Serialize;
use shared::analytics::{Analytics, ProductMeasure, ProductPerformance};
use shared::dashboard::Activity;
use shared::export::ExportFormat;
use shared::page::Page;

use super::answer::Download;
use super::client::Call;
use super::error::ApiError;
use super::query::As;
use crate::i18n;

/// Rows of a page.
const PAGE: u32 = 40;

/// Which days; the last 30 where none is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayRange {
    /// The first one.
    pub from: Option<NaiveDate>,
    /// The last one.
    pub until: Option<NaiveDate>,
}

/// Which products, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PerformanceFilter {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// Part of a name, brand or model.
    pub q: String,
    /// By what they are sorted.
    pub sort: Option<ProductMeasure>,
    /// Least first.
    pub ascending: Option<bool>,
}

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct Few {
    limit: u32,
}

#[derive(Serialize)]
struct Language {
    locale: &'static str,
}

/// Reads the figures of days.
///
/// # Errors
/// See [`ApiError`].
pub fn get_analytics(range: &DayRange) -> impl Future<Output = Result<Analytics, ApiError>> + use<> {
    Call::get("/admin/analytics").query(range).send()
}

/// Downloads them as a workbook.
///
/// # Errors
/// See [`ApiError`].
pub fn export_analytics(range: &DayRange) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get("/admin/analytics/export").query(range).send_file()
}

/// Downloads them as PDF, in the language of the page.
///
/// # Errors
/// See [`ApiError`].
pub fn get_analytics_report(range: &DayRange) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get("/admin/analytics/report.pdf").query(range).query(&Language { locale: i18n::name(i18n::current()) }).send_file()
}

/// Lists how each product did.
///
/// # Errors
/// See [`ApiError`].
pub fn list_product_performance(
    filter: &PerformanceFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<ProductPerformance>, ApiError>> + use<> {
    Call::get("/admin/analytics/products").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Downloads how each product did.
#[must_use]
pub fn export_product_performance(filter: &PerformanceFilter, format: ExportFormat) -> Call {
    Call::get("/admin/analytics/products/export").query(filter).query(&As { format })
}

/// Reads what happened lately.
///
/// # Errors
/// See [`ApiError`].
pub fn list_activity(limit: u32) -> impl Future<Output = Result<Vec<Activity>, ApiError>> + use<> {
    Call::get("/admin/activity").query(&Few { limit }).send()
}
