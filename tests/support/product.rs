//! Products as the back office sends them.

use serde_json::{Value, json};
use shared::ids::CategoryId;
use shared::products::StaffProduct;

/// A variant for sale with a finish (option `Warna`).
pub fn variant(sku: &str, finish: &str, price: i64) -> Value {
    let mut variant = simple_variant(sku, price);
    variant["options"] = json!([{ "name": "Warna", "value": finish }]);
    variant
}

/// The only variant of a product without options.
pub fn simple_variant(sku: &str, price: i64) -> Value {
    json!({
        "id": null, "sku": sku, "options": [], "price": price, "compare_at": null, "cost": null, "weight_g": 3500, "length_cm": 105,
        "width_cm": 40, "height_cm": 12, "barcode": null, "minimum_stock": 0, "low_stock_threshold": 2, "image_id": null, "active": true,
        "initial_stock": null,
    })
}

/// A product for sale; with an option `Warna` where its variants have one.
pub fn product(category: CategoryId, name: &str, variants: &[Value]) -> Value {
    let has_options = variants.iter().any(|variant| variant["options"].as_array().is_some_and(|options| !options.is_empty()));
    json!({
        "name": name, "slug": null, "description": "Gitar elektrik untuk metal.", "description_en": "An electric guitar for metal.",
        "brand": "Ibanez", "model": name, "category_id": category, "supplier_id": null, "featured": false, "status": "active",
        "seo_title": null, "seo_description": null, "option_names": if has_options { json!(["Warna"]) } else { json!([]) },
        "specifications": [{ "name": "Kayu", "name_en": "Wood", "value": "Basswood", "value_en": "" }], "variants": variants,
    })
}

/// The request that changes nothing, as the editor begins with it.
pub fn as_it_is(product: &StaffProduct) -> Value {
    serde_json::to_value(product.save_request()).expect("JSON")
}
