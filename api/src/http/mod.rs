//! The edge: bodies, problems, callers, request ids. Knows no room.

mod access_log;
mod answered;
mod body;
mod cached;
mod caller;
mod coding;
mod compressed;
mod conditional;
mod export;
mod files;
mod header;
mod limit;
mod methods;
mod network;
mod parse_errors;
mod pdf;
mod problem;
mod revision;
mod seen;
mod sheet;
mod tagged;

pub use access_log::{Observed, RequestId};
pub use answered::Answered;
pub use body::{Body, Created, NoContent, reader};
pub use cached::{Cached, CachedHtml};
pub use caller::{
    Caller, Can, CartToken, ClientIp, Confirmed, Grant, KEY_MARK, KeyHolder, Person, SignedIn, Visitor, api_key, bearer,
    client_ip, grants,
};
pub use coding::Coding;
pub use compressed::Compressed;
pub use export::{BookSheet, Cell, Column, Export, ExportAsk, Keyset, Rows, Words};
#[cfg(feature = "fuzzing")]
pub use files::read_uploads;
pub use files::{Files, OneFile, Upload};
pub use limit::limit;
pub use methods::{TellsMethods, only_read};
pub use network::network;
pub use parse_errors::refusal;
pub use pdf::{Pdf, file_name};
pub use problem::{ApiError, ApiResult, PROBLEMS};
pub use revision::{IfMatch, Revised};
pub use seen::{AtRevision, MaybeIfMatch, revision_of};
pub use sheet::{Sheet, SheetRow, SheetRules};
pub use tagged::Tagged;

use poem_openapi::Tags;

/// The chapters of the API reference.
#[derive(Tags)]
pub enum Area {
    /// Registration, signing in, profile, address book, sessions.
    Account,
    /// Provinces, regencies and districts.
    Regions,
    /// Products, categories, search.
    Catalog,
    /// The shopping cart.
    Cart,
    /// From cart to order.
    Checkout,
    /// Orders of the signed-in buyer.
    Orders,
    /// Paying, and what payment providers tell us.
    Payments,
    /// In-app notifications.
    Notifications,
    /// The shop itself.
    Store,
    /// The back office: orders.
    #[oai(rename = "Admin: orders")]
    AdminOrders,
    /// The back office: payments and refunds.
    #[oai(rename = "Admin: payments")]
    AdminPayments,
    /// The back office: products and stock.
    #[oai(rename = "Admin: catalogue")]
    AdminCatalog,
    /// The back office: stock, suppliers, restock orders.
    #[oai(rename = "Admin: inventory")]
    AdminInventory,
    /// The back office: the outbox.
    #[oai(rename = "Admin: emails")]
    AdminEmails,
    /// The back office: background work.
    #[oai(rename = "Admin: jobs")]
    AdminJobs,
    /// The back office: notifications of those who work here.
    #[oai(rename = "Admin: notifications")]
    AdminNotifications,
    /// The WebSocket that tells what happens while one looks.
    Live,
    /// The chat between buyers and those who answer for the shop.
    Chat,
    /// The back office: figures.
    #[oai(rename = "Admin: reports")]
    AdminReports,
    /// The back office: people and roles.
    #[oai(rename = "Admin: people")]
    AdminUsers,
    /// The back office: settings.
    #[oai(rename = "Admin: settings")]
    AdminSettings,
    /// The back office: API keys and webhooks.
    #[oai(rename = "Admin: integrations")]
    AdminIntegrations,
    /// The back office: ways of looking at lists.
    #[oai(rename = "Admin: views")]
    AdminViews,
    /// The back office: what staff did.
    #[oai(rename = "Admin: audit log")]
    AdminAudit,
}
