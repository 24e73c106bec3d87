//! What becomes of the schema of a body, a parameter or a message.

use std::collections::HashSet;

use serde_json::Value;

use super::{fields, holds, list};

/// Which way a body goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// Programs send it.
    In,
    /// Programs read it.
    Out,
}

/// Two documents being compared.
pub(super) struct Comparison<'a> {
    pub before: &'a Value,
    pub after: &'a Value,
    /// Pairs of schemas that were compared already, or are being.
    seen: HashSet<(*const Value, *const Value, Way)>,
    pub breaches: Vec<String>,
}

impl<'a> Comparison<'a> {
    pub fn new(before: &'a Value, after: &'a Value) -> Self {
        Self { before, after, seen: HashSet::new(), breaches: Vec::new() }
    }

    pub fn breach(&mut self, at: &str, what: &str) {
        self.breaches.push(format!("{at}: {what}"));
    }

    pub fn schema(&mut self, at: &str, before: &'a Value, after: &'a Value, way: Way) {
        let ((before, null_before), (after, null_after)) = (meant(self.before, before), meant(self.after, after));
        match way {
            Way::In if null_before && !null_after => self.breach(at, "may no longer be null"),
            Way::Out if null_after && !null_before => self.breach(at, "may be null now"),
            _ => {}
        }
        if !self.seen.insert((std::ptr::from_ref(before), std::ptr::from_ref(after), way)) {
            return;
        }
        for what in ["type", "format", "const"] {
            match (before.get(what), after.get(what)) {
                (Some(was), is) if is != Some(was) => self.breach(at, &format!("has another {what}")),
                (None, Some(_)) if way == Way::In => self.breach(at, &format!("takes only one {what} now")),
                _ => {}
            }
        }
        self.words(at, before, after, way);
        if way == Way::In {
            self.bounds(at, before, after);
        }
        if !before["items"].is_null() {
            self.schema(&format!("{at}/*"), &before["items"], &after["items"], way);
        }
        self.several(at, before, after, way);
        self.properties(at, before, after, way);
        self.other_properties(at, before, after, way);
    }

    fn words(&mut self, at: &str, before: &Value, after: &Value, way: Way) {
        if before["enum"].is_null() && after["enum"].is_array() && way == Way::In {
            self.breach(at, "takes only some words now");
        }
        for word in list(&before["enum"]) {
            if !holds(&after["enum"], word) && after["enum"].is_array() {
                self.breach(at, &format!("no longer knows {word}"));
            }
        }
    }

    fn bounds(&mut self, at: &str, before: &Value, after: &Value) {
        for bound in ["minimum", "minLength", "minItems"] {
            if after[bound].as_i64().unwrap_or(i64::MIN) > before[bound].as_i64().unwrap_or(i64::MIN) {
                self.breach(at, &format!("has a higher {bound}"));
            }
        }
        for bound in ["maximum", "maxLength", "maxItems"] {
            if after[bound].as_i64().unwrap_or(i64::MAX) < before[bound].as_i64().unwrap_or(i64::MAX) {
                self.breach(at, &format!("has a lower {bound}"));
            }
        }
        if !after["pattern"].is_null() && after["pattern"] != before["pattern"] {
            self.breach(at, "has another pattern");
        }
    }

    /// Schemas of which all, or one, must fit. They keep their places.
    fn several(&mut self, at: &str, before: &'a Value, after: &'a Value, way: Way) {
        for kind in ["allOf", "oneOf", "anyOf"] {
            if list(&before[kind]).count() != list(&after[kind]).count() {
                self.breach(at, &format!("has another {kind}"));
                continue;
            }
            for (was, is) in list(&before[kind]).zip(list(&after[kind])) {
                self.schema(at, was, is, way);
            }
        }
    }

    fn properties(&mut self, at: &str, before: &'a Value, after: &'a Value, way: Way) {
        for (name, property) in fields(&before["properties"]) {
            let at = format!("{at}/{name}");
            match after["properties"].get(name) {
                Some(now) => self.schema(&at, property, now, way),
                None => self.breach(&at, "is gone"),
            }
        }
        let (sure, surer, what) = match way {
            Way::In => (after, before, "must be there now"),
            Way::Out => (before, after, "need not be there now"),
        };
        for name in list(&sure["required"]).filter(|name| !holds(&surer["required"], name)) {
            let known = after["properties"].get(name.as_str().unwrap_or_default());
            // What is gone was told already, and what has a default is read where it is not there.
            let is_missed = known.is_some_and(|property| property.get("default").is_none());
            if way == Way::In || is_missed {
                self.breach(&format!("{at}/{}", name.as_str().unwrap_or_default()), what);
            }
        }
    }

    /// Fields that have no name: all may be there where nothing is said of them.
    fn other_properties(&mut self, at: &str, before: &'a Value, after: &'a Value, way: Way) {
        let (was, is) = (&before["additionalProperties"], &after["additionalProperties"]);
        match way {
            Way::In if is == false && was != false => self.breach(at, "takes no other fields now"),
            Way::In if is.is_object() && !was.is_object() && was != false => self.breach(at, "takes only some other fields now"),
            Way::Out if was.is_object() && !is.is_object() => self.breach(at, "has other fields of any kind now"),
            _ if was.is_object() && is.is_object() => self.schema(&format!("{at}/*"), was, is, way),
            _ => {}
        }
    }
}

/// The schema itself, where it refers to one or wraps one, and whether null will do.
pub(super) fn meant<'a>(document: &'a Value, schema: &'a Value) -> (&'a Value, bool) {
    let nullable = schema["nullable"] == true || list(&schema["oneOf"]).any(is_null);
    let inner = match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')),
        None => wrapped(schema),
    };
    let Some(inner) = inner else { return (schema, nullable) };
    let (schema, within) = meant(document, inner);
    (schema, nullable || within)
}

fn is_null(schema: &Value) -> bool {
    schema["type"] == "null"
}

/// What a schema wraps: the only one of several that says something, or what there is beside null.
fn wrapped(schema: &Value) -> Option<&Value> {
    let says_something = |part: &&Value| fields(part).any(|(key, _)| key != "description" && key != "default");
    let mut all = list(&schema["allOf"]).filter(says_something);
    let mut one = list(&schema["oneOf"]).filter(|part| !is_null(part));
    match (all.next(), all.next(), one.next(), one.next()) {
        (Some(inner), None, None, None) | (None, None, Some(inner), None) => Some(inner),
        _ => None,
    }
}
