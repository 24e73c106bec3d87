//! The law of stock and money, and the nightly check that it holds.
//!
//! What must be true of the rows is written down once, in the database (`ledger_faults()`): the shelf
//! is the sum of its movements, orders stand on money and money on orders, refunds on what was paid,
//! and all of it is on the timeline. The check, `hurtrock doctor` and the tests ask that function.

mod check;
mod faults;

pub use check::Check;
pub use faults::{Fault, Faults, faults};
