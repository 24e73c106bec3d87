//! The document of the order's state machine, written from the types.

use std::fmt::Write;

use shared::orders::OrderStatus;

use super::rules::{Move, TRANSITIONS, by_hand, next};

/// `docs/order-machine.md`: what moves an order, from where to where, as tables and as a diagram. A
/// test fails when the file says something else.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(
        "# The order's machine\n\n\
         Written by `hurtrock order-machine > docs/order-machine.md` from `api/src/orders/rules.rs`; a test fails when they differ.\n\n\
         ```mermaid\n",
    );
    text += &diagram();
    text += "```\n\n## Where each move leads\n\n";
    text += &matrix();
    text += "\nAn empty field is illegal: over HTTP it is refused with 409 `illegal_transition`, and `params.status` says where the\n\
             order stands. A job or a provider's word that comes too late changes nothing.\n\n## What makes a move\n\n";
    text += &moves();
    text
}

fn diagram() -> String {
    let mut text = String::from("stateDiagram-v2\n    [*] --> pending: place\n");
    for (from, by, to) in TRANSITIONS {
        let _ = writeln!(text, "    {from} --> {to}: {}", by.name());
    }
    for status in OrderStatus::ALL.iter().filter(|status| TRANSITIONS.iter().all(|(from, ..)| from != *status)) {
        let _ = writeln!(text, "    {status} --> [*]");
    }
    text
}

fn matrix() -> String {
    let names: Vec<&str> = Move::ALL.iter().map(|by| by.name()).collect();
    let mut text = format!("| from | {} |\n| --- |{}\n", names.join(" | "), " --- |".repeat(names.len()));
    for &from in OrderStatus::ALL {
        let fields: Vec<&str> = Move::ALL.iter().map(|&by| next(from, by).map_or("", OrderStatus::as_str)).collect();
        let _ = writeln!(text, "| **{from}** | {} |", fields.join(" | "));
    }
    text
}

fn moves() -> String {
    let mut text = String::from("| move | made by | over HTTP | besides |\n| --- | --- | --- | --- |\n");
    for &by in Move::ALL {
        let (who, besides) = by.meaning();
        let _ = writeln!(text, "| {} | {who} | {} | {besides} |", by.name(), doors(by));
    }
    text
}

/// The endpoints that make a move.
fn doors(by: Move) -> String {
    let mut doors = Vec::new();
    match by {
        Move::Cancel => doors.push("`cancel_order`".to_owned()),
        Move::Complete => doors.push("`confirm_receipt`".to_owned()),
        Move::Ship => doors.push("`ship_order`, `import_tracking_numbers`".to_owned()),
        Move::ShipAgain => doors.push("`ship_order_again`".to_owned()),
        _ => {}
    }
    doors.extend(
        OrderStatus::ALL.iter().filter(|to| by_hand(**to) == Some(by)).map(|to| format!("`move_order`, `move_orders` to `{to}`")),
    );
    doors.join(", ")
}
