//! What an operation asks of its caller, said in its description.

use serde_json::{Map, Value};
use shared::permission::Permission;

/// Takes the permission out of the ways to sign in, beside which its extractor names it, and says it in the description.
pub(super) fn complete(operation: &mut Map<String, Value>) {
    let Some(ways) = operation.get_mut("security").and_then(Value::as_array_mut) else { return };
    let names = ways.iter().filter_map(name).map(str::to_owned).collect::<Vec<String>>();
    // A way without a name is that of guests.
    let is_for_guests = names.len() < ways.len();
    ways.retain(|way| name(way).is_none_or(|name| name.parse::<Permission>().is_err()));
    let needs = match names.iter().find_map(|name| name.parse::<Permission>().ok()) {
        Some(permission) => format!("Needs `{permission}`."),
        None if is_for_guests => return,
        None => "Needs to be signed in.".to_owned(),
    };
    let told = operation.get("description").and_then(Value::as_str).unwrap_or_default();
    let told = format!("{told}\n\n{needs}").trim_start().to_owned();
    operation.insert("description".to_owned(), Value::String(told));
}

fn name(way: &Value) -> Option<&str> {
    way.as_object()?.keys().next().map(String::as_str)
}
