//! What the shop sells, from whom, and who brings it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use demo::Catalogue;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ids, load};
use crate::db::all;

/// Inserts what is not there yet: couriers, suppliers, categories, products and variants. Their
/// slugs, SKUs and codes say what is.
pub async fn load(tx: &DatabaseTransaction, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<(), DbErr> {
    let opened = now - TimeDelta::days(420);
    couriers(tx, opened).await?;
    suppliers(tx, catalogue, opened).await?;
    categories(tx, catalogue, opened).await?;
    products(tx, catalogue, now).await?;
    variants(tx, catalogue, now).await
}

async fn couriers(tx: &DatabaseTransaction, opened: DateTime<Utc>) -> Result<(), DbErr> {
    let row = |(index, service): (usize, demo::ShippingService)| {
        json!({
            "id": ids::id(opened, "shipping service", &format!("{} {}", service.courier, service.code)),
            "courier": service.courier, "code": service.code, "name": service.name,
            "base_price": service.base_price, "price_per_kg": service.price_per_kg, "price_per_km": service.price_per_km,
            "volumetric_divisor": service.volumetric_divisor, "min_weight_kg": service.min_kg,
            "rounding_tolerance_g": service.tolerance_g, "max_distance_km": service.max_km,
            "min_days": service.min_days, "max_days": service.max_days, "active": true, "sort_order": index, "created_at": opened,
        })
    };
    let rows: Vec<Value> = demo::couriers().into_iter().enumerate().map(row).collect();
    // Its codes can be swapped within a statement, which `ON CONFLICT` does not go with.
    let sql =
        "INSERT INTO shipping_services (id, courier, code, name, base_price, price_per_kg, price_per_km, volumetric_divisor,
                   min_weight_kg, rounding_tolerance_g, max_distance_km, min_days, max_days, active, sort_order, created_at)
               SELECT id, courier, code, name, base_price, price_per_kg, price_per_km, volumetric_divisor,
                   min_weight_kg, rounding_tolerance_g, max_distance_km, min_days, max_days, active, sort_order, created_at
               FROM jsonb_populate_recordset(NULL::shipping_services, $1) r
               WHERE NOT EXISTS (SELECT FROM shipping_services s WHERE (s.courier, s.code) = (r.courier, r.code))";
    load::run(tx, sql, &rows).await
}

async fn suppliers(tx: &DatabaseTransaction, catalogue: &Catalogue, opened: DateTime<Utc>) -> Result<(), DbErr> {
    let row = |supplier: &demo::Supplier| {
        json!({
            "id": ids::id(opened, "supplier", supplier.code), "name": supplier.name, "company": supplier.company,
            "contact_person": supplier.contact_person, "email": supplier.email, "phone": supplier.phone,
            "address": format!("{} {}", supplier.address, supplier.postal_code), "notes": supplier.notes.id, "active": true,
            "created_at": opened,
        })
    };
    let rows: Vec<Value> = catalogue.suppliers.iter().map(row).collect();
    load::insert(tx, "suppliers", "id, name, company, contact_person, email, phone, address, notes, active, created_at", &rows)
        .await
}

/// Parents come first in the catalogue, so one statement can hold both levels.
async fn categories(tx: &DatabaseTransaction, catalogue: &Catalogue, opened: DateTime<Utc>) -> Result<(), DbErr> {
    let known = keys(tx, "SELECT slug AS key, id FROM categories").await?;
    let id_of = |slug: &str| known.get(slug).copied().unwrap_or_else(|| ids::id(opened, "category", slug));
    let row = |category: &demo::Category| {
        json!({
            "id": id_of(category.slug), "parent_id": category.parent.map(id_of), "slug": category.slug,
            "name": category.name.id, "name_en": category.name.en, "description": category.description.id,
            "description_en": category.description.en, "sort_order": category.sort_order, "active": true, "created_at": opened,
        })
    };
    let rows: Vec<Value> = catalogue.categories.iter().map(row).collect();
    let columns = "id, parent_id, slug, name, name_en, description, description_en, sort_order, active, created_at";
    load::insert(tx, "categories", columns, &rows).await
}

/// When the shop took a product up.
pub fn listed_at(product: &demo::Product, now: DateTime<Utc>) -> DateTime<Utc> {
    let minutes = ids::pick("listed", &product.slug, 600);
    now - TimeDelta::days(i64::from(product.listed_days_ago)) - TimeDelta::minutes(i64::try_from(minutes).unwrap_or_default())
}

async fn products(tx: &DatabaseTransaction, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<(), DbErr> {
    let categories = keys(tx, "SELECT slug AS key, id FROM categories").await?;
    let suppliers = keys(tx, "SELECT name AS key, id FROM suppliers").await?;
    let supplier_of = |code: &str| {
        let supplier = catalogue.suppliers.iter().find(|supplier| supplier.code == code)?;
        suppliers.get(supplier.name).copied()
    };
    let row = |product: &demo::Product| {
        let listed = listed_at(product, now);
        let specifications: Vec<Value> = product
            .specifications
            .iter()
            .map(|line| {
                let value_en = if line.value.en == line.value.id { "" } else { line.value.en };
                json!({ "name": line.key.id, "name_en": line.key.en, "value": line.value.id, "value_en": value_en })
            })
            .collect();
        json!({
            "id": ids::id(listed, "product", &product.slug), "slug": product.slug, "name": product.name, "brand": product.brand,
            "model": product.model, "description": product.description.id, "description_en": product.description.en,
            "category_id": categories.get(product.category), "supplier_id": supplier_of(product.supplier),
            "featured": product.featured, "status": "active", "option_names": product.options.iter().map(|name| name.id).collect::<Vec<_>>(),
            "specifications": specifications, "published_at": listed, "created_at": listed,
        })
    };
    let rows: Vec<Value> = catalogue.products.iter().map(row).collect();
    let columns =
        "id, slug, name, brand, model, description, description_en, category_id, supplier_id, featured, status, option_names,
                   specifications, published_at, created_at";
    load::insert(tx, "products", columns, &rows).await
}

async fn variants(tx: &DatabaseTransaction, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<(), DbErr> {
    let products = keys(tx, "SELECT slug AS key, id FROM products").await?;
    let row = |product: &demo::Product, index: usize, variant: &demo::Variant| {
        let listed = listed_at(product, now);
        let options: Vec<Value> = product
            .options
            .iter()
            .zip(&variant.options)
            .map(|(name, value)| json!({ "name": name.id, "value": value.id }))
            .collect();
        let [length, width, height] = variant.size_cm;
        json!({
            "id": ids::id(listed, "variant", &variant.sku), "product_id": products.get(&product.slug), "sku": variant.sku, "options": options,
            "price": variant.price, "compare_at": variant.compare_at, "cost": variant.cost, "weight_g": variant.weight_g,
            "length_cm": length, "width_cm": width, "height_cm": height, "barcode": variant.barcode,
            "minimum_stock": variant.minimum_stock, "low_stock_threshold": variant.low_stock, "active": true, "sort_order": index,
            "created_at": listed,
        })
    };
    let mut rows = Vec::new();
    for product in &catalogue.products {
        rows.extend(product.variants.iter().enumerate().map(|(index, variant)| row(product, index, variant)));
    }
    let columns =
        "id, product_id, sku, options, price, compare_at, cost, weight_g, length_cm, width_cm, height_cm, barcode, minimum_stock,
                   low_stock_threshold, active, sort_order, created_at";
    load::insert(tx, "variants", columns, &rows).await
}

/// Ids by a column `key`.
pub async fn keys(db: &impl ConnectionTrait, sql: &str) -> Result<HashMap<String, Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        key: String,
        id: Uuid,
    }
    let rows: Vec<Row> = all(db, sql, []).await?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}
