//! Two versions of a thing, compared field by field.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Its name, with the names around it: `address.city`.
    pub field: String,
    /// What it was.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// Of two versions, what differs: equal fields are left out, also of objects within. A field that is
/// not there is as good as `null`.
#[must_use]
pub fn only_changed(before: Value, after: Value) -> (Value, Value) {
    match (before, after) {
        (Value::Object(before), Value::Object(mut after)) => {
            let (mut old, mut new) = (Map::new(), Map::new());
            after.retain(|name, value| before.contains_key(name) || !value.is_null());
            for (name, was) in before {
                match after.remove(&name) {
                    Some(is) if is == was => {}
                    Some(is @ Value::Object(_)) if was.is_object() => {
                        let (was, is) = only_changed(was, is);
                        old.insert(name.clone(), was);
                        new.insert(name, is);
                    }
                    Some(is) => {
                        old.insert(name.clone(), was);
                        new.insert(name, is);
                    }
                    None if was.is_null() => {}
                    None => {
                        old.insert(name, was);
                    }
                }
            }
            new.extend(after);
            (Value::Object(old), Value::Object(new))
        }
        pair => pair,
    }
}

/// The fields that differ, one by one, in the order of their names. Lists are compared as a whole.
#[must_use]
pub fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let mut found = Vec::new();
    collect(String::new(), before, after, &mut found);
    found
}

fn collect(field: String, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    let (before, after) = (before.filter(|value| !value.is_null()), after.filter(|value| !value.is_null()));
    let object = |value: Option<&Value>| value.is_none_or(Value::is_object);
    if (before.is_none() && after.is_none()) || !object(before) || !object(after) {
        if before.is_some() || after.is_some() {
            found.push(FieldChange { field, before: before.cloned(), after: after.cloned() });
        }
        return;
    }
    let mut names = BTreeSet::new();
    for fields in [before, after].into_iter().flatten().filter_map(Value::as_object) {
        names.extend(fields.keys().cloned());
    }
    for name in names {
        let path = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
        let (before, after) = (before.and_then(|value| value.get(&name)), after.and_then(|value| value.get(&name)));
        collect(path, before, after, found);
    }
}

/// Of two changed versions of one thing, the one with both changes: where `mine` differs from `base`
/// it counts, everywhere else `theirs`.
#[must_use]
pub fn merge(base: &Value, mine: Value, theirs: Value) -> Value {
    match (base, mine, theirs) {
        (Value::Object(base), Value::Object(mut mine), Value::Object(mut theirs)) => {
            let names: BTreeSet<String> = mine.keys().chain(theirs.keys()).cloned().collect();
            let take = |name: String| {
                let was = base.get(&name).cloned().unwrap_or_default();
                let (mine, theirs) = (mine.remove(&name).unwrap_or_default(), theirs.remove(&name).unwrap_or_default());
                let merged = merge(&was, mine, theirs);
                (name, merged)
            };
            Value::Object(names.into_iter().map(take).collect())
        }
        (base, mine, theirs) => {
            if mine == *base {
                theirs
            } else {
                mine
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_equal_is_left_out() {
        let before = json!({ "name": "A", "price": 1, "address": { "city": "Bandung", "street": "Riau" }, "tags": [1, 2], "gone": true, "never": null });
        let after = json!({ "name": "A", "price": 2, "address": { "city": "Cimahi", "street": "Riau" }, "tags": [1], "none": null, "new": 0 });
        let (old, new) = only_changed(before, after);
        assert_eq!(old, json!({ "price": 1, "address": { "city": "Bandung" }, "tags": [1, 2], "gone": true }));
        assert_eq!(new, json!({ "price": 2, "address": { "city": "Cimahi" }, "tags": [1], "new": 0 }));
        assert_eq!(only_changed(Value::Null, json!({ "a": 1 })), (Value::Null, json!({ "a": 1 })));
        assert_eq!(only_changed(json!({ "a": 1 }), json!({ "a": 1 })), (json!({}), json!({})));
    }

    #[test]
    fn changes_are_told_field_by_field() {
        let before = json!({ "price": 1, "address": { "city": "Bandung" } });
        let after = json!({ "price": 2, "address": { "city": "Cimahi" }, "tags": ["x"] });
        let change =
            |field: &str, before: Option<Value>, after: Option<Value>| FieldChange { field: field.to_owned(), before, after };
        assert_eq!(
            changes(Some(&before), Some(&after)),
            [
                change("address.city", Some(json!("Bandung")), Some(json!("Cimahi"))),
                change("price", Some(json!(1)), Some(json!(2))),
                change("tags", None, Some(json!(["x"]))),
            ]
        );
        assert_eq!(changes(None, None), []);
        assert_eq!(changes(None, Some(&json!("note"))), [change("", None, Some(json!("note")))]);
    }

    #[test]
    fn both_changes_are_kept() {
        let base = json!({ "name": "A", "phone": "1", "address": { "city": "Bandung", "street": "Riau" }, "hours": [1, 2] });
        let mine = json!({ "name": "B", "phone": "1", "address": { "city": "Cimahi", "street": "Riau" }, "hours": [1, 2] });
        let theirs = json!({ "name": "C", "phone": "2", "address": { "city": "Bandung", "street": "Braga" }, "hours": [3] });
        let merged = json!({ "name": "B", "phone": "2", "address": { "city": "Cimahi", "street": "Braga" }, "hours": [3] });
        assert_eq!(merge(&base, mine.clone(), theirs.clone()), merged);
        assert_eq!(merge(&base, mine.clone(), base.clone()), mine);
        assert_eq!(merge(&base, base.clone(), theirs.clone()), theirs);
    }
}
