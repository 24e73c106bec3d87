//! Taking a file in.

use std::collections::{HashMap, HashSet};

use poem::http::StatusCode;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::ids::{ImportId, ProductId};
use shared::imports::{Import, MAX_IMPORT_BYTES};
use shared::permission::Permission;
use shared::problem::ErrorCode;
use shared::products::{normalize_sku, slugify};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::check::CheckImport;
use super::columns::{INITIAL_STOCK, RULES};
use super::{find, state};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::http::{ApiError, ApiResult, Caller, Sheet, SheetRow, Upload};
use crate::jobs;

/// Imports that are kept with their reports.
const KEPT: i64 = 20;

/// A row as it is kept.
#[derive(Serialize)]
struct Kept {
    line: i32,
    position: i32,
    product_id: Option<Uuid>,
    sku: String,
    product: String,
    cells: Vec<String>,
    faults: Vec<FieldError>,
}

/// Keeps the rows of a file and has them checked. What was checked before and never applied is called
/// off by that.
///
/// # Errors
/// 413 or 422 for a file that cannot be read; 409 while another import is being worked on; 403 when it
/// books stock and the sender may not.
pub(super) async fn receive(ctx: &Ctx, mut upload: Upload, by: &Caller) -> ApiResult<Import> {
    if upload.is_too_large() {
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge).with("max_bytes", MAX_IMPORT_BYTES));
    }
    let file_name = upload.name.clone();
    let read = tokio::task::spawn_blocking(move || upload.read().map(|bytes| Sheet::read(&bytes, &RULES)));
    let sheet = read.await.map_err(ApiError::internal)?.map_err(ApiError::internal)?.map_err(ApiError::invalid)?;
    if sheet.column(INITIAL_STOCK).is_some() && !by.permissions.contains(&Permission::InventoryWrite) {
        return Err(ApiError::forbidden().with("permission", Permission::InventoryWrite));
    }
    let kept = grouped(&ctx.db, &sheet).await?;

    let (id, now) = (ImportId::generate(), ctx.clock.now());
    let tx = ctx.begin().await?;
    execute(&tx, "UPDATE imports SET status = 'cancelled', finished_at = $1 WHERE status = 'checked'", [now.into()]).await?;
    let sql = "INSERT INTO imports (id, status, file_name, columns, row_count, actor_id, actor, actor_ip, request_id, books_stock, created_at)
               VALUES ($1, 'checking', $2, $3, $4, $5, $6, $7, $8, false, $9)";
    let rows = i32::try_from(kept.len()).unwrap_or(i32::MAX);
    let values = [
        id.0.into(),
        file_name.as_str().into(),
        sheet.columns.clone().into(),
        rows.into(),
        by.user_id.0.into(),
        by.name.as_str().into(),
        by.ip.as_str().into(),
        by.request_id.as_str().into(),
        now.into(),
    ];
    execute(&tx, sql, values).await.map_err(state::busy)?;
    let sql = "INSERT INTO import_rows (import_id, line, position, product_id, sku, product, cells, faults)
               SELECT $1, line, position, product_id, sku, product, ARRAY(SELECT jsonb_array_elements_text(cells)), faults
               FROM jsonb_to_recordset($2) AS r (line integer, position integer, product_id uuid, sku text, product text, cells jsonb, faults jsonb)";
    for some in kept.chunks(2_000) {
        execute(&tx, sql, [id.0.into(), serde_json::to_value(some)?.into()]).await?;
    }
    let sql = "DELETE FROM imports WHERE status IN ('applied', 'cancelled') AND id NOT IN (SELECT id FROM imports ORDER BY created_at DESC, id DESC LIMIT $1)";
    execute(&tx, sql, [KEPT.into()]).await?;
    jobs::enqueue(&tx, &CheckImport { import_id: id }).await?;
    let subject = Subject::new(AuditSubject::Import, id, label(&file_name));
    let after = json!({ "file": file_name, "rows": rows, "columns": sheet.columns });
    audit::record(&tx, by, Action::ImportSent, &subject, &Value::Null, &after, now).await?;
    tx.commit().await?;
    find::import(&ctx.db, id).await
}

/// What people call an import.
pub(super) fn label(file_name: &str) -> &str {
    if file_name.is_empty() { "CSV" } else { file_name }
}

/// What the shop knows of the file's SKUs and slugs.
#[derive(FromQueryResult)]
struct Known {
    text: String,
    product_id: ProductId,
}

/// Puts rows of one product together: by the SKUs that it has, else by its name in the URL, else by
/// brand and name.
async fn grouped(db: &impl ConnectionTrait, sheet: &Sheet) -> ApiResult<Vec<Kept>> {
    let cell = |row: &SheetRow, name: &str| sheet.column(name).and_then(|at| row.cells.get(at)).cloned().unwrap_or_default();
    let skus: Vec<String> = sheet.rows.iter().map(|row| normalize_sku(&cell(row, "sku"))).collect();
    let slugs: Vec<String> = sheet.rows.iter().map(|row| cell(row, "slug")).collect();
    let known = async |sql: &str, texts: &[String]| -> ApiResult<HashMap<String, ProductId>> {
        let rows: Vec<Known> = all(db, sql, [texts.to_vec().into()]).await?;
        Ok(rows.into_iter().map(|row| (row.text, row.product_id)).collect())
    };
    let by_sku = known("SELECT sku AS text, product_id FROM variants WHERE sku = ANY ($1)", &skus).await?;
    let mut by_slug = known("SELECT slug AS text, id AS product_id FROM products WHERE slug = ANY ($1)", &slugs).await?;

    let name_of = |row: &SheetRow| format!("{} {}", slugify(&cell(row, "brand")), slugify(&cell(row, "name")));
    // A product that gets another name in the URL has it on its new variants' rows, too.
    let mut by_name: HashMap<String, ProductId> = HashMap::new();
    for ((row, sku), slug) in sheet.rows.iter().zip(&skus).zip(&slugs) {
        let Some(product) = by_sku.get(sku) else { continue };
        if !slug.is_empty() {
            by_slug.insert(slug.clone(), *product);
        }
        by_name.insert(name_of(row), *product);
    }
    let (mut positions, mut seen) = (HashMap::new(), HashSet::new());
    let mut barcodes = HashSet::new();
    let mut kept = Vec::with_capacity(sheet.rows.len());
    for ((row, sku), slug) in sheet.rows.iter().zip(skus).zip(slugs) {
        let product = match (by_sku.get(&sku), slug.is_empty()) {
            (Some(product), _) => Some(*product),
            (None, false) => by_slug.get(&slug).copied(),
            (None, true) => by_name.get(&name_of(row)).copied(),
        };
        let key = match (product, slug.is_empty()) {
            (Some(product), _) => product.to_string(),
            (None, false) => format!("/{slug}"),
            (None, true) => name_of(row),
        };
        let next = i32::try_from(positions.len()).unwrap_or(i32::MAX);
        let position = *positions.entry(key).or_insert(next);
        let mut faults = Vec::new();
        if row.is_odd {
            faults.push(FieldError::new("", FieldCode::InvalidFormat));
        }
        if !sku.is_empty() && !seen.insert(sku.clone()) {
            faults.push(FieldError::new("sku", FieldCode::Duplicate));
        }
        let barcode = cell(row, "barcode");
        if !barcode.is_empty() && !barcodes.insert(barcode) {
            faults.push(FieldError::new("barcode", FieldCode::Duplicate));
        }
        let short = |text: String, most: usize| text.chars().take(most).collect::<String>();
        kept.push(Kept {
            line: row.line,
            position,
            product_id: product.map(|product| product.0),
            sku: short(sku, 80),
            product: short(cell(row, "name"), 200),
            cells: row.cells.clone(),
            faults,
        });
    }
    Ok(kept)
}
