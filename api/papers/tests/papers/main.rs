//! The papers, looked at by programs that did not make them: text by pdf-extract, pictures by hayro,
//! bars by rxing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

#[path = "../../examples/papers/figures.rs"]
mod figures;
mod invoice;
mod label;
mod packing;
mod read;
mod report;
#[path = "../../examples/papers/sample.rs"]
mod sample;
mod writing;
