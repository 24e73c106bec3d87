//! The papers, looked at by programs that did not make them: text by pdf-extract, pictures by hayro,
//! bars by rxing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

mod invoice;
mod label;
mod packing;
mod read;
#[path = "../../examples/papers/sample.rs"]
mod sample;
mod writing;
