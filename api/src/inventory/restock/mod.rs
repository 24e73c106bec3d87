//! Orders to suppliers: written, sent, received.

mod find;
mod list;
mod paper;
mod place;
mod receive;
mod report;
mod routes;
mod save;
mod suggest;

pub use paper::purchase_order;
pub use routes::RestockRoutes;

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::audit::AuditSubject;
use shared::ids::{RestockOrderId, SupplierId};
use shared::inventory::RestockStatus;
use shared::problem::ErrorCode;

use crate::audit::Subject;
use crate::db::one;
use crate::http::ApiError;

/// An order whose row is locked.
#[derive(FromQueryResult)]
struct Locked {
    id: RestockOrderId,
    number: String,
    status: RestockStatus,
    revision: i32,
    supplier_id: SupplierId,
}

impl Locked {
    fn subject(&self) -> Subject {
        Subject::new(AuditSubject::RestockOrder, self.id, self.number.as_str())
    }

    /// 409: where it stands does not allow the step.
    fn illegal(&self) -> ApiError {
        ApiError::conflict(ErrorCode::IllegalTransition)
            .detail(format!("restock order {} is {}", self.number, self.status))
            .with("status", self.status)
    }
}

async fn lock(tx: &impl ConnectionTrait, id: RestockOrderId) -> Result<Locked, ApiError> {
    let sql = "SELECT id, number, status, revision, supplier_id FROM restock_orders WHERE id = $1 FOR NO KEY UPDATE";
    let row: Option<Locked> = one(tx, sql, [id.0.into()]).await?;
    row.ok_or_else(ApiError::not_found)
}
