//! K1: nothing that programs were promised is taken back. The documents are compared with those of the last
//! release (`openapi/released.json` and `openapi/released-live.json`, copies made when one is released).
//!
//! What breaks a program, and is found here:
//! - an operation, a parameter, a field, a success or a header of it, a media type, a word of an enumeration, a webhook,
//!   a message of the socket, or the place where it all is, that is gone,
//! - another type, format, operationId or way to sign in,
//! - in what programs send: something that must be there now, may no longer be null, has narrower bounds, another pattern,
//!   or takes only some of what it took,
//! - in what they read: something that is no longer sure to be there and has no default, may be null now, or may be
//!   anything.
//!
//! New operations, optional parameters, fields of answers, headers, words of enumerations, events and messages are no
//! breach: programs are told to pass over what they do not know.

mod live;
mod rest;
mod schemas;

use serde_json::{Map, Value};

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn holds(list: &Value, item: &Value) -> bool {
    list.as_array().is_some_and(|items| items.contains(item))
}

/// A document of the last release.
fn released(file: &str) -> Value {
    let path = format!("{}/../openapi/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// The document in which what stands at `pointer` was replaced, or taken away.
fn changed(mut document: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent: &mut Map<String, Value> = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    let key = key.replace("~1", "/");
    match value {
        Some(value) => drop(parent.insert(key, value)),
        None => drop(parent.remove(&key).unwrap()),
    }
    document
}
