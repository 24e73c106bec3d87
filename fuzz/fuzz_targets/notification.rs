//! A notification about a payment, forged or signed, whatever it holds.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| api::fuzzing::take_notification(bytes));
