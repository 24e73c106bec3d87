//! Lengths of lists too long to count.

use sea_orm::{FromQueryResult, Value};

use super::read_one;
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult};

#[derive(FromQueryResult)]
struct PlanRow {
    #[sea_orm(from_alias = "QUERY PLAN")]
    plan: serde_json::Value,
}

/// How many rows the planner expects of a `SELECT`. Costs no more than planning it.
pub(super) async fn rows(ctx: &Ctx, select: &str, values: Vec<Value>) -> ApiResult<i64> {
    let row: Option<PlanRow> = read_one(ctx, &format!("EXPLAIN (FORMAT JSON) {select}"), values).await?;
    let row = row.ok_or_else(|| ApiError::internal("no plan"))?;
    Ok(row.plan.pointer("/0/Plan/Plan Rows").and_then(serde_json::Value::as_i64).unwrap_or_default())
}
