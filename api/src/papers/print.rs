//! Which papers there are, and of which orders.

use papers::{Order, Shop};
use serde_json::json;
use shared::account::Locale;
use shared::ids::{OrderId, UserId};
use shared::papers::{Paper, PrintPapersRequest};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use super::logo::logo;
use super::store::{self, Loaded};
use crate::context::Ctx;
use crate::http::{ApiError, Caller, Pdf};
use crate::{audit, orders, store as shop_store};

/// The invoice of one's own order.
///
/// Buyers get it in every state. Before it is paid it is the bill that a company asks for before it
/// pays; whoever kept one must be able to see what became of it, so it does not go away when the
/// order is called off: what it is worth is stamped on it.
pub(super) async fn own_invoice(ctx: &Ctx, user: UserId, number: &str, locale: Option<Locale>) -> Result<Pdf, ApiError> {
    let id = orders::own(ctx, user, number).await?;
    one(ctx, Paper::Invoice, id, locale).await
}

/// A paper of one order.
pub(super) async fn one(ctx: &Ctx, paper: Paper, id: OrderId, locale: Option<Locale>) -> Result<Pdf, ApiError> {
    let loaded = store::load(ctx, paper, &[id]).await?;
    if loaded.is_empty() {
        return Err(ApiError::not_found());
    }
    let name = one_name(paper, loaded.first().map_or("", |row| row.order.number.as_str()));
    print(ctx, paper, loaded, locale, name).await
}

/// A paper of each of many orders, in the order asked. Names and addresses go away with it as with a list, so it is noted who
/// took them.
pub(super) async fn many(ctx: &Ctx, by: &Caller, ask: PrintPapersRequest) -> Result<Pdf, ApiError> {
    let mut loaded = store::load(ctx, ask.paper, &ask.order_ids).await?;
    let place = |id: OrderId| ask.order_ids.iter().position(|asked| *asked == id);
    loaded.sort_by_key(|row| place(row.id));
    let unknown: Vec<FieldError> = ask
        .order_ids
        .iter()
        .enumerate()
        .filter(|(_, id)| !loaded.iter().any(|row| row.id == **id))
        .map(|(index, _)| FieldError::new(format!("/order_ids/{index}"), FieldCode::UnknownChoice))
        .collect();
    if !unknown.is_empty() {
        return Err(ApiError::invalid(unknown));
    }
    let name = format!("{}-{}.pdf", file_name(ask.paper), loaded.len());
    let numbers: Vec<String> = loaded.iter().map(|row| row.order.number.clone()).collect();
    let pdf = print(ctx, ask.paper, loaded, ask.locale, name).await?;
    audit::record_paper(ctx, by, "orders", &json!({ "kind": ask.paper, "order": numbers })).await?;
    Ok(pdf)
}

/// What the file of an order's invoice is called.
#[must_use]
pub fn invoice_name(number: &str) -> String {
    one_name(Paper::Invoice, number)
}

/// The invoice that goes along with an email about an order.
///
/// # Errors
/// When the order is gone, what the database says, and when it could not be drawn.
pub async fn mailed_invoice(ctx: &Ctx, id: OrderId, locale: Locale) -> Result<Pdf, ApiError> {
    one(ctx, Paper::Invoice, id, Some(locale)).await
}

/// A report of figures.
///
/// # Errors
/// What the database says, and when it could not be drawn.
pub async fn report(ctx: &Ctx, report: papers::Report, name: String) -> Result<Pdf, ApiError> {
    let shop = letterhead(ctx).await?;
    Ok(Pdf { bytes: ctx.papers.draw_report(report, shop).await?, name })
}

async fn print(ctx: &Ctx, paper: Paper, loaded: Vec<Loaded>, locale: Option<Locale>, name: String) -> Result<Pdf, ApiError> {
    let refused: Vec<&Order> =
        loaded.iter().filter(|row| !paper.is_for(row.order.status) || row.must_stay(paper)).map(|row| &row.order).collect();
    if !refused.is_empty() {
        return Err(not_to_be_sent(&refused));
    }
    let chosen = |order: Order| {
        let own = if paper == Paper::Label { Locale::Indonesian } else { order.locale };
        Order { locale: locale.unwrap_or(own), ..order }
    };
    let orders = loaded.into_iter().map(|row| chosen(row.order)).collect();
    let shop = letterhead(ctx).await?;
    let bytes = ctx.papers.draw(paper, orders, shop).await?;
    Ok(Pdf { bytes, name })
}

impl Loaded {
    /// All of its money is on its way back, or nothing is held for it any more: there is nothing to be packed.
    fn must_stay(&self, paper: Paper) -> bool {
        let is_empty = self.order.lines.iter().all(|line| line.to_pack == 0);
        paper != Paper::Invoice && (self.going_back || is_empty) && self.order.parcels.is_empty()
    }
}

/// 409: some of the orders are not for a courier.
fn not_to_be_sent(orders: &[&Order]) -> ApiError {
    let named = orders.iter().map(|order| format!("{} ({})", order.number, order.status)).collect::<Vec<_>>().join(", ");
    let numbers: Vec<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    ApiError::conflict(ErrorCode::NotShippable).detail(format!("not to be sent: {named}")).with("orders", numbers)
}

fn one_name(paper: Paper, number: &str) -> String {
    format!("{}-{number}.pdf", file_name(paper))
}

fn file_name(paper: Paper) -> &'static str {
    match paper {
        Paper::Invoice => "invoice",
        Paper::PackingList => "packing-list",
        Paper::Label => "label",
    }
}

/// The shop as papers show it.
///
/// # Errors
/// What the database says.
pub async fn letterhead(ctx: &Ctx) -> Result<Shop, ApiError> {
    let settings = shop_store::settings(ctx).await?;
    let profile = &settings.profile;
    Ok(Shop {
        name: profile.name.clone(),
        branch: profile.branch(),
        manager: profile.branch_manager.clone(),
        tagline: profile.tagline.clone(),
        address: profile.address.clone(),
        city: profile.city.clone(),
        postal_code: profile.postal_code.clone(),
        phone: profile.phone.clone(),
        email: profile.email.clone(),
        tax_number: profile.tax_number.clone(),
        taxable: profile.taxable,
        licence_number: profile.licence_number().to_owned(),
        url: ctx.config.public_url.clone(),
        palette: settings.brand.palette,
        logo: logo(ctx, &settings.brand).await,
    })
}
