//! The purchase order on paper.

use papers::{PurchaseLine, PurchaseOrder};
use sea_orm::FromQueryResult;
use shared::account::Locale;
use shared::ids::RestockOrderId;
use shared::inventory::{RestockLine, RestockStatus};
use shared::wording;

use super::find;
use crate::context::Ctx;
use crate::db::one;
use crate::http::{ApiError, Pdf};
use crate::inventory::called;
use crate::papers as desk;

#[derive(FromQueryResult)]
struct Supplier {
    name: String,
    company: String,
    contact_person: String,
    email: Option<String>,
    phone: Option<String>,
    address: String,
    locale: Locale,
}

/// The purchase order of a restock order, in this language or else the supplier's. A draft says that it is one.
///
/// # Errors
/// 404 when there is no such order; 503 when too much is being drawn.
pub async fn purchase_order(ctx: &Ctx, id: RestockOrderId, locale: Option<Locale>) -> Result<Pdf, ApiError> {
    let order = find::get(&ctx.db, id).await?;
    let sql = "SELECT name, company, contact_person, email, phone, address, locale FROM suppliers WHERE id = $1";
    let supplier: Option<Supplier> = one(&ctx.db, sql, [order.supplier_id.0.into()]).await?;
    let supplier = supplier.ok_or_else(ApiError::not_found)?;
    let line = |line: RestockLine| PurchaseLine {
        name: called(&line.name, &line.options),
        sku: line.sku,
        supplier_sku: line.supplier_sku,
        quantity: line.quantity,
        unit_cost: line.unit_cost,
        line_total: line.line_total,
    };
    let name = format!("purchase-order-{}.pdf", order.number);
    let paper = PurchaseOrder {
        number: order.number,
        locale: locale.unwrap_or(supplier.locale),
        placed_at: order.ordered_at.unwrap_or(order.created_at),
        draft: order.status == RestockStatus::Draft,
        cancelled: order.status == RestockStatus::Cancelled,
        expected_on: order.expected_on,
        supplier: vec![
            if supplier.company.is_empty() { supplier.name } else { supplier.company },
            supplier.contact_person,
            supplier.address,
            supplier.phone.as_deref().map(wording::phone).unwrap_or_default(),
            supplier.email.unwrap_or_default(),
        ],
        notes: order.notes,
        buyer: order.created_by.unwrap_or_default(),
        lines: order.lines.into_iter().map(line).collect(),
        total: order.total,
    };
    let shop = desk::letterhead(ctx).await?;
    let bytes = ctx.papers.press(move |press| press.purchase_order(&paper, &shop)).await?;
    Ok(Pdf { bytes, name })
}
