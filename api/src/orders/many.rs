//! Many orders at once: each in a transaction of its own, so that one that cannot does not hold up the
//! others.

use std::collections::HashMap;

use poem::http::StatusCode;
use sea_orm::FromQueryResult;
use shared::ids::OrderId;
use shared::orders::{
    BulkMoveRequest, BulkOutcome, BulkResult, BulkRow, MAX_TRACKING_BYTES, MAX_TRACKING_ROWS, MoveOrderRequest, OrderStatus,
    ShipOrderRequest, TrackingImport, TrackingImportRow, fold_courier, normalize_tracking_number,
};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError, Validate};
use uuid::Uuid;

use super::rules::by_hand;
use super::{staff, store};
use crate::context::Ctx;
use crate::db::all;
use crate::http::{ApiError, Caller, Sheet, SheetRules, Upload};

#[derive(FromQueryResult)]
struct Found {
    id: OrderId,
    number: String,
    status: OrderStatus,
    courier: String,
    service: String,
    shipped: Vec<String>,
}

/// Orders with the parcels they have, as `courier NUMBER`.
const FOUND: &str = "SELECT o.id, o.number, o.status, o.courier, COALESCE(o.shipping ->> 'name', '') AS service,
        ARRAY(SELECT fold_courier(s.courier) || ' ' || s.tracking_number FROM shipments s WHERE s.order_id = o.id) AS shipped
    FROM orders o";

/// Moves orders along, each for itself.
///
/// # Errors
/// 422 for a status that no hand brings an order to. What an order refuses is told in its line.
pub(super) async fn move_all(ctx: &Ctx, ask: BulkMoveRequest, by: &Caller) -> Result<BulkResult, ApiError> {
    if by_hand(ask.status).is_none() {
        return Err(ApiError::invalid(vec![FieldError::new("/status", FieldCode::UnknownChoice)]));
    }
    let ids: Vec<Uuid> = ask.ids.iter().map(|id| id.0).collect();
    let found: Vec<Found> = all(&ctx.db, &format!("{FOUND} WHERE o.id = ANY ($1)"), [ids.into()]).await?;
    let found: HashMap<OrderId, Found> = found.into_iter().map(|order| (order.id, order)).collect();
    let mut seen = std::collections::HashSet::new();
    let mut orders = Vec::with_capacity(ask.ids.len());
    for id in ask.ids.iter().copied().filter(|id| seen.insert(*id)) {
        let Some(order) = found.get(&id) else {
            let (outcome, code) = (BulkOutcome::Refused, Some(ErrorCode::NotFound));
            orders.push(BulkRow { id, number: String::new(), outcome, status: None, code });
            continue;
        };
        let row = |outcome, status, code| BulkRow { id, number: order.number.clone(), outcome, status: Some(status), code };
        if order.status == ask.status {
            orders.push(row(BulkOutcome::Unchanged, order.status, None));
            continue;
        }
        let step = MoveOrderRequest { status: ask.status, note: ask.note.clone() };
        orders.push(match staff::move_order(ctx, id, step, by).await {
            Ok(()) => row(BulkOutcome::Done, ask.status, None),
            Err(error) if is_fault(&error) => return Err(error),
            Err(error) => row(BulkOutcome::Refused, order.status, Some(error.code())),
        });
    }
    Ok(BulkResult { orders })
}

/// Ours, and not the order's: what was done until then stays, and asking again does the rest.
fn is_fault(error: &ApiError) -> bool {
    matches!(error.code(), ErrorCode::Internal | ErrorCode::Unavailable)
}

/// The columns of a file of tracking numbers.
const RULES: SheetRules = SheetRules {
    known: &["order_number", "courier", "service", "tracking_number"],
    required: &["order_number", "tracking_number"],
    max_rows: MAX_TRACKING_ROWS,
};

/// Ships the orders that a file has tracking numbers for, each for itself. An order that was shipped
/// with that number already is left as it is. In a dry run all is tried, and nothing kept.
///
/// # Errors
/// 413 or 422 for a file that cannot be read. What is wrong with a row is told in its line.
pub(super) async fn ship_all(ctx: &Ctx, mut upload: Upload, dry_run: bool, by: &Caller) -> Result<TrackingImport, ApiError> {
    if upload.is_too_large() {
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge).with("max_bytes", MAX_TRACKING_BYTES));
    }
    let read = tokio::task::spawn_blocking(move || upload.read().map(|bytes| Sheet::read(&bytes, &RULES)));
    let sheet = read.await.map_err(ApiError::internal)?.map_err(ApiError::internal)?.map_err(ApiError::invalid)?;
    let numbers: Vec<String> = sheet.rows.iter().map(|row| number(&sheet, &row.cells)).collect();
    let found: Vec<Found> = all(&ctx.db, &format!("{FOUND} WHERE o.number = ANY ($1)"), [numbers.clone().into()]).await?;
    let found: HashMap<String, Found> = found.into_iter().map(|order| (order.number.clone(), order)).collect();
    let (mut orders, mut parcels) = (std::collections::HashSet::new(), std::collections::HashSet::new());
    let mut rows = Vec::with_capacity(sheet.rows.len());
    for (row, order_number) in sheet.rows.iter().zip(numbers) {
        let cell = |name| cell(&sheet, &row.cells, name);
        let order = found.get(&order_number);
        let or_own = |given: String, own: fn(&Found) -> &String| match order {
            Some(order) if given.is_empty() => own(order).clone(),
            _ => given,
        };
        let ask = ShipOrderRequest {
            courier: or_own(cell("courier"), |order| &order.courier),
            service: or_own(cell("service"), |order| &order.service),
            tracking_number: cell("tracking_number"),
        };
        let mut told = TrackingImportRow {
            line: row.line,
            order_number: order_number.chars().take(40).collect(),
            order_id: order.map(|order| order.id),
            courier: ask.courier.chars().take(60).collect(),
            tracking_number: ask.tracking_number.chars().take(60).collect(),
            outcome: BulkOutcome::Refused,
            status: order.map(|order| order.status),
            code: None,
            faults: ask.validate().err().unwrap_or_default().into_iter().map(by_column).collect(),
        };
        if row.is_odd {
            told.faults.push(FieldError::new("", FieldCode::InvalidFormat));
        }
        if order.is_none() {
            // Who would carry it is the least of its troubles.
            told.faults.retain(|fault| matches!(fault.pointer.as_str(), "tracking_number" | ""));
            let code = if order_number.is_empty() { FieldCode::Required } else { FieldCode::UnknownChoice };
            told.faults.push(FieldError::new("order_number", code));
        } else if !orders.insert(order_number) {
            told.faults.push(FieldError::new("order_number", FieldCode::Duplicate));
        }
        if let Some(normal) = normalize_tracking_number(&ask.tracking_number) {
            told.tracking_number.clone_from(&normal);
            let parcel = format!("{} {normal}", fold_courier(&ask.courier));
            if order.is_some_and(|order| told.faults.is_empty() && order.shipped.contains(&parcel)) {
                told.outcome = BulkOutcome::Unchanged;
            } else if !parcels.insert(parcel) {
                told.faults.push(FieldError::new("tracking_number", FieldCode::Duplicate));
            }
        }
        if let (Some(order), true, BulkOutcome::Refused) = (order, told.faults.is_empty(), told.outcome) {
            ship(ctx, order.id, ask, dry_run, by, &mut told).await?;
        }
        rows.push(told);
    }
    Ok(TrackingImport { dry_run, rows })
}

async fn ship(
    ctx: &Ctx,
    id: OrderId,
    ask: ShipOrderRequest,
    dry_run: bool,
    by: &Caller,
    told: &mut TrackingImportRow,
) -> Result<(), ApiError> {
    let shipped = if dry_run {
        // The same, and then not.
        let tx = ctx.begin().await?;
        let tried = staff::hand_over(&tx, id, &ask, by, ctx.clock.now()).await;
        tx.rollback().await?;
        tried.map(drop)
    } else {
        staff::ship(ctx, id, ask, by).await
    };
    match shipped {
        Ok(()) => {
            told.outcome = BulkOutcome::Done;
            told.status = Some(OrderStatus::Shipped);
        }
        Err(error) if is_fault(&error) => return Err(error),
        Err(error) if error.errors().is_empty() => {
            told.code = Some(error.code());
            told.status = store::status(&ctx.db, id).await?;
        }
        Err(error) => told.faults.extend(error.errors().iter().cloned().map(by_column)),
    }
    Ok(())
}

/// Names the column instead of the request's field.
fn by_column(fault: FieldError) -> FieldError {
    FieldError { pointer: fault.pointer.trim_start_matches('/').to_owned(), ..fault }
}

fn cell(sheet: &Sheet, cells: &[String], name: &str) -> String {
    sheet.column(name).and_then(|at| cells.get(at)).cloned().unwrap_or_default()
}

fn number(sheet: &Sheet, cells: &[String]) -> String {
    cell(sheet, cells, "order_number").to_uppercase()
}
