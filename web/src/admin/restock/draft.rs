//! A restock order while it is written.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::ids::{SupplierId, VariantId};
use shared::inventory::{RestockOrder, SaveRestockLine, SaveRestockRequest};
use shared::money::Rupiah;
use web_logic::numbers;

/// What is known of a variant.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Name with its options.
    pub name: String,
    /// Stock-keeping unit.
    pub sku: String,
}

/// A line as it is written.
#[derive(Clone, Copy, PartialEq)]
pub struct Line {
    /// The variant.
    pub variant: VariantId,
    /// Pieces, as digits.
    pub quantity: RwSignal<String>,
    /// What a piece costs, as digits.
    pub cost: RwSignal<String>,
}

impl Line {
    fn new(line: &SaveRestockLine) -> Self {
        Self {
            variant: line.variant_id,
            quantity: RwSignal::new(line.quantity.to_string()),
            cost: RwSignal::new(line.unit_cost.0.to_string()),
        }
    }

    fn read(self) -> SaveRestockLine {
        SaveRestockLine {
            variant_id: self.variant,
            quantity: self.quantity.with(|text| text.trim().parse().unwrap_or(0)),
            unit_cost: Rupiah(self.cost.with(|text| numbers::typed(text).unwrap_or(-1))),
        }
    }

    /// What the line costs, followed.
    pub fn total(self) -> Rupiah {
        let line = self.read();
        Rupiah(line.unit_cost.0.max(0)).checked_mul(line.quantity.max(0).into()).unwrap_or(Rupiah::ZERO)
    }
}

/// The fields, as they are being changed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Id of the supplier; empty while none is chosen.
    pub supplier: RwSignal<String>,
    /// The day, as the browser's field has it.
    pub expected: RwSignal<String>,
    /// For the supplier.
    pub notes: RwSignal<String>,
    /// The lines.
    pub lines: RwSignal<Vec<Line>>,
    known: StoredValue<HashMap<VariantId, Known>>,
    /// Lines are added from dialogs, too, and outlive them.
    owner: StoredValue<Owner>,
}

impl Draft {
    /// The beginning of an order, or one that is there.
    pub fn new(order: Option<&RestockOrder>, supplier: String) -> Self {
        let draft = Self {
            supplier: RwSignal::new(supplier),
            expected: RwSignal::default(),
            notes: RwSignal::default(),
            lines: RwSignal::default(),
            known: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        if let Some(order) = order {
            draft.learn(order);
            draft.write(order.save_request());
        }
        draft
    }

    /// Remembers what the order's variants are called.
    pub fn learn(self, order: &RestockOrder) {
        self.known.try_update_value(|known| {
            for line in &order.lines {
                let name = super::super::inventory::words::called(&line.name, &line.options);
                known.insert(line.variant_id, Known { name, sku: line.sku.clone() });
            }
        });
    }

    /// What a variant is called.
    pub fn known(self, variant: VariantId) -> Known {
        self.known.with_value(|known| known.get(&variant).cloned().unwrap_or_default())
    }

    /// What the fields say, followed.
    pub fn read(self) -> SaveRestockRequest {
        SaveRestockRequest {
            supplier_id: self.supplier.with(|id| id.parse().unwrap_or(SupplierId(uuid::Uuid::nil()))),
            expected_on: self.expected.with(|day| day.parse().ok()),
            notes: self.notes.get(),
            lines: self.lines.with(|lines| lines.iter().map(|line| line.read()).collect()),
        }
    }

    /// Fills the fields.
    pub fn write(self, request: SaveRestockRequest) {
        let none = request.supplier_id.0.is_nil();
        self.supplier.set(if none { String::new() } else { request.supplier_id.to_string() });
        self.expected.set(request.expected_on.map(|day| day.to_string()).unwrap_or_default());
        self.notes.set(request.notes);
        self.lines.set(request.lines.iter().map(|line| self.line(line)).collect());
    }

    /// A line that lives as long as the draft.
    fn line(self, line: &SaveRestockLine) -> Line {
        self.owner.with_value(|owner| owner.with(|| Line::new(line)))
    }

    /// Adds pieces of a variant: to its line, or as a new one.
    pub fn add(self, variant: VariantId, known: Known, pieces: i64, cost: Rupiah) {
        let there = self.lines.with_untracked(|lines| lines.iter().find(|line| line.variant == variant).copied());
        if let Some(line) = there {
            let now = line.quantity.with_untracked(|text| text.trim().parse::<i64>().unwrap_or(0));
            line.quantity.set(now.saturating_add(pieces).to_string());
            return;
        }
        self.known.update_value(|all| {
            all.insert(variant, known);
        });
        let quantity = i32::try_from(pieces).unwrap_or(i32::MAX);
        let line = self.line(&SaveRestockLine { variant_id: variant, quantity, unit_cost: cost });
        self.lines.update(|lines| lines.push(line));
    }

    /// Prices a line anew, unless somebody has changed its price since it was `before`.
    pub fn reprice(self, variant: VariantId, before: Rupiah, cost: Rupiah) {
        let line = self.lines.with_untracked(|lines| lines.iter().find(|line| line.variant == variant).copied());
        if let Some(line) = line.filter(|line| line.cost.with_untracked(|text| *text == before.0.to_string())) {
            line.cost.set(cost.0.to_string());
        }
    }

    /// Takes a line away.
    pub fn remove(self, variant: VariantId) {
        self.lines.update(|lines| lines.retain(|line| line.variant != variant));
    }

    /// What all of it costs, followed.
    pub fn total(self) -> Rupiah {
        self.lines.with(|lines| Rupiah(lines.iter().fold(0, |sum: i64, line| sum.saturating_add(line.total().0))))
    }
}
