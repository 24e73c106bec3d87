//! Query strings from `shared` filter types.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use serde_json::Value;

/// The fields of `filter` as a query string without `?`: `null` and empty text are left out, a list
/// repeats its name.
#[must_use]
pub fn to_query<T: Serialize>(filter: &T) -> String {
    match serde_json::to_value(filter) {
        Ok(Value::Object(fields)) => {
            let mut query = String::new();
            for (name, value) in &fields {
                push(&mut query, name, value);
            }
            query
        }
        _ => String::new(),
    }
}

fn push(query: &mut String, name: &str, value: &Value) {
    let text = match value {
        Value::Null | Value::Object(_) => return,
        Value::Array(values) => {
            for value in values {
                push(query, name, value);
            }
            return;
        }
        Value::String(text) if text.is_empty() => return,
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
    };
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.push_str(&encode(&text));
}

/// The instant a day begins in the shop's town, as the API takes it.
#[must_use]
pub fn start_of_day(day: NaiveDate) -> String {
    format!("{day}T00:00:00+07:00")
}

/// The instant a day ends, which is when the next one begins.
#[must_use]
pub fn day_after(day: NaiveDate) -> String {
    start_of_day(day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// `text` as one part of a path or query.
#[must_use]
pub fn encode(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

/// The format of a file, as the API takes it.
#[derive(Serialize)]
pub struct As {
    /// CSV or XLSX.
    pub format: shared::export::ExportFormat,
}

/// For filters: the first day of a span, as the instant it begins.
///
/// # Errors
/// What the serializer says.
pub fn from_day<S: serde::Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(start_of_day).serialize(serializer)
}

/// For filters: the last day of a span, as the instant it ends.
///
/// # Errors
/// What the serializer says.
pub fn until_day<S: serde::Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(day_after).serialize(serializer)
}
