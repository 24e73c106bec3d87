//! All products as a file that an import takes.

use std::collections::VecDeque;
use std::sync::Arc;

use sea_orm::{FromQueryResult, Value};
use shared::ids::ProductId;

use super::columns::{COLUMNS, Line, without_cost};
use super::lookups::Lookups;
use crate::audit;
use crate::catalog::edit::find_all;
use crate::catalog::sees_cost;
use crate::catalog::staff_list::{StaffAsked, conditions};
use crate::context::Ctx;
use crate::db::all;
use crate::http::{ApiError, Caller, Export, ExportAsk, Rows};

/// Products that are read together.
const BATCH: i64 = 100;
/// Rows that are handed on together.
const ROWS: usize = 500;

struct Products {
    ctx: Ctx,
    lookups: Lookups,
    conditions: String,
    values: Vec<Value>,
    after: Option<ProductId>,
    ended: bool,
    waiting: VecDeque<Line>,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: ProductId,
}

impl Products {
    async fn read(&mut self) -> Result<(), ApiError> {
        let mut values = self.values.clone();
        let after = self.after.map_or_else(String::new, |after| {
            values.push(after.0.into());
            format!(" AND p.id > ${}", values.len())
        });
        let sql = format!("SELECT p.id FROM products p WHERE {}{after} ORDER BY p.id LIMIT {BATCH}", self.conditions);
        let ids: Vec<IdRow> = all(&self.ctx.db, &sql, values).await?;
        let ids: Vec<ProductId> = ids.into_iter().map(|row| row.id).collect();
        match ids.last() {
            Some(last) => self.after = Some(*last),
            None => self.ended = true,
        }
        for product in find_all(&self.ctx.db, &ids).await? {
            let product = Arc::new(product.save_request());
            let (category, supplier) =
                (self.lookups.category_text(product.category_id), self.lookups.supplier_text(product.supplier_id));
            self.waiting.extend((0..product.variants.len()).map(|variant| Line {
                product: Arc::clone(&product),
                variant,
                category: Arc::clone(&category),
                supplier: Arc::clone(&supplier),
            }));
        }
        Ok(())
    }
}

impl Rows for Products {
    type Row = Line;

    async fn next(&mut self) -> Result<Vec<Line>, ApiError> {
        while self.waiting.len() < ROWS && !self.ended {
            self.read().await?;
        }
        let count = ROWS.min(self.waiting.len());
        Ok(self.waiting.drain(..count).collect())
    }
}

/// The products of the list, in the columns of an import. What they cost is for those who see it elsewhere: in the editor, or
/// with the stock.
///
/// # Errors
/// 422 for filters that cannot be.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, asked: StaffAsked) -> Result<Export, ApiError> {
    let (conditions, values) = conditions(ctx, &asked).await?;
    audit::record_export(ctx, by, "products", ask.format, &asked.told()).await?;
    let lookups = Lookups::load(&ctx.db).await?;
    let products =
        Products { ctx: ctx.clone(), lookups, conditions, values, after: None, ended: false, waiting: VecDeque::new() };
    let columns = if sees_cost(by) { COLUMNS } else { without_cost() };
    Export::of(ask, "products", ["Produk", "Products"], columns, products).await
}
