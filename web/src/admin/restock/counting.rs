//! What is counted of a delivery until it is booked.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::ids::VariantId;
use shared::inventory::RestockLine;

use crate::api::client::idempotency_key;

/// What was typed about a line.
#[derive(Clone)]
pub(super) struct Typed {
    pub(super) quantity: ArcRwSignal<String>,
    pub(super) damaged: ArcRwSignal<String>,
    pub(super) reason: ArcRwSignal<String>,
    pub(super) cost: ArcRwSignal<String>,
}

impl Typed {
    fn is_empty(&self) -> bool {
        [&self.quantity, &self.damaged].into_iter().all(|count| count.with_untracked(|text| number(text)) == 0)
    }
}

/// A delivery that is being counted. It belongs to the page and outlives that the order is drawn anew, such as when somebody
/// else books another one. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Counting {
    lines: StoredValue<HashMap<VariantId, Typed>>,
    pub(super) delivery_note: RwSignal<String>,
    pub(super) note: RwSignal<String>,
    pub(super) closes: RwSignal<bool>,
    /// The order's revision when counting began.
    pub(super) seen: StoredValue<i32>,
    /// One delivery, one key: sending it again books it once.
    pub(super) key: StoredValue<String>,
}

impl Counting {
    /// Nothing was counted yet.
    pub fn new() -> Self {
        Self {
            lines: StoredValue::new(HashMap::new()),
            delivery_note: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            closes: RwSignal::new(false),
            seen: StoredValue::new(0),
            key: StoredValue::new(idempotency_key()),
        }
    }

    /// Whether something was counted.
    pub fn has_begun(self) -> bool {
        self.lines.with_value(|lines| lines.values().any(|typed| !typed.is_empty()))
    }

    /// What was typed about a line so far.
    pub(super) fn of(self, line: &RestockLine) -> Typed {
        let known = self.lines.with_value(|lines| lines.get(&line.variant_id).cloned());
        known.unwrap_or_else(|| {
            let empty = || ArcRwSignal::new(String::new());
            let cost = ArcRwSignal::new(line.unit_cost.0.to_string());
            let fresh = Typed { quantity: empty(), damaged: empty(), reason: empty(), cost };
            self.lines.update_value(|lines| drop(lines.insert(line.variant_id, fresh.clone())));
            fresh
        })
    }

    /// It is booked; the next one is another.
    pub(super) fn forget(self) {
        self.lines.with_value(|lines| {
            for typed in lines.values() {
                typed.quantity.set(String::new());
                typed.damaged.set(String::new());
            }
        });
        self.lines.update_value(HashMap::clear);
        self.delivery_note.set(String::new());
        self.note.set(String::new());
        self.closes.set(false);
        self.key.set_value(idempotency_key());
    }
}

/// What a field counts; nothing where it says something else.
pub(super) fn number(text: &str) -> i32 {
    text.trim().parse().unwrap_or(0)
}
