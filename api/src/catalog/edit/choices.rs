//! What is in use already, for staff to choose from while editing.

use sea_orm::FromQueryResult;
use serde_json::Value;
use shared::products::ProductChoices;

use crate::context::Ctx;
use crate::db::one;
use crate::http::{ApiError, ApiResult};

/// Products whose options and specifications are looked at: the latest ones speak for the rest.
const SAMPLE: i32 = 2_000;

#[derive(FromQueryResult)]
struct Row {
    choices: Value,
}

/// Brands, suppliers, options and specifications in use.
pub(super) async fn choices(ctx: &Ctx) -> ApiResult<ProductChoices> {
    // Brands are read from one to the next by their index, however many products each has.
    let sql = "WITH RECURSIVE brands AS (
            (SELECT brand FROM products ORDER BY brand LIMIT 1)
            UNION ALL
            SELECT (SELECT p.brand FROM products p WHERE p.brand > b.brand ORDER BY p.brand LIMIT 1) FROM brands b WHERE b.brand IS NOT NULL),
        latest AS MATERIALIZED (SELECT id, specifications FROM products ORDER BY updated_at DESC, id DESC LIMIT $1),
        pairs AS (
            SELECT o ->> 'name' AS name, o ->> 'value' AS value, count(*) AS uses
            FROM latest l JOIN variants v ON v.product_id = l.id CROSS JOIN jsonb_array_elements(v.options) o GROUP BY 1, 2),
        options AS (
            SELECT name, sum(uses) AS uses, (array_agg(value ORDER BY uses DESC, value))[1:60] AS values
            FROM pairs WHERE name IS NOT NULL AND value IS NOT NULL GROUP BY name),
        lines AS (
            SELECT s ->> 'name' AS name, mode() WITHIN GROUP (ORDER BY COALESCE(s ->> 'name_en', '')) AS name_en, count(*) AS uses
            FROM latest l CROSS JOIN jsonb_array_elements(l.specifications) s GROUP BY 1)
        SELECT json_build_object(
            'brands', COALESCE((SELECT json_agg(brand ORDER BY lower(brand), brand) FROM brands WHERE brand IS NOT NULL), '[]'),
            'suppliers', COALESCE((SELECT json_agg(json_build_object('id', id, 'name', name, 'active', active) ORDER BY lower(name)) FROM suppliers), '[]'),
            'options', COALESCE((SELECT json_agg(json_build_object('name', name, 'values', values) ORDER BY uses DESC, name) FROM options), '[]'),
            'specifications', COALESCE((SELECT json_agg(json_build_object('name', name, 'name_en', name_en, 'value', '', 'value_en', '') ORDER BY uses DESC, name)
                                        FROM (SELECT * FROM lines ORDER BY uses DESC, name LIMIT 150) l), '[]')) AS choices";
    let row: Option<Row> = one(&ctx.db, sql, [SAMPLE.into()]).await?;
    let row = row.ok_or_else(|| ApiError::internal("a statement without a row"))?;
    Ok(serde_json::from_value(row.choices)?)
}
