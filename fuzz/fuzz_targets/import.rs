//! A file of products, as anybody with the right may send it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| api::fuzzing::read_import(bytes));
