//! Names of a product's fields and their values, in the reader's language.

use serde_json::Value;
use shared::catalog::ProductStatus;
use shared::money::Rupiah;

use crate::admin::words;
use crate::i18n::{Locale, td_string};
use crate::ui::money;

/// Longer values are cut.
const MOST: usize = 200;

/// The name of a field.
#[must_use]
pub fn field(locale: Locale, name: &str) -> String {
    let words = match name {
        "name" => td_string!(locale, goods.basics.name),
        "slug" => td_string!(locale, goods.seo.slug),
        "brand" => td_string!(locale, goods.basics.brand),
        "model" => td_string!(locale, goods.basics.model),
        "description" => td_string!(locale, goods.basics.description),
        "description_en" => td_string!(locale, goods.basics.description_en),
        "category_id" => td_string!(locale, goods.side.category),
        "supplier_id" => td_string!(locale, goods.side.supplier),
        "featured" => td_string!(locale, goods.side.featured),
        "status" => td_string!(locale, admin.products.status),
        "seo_title" => td_string!(locale, goods.seo.page_title),
        "seo_description" => td_string!(locale, goods.seo.description),
        "option_names" => td_string!(locale, goods.variants.options),
        "specifications" => td_string!(locale, goods.specs.title),
        "variants" => td_string!(locale, goods.variants.title),
        "price" => td_string!(locale, goods.variants.price),
        other => return other.replace('_', " "),
    };
    words.to_owned()
}

/// A value as people read it.
#[must_use]
pub fn value(locale: Locale, field: &str, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => td_string!(locale, office.audit.yes).to_owned(),
        Value::Bool(false) => td_string!(locale, office.audit.no).to_owned(),
        Value::String(text) if field == "status" => {
            text.parse::<ProductStatus>().map_or_else(|_| text.clone(), |status| words::product_status(locale, status).to_owned())
        }
        Value::String(text) => cut(text),
        Value::Number(number) => number.to_string(),
        Value::Array(items) if field == "variants" => {
            let line = |item: &Value| {
                let price = item["price"].as_i64().map(|price| money(locale, Rupiah(price))).unwrap_or_default();
                format!("{} {price}", item["sku"].as_str().unwrap_or_default())
            };
            cut(&items.iter().map(line).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) if field == "specifications" => {
            let line = |item: &Value| {
                format!("{}: {}", item["name"].as_str().unwrap_or_default(), item["value"].as_str().unwrap_or_default())
            };
            cut(&items.iter().map(line).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => cut(&items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(", ")),
        Value::Object(_) => cut(&value.to_string()),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
