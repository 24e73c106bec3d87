//! Files for the chat, as anybody may send them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| api::fuzzing::take_upload(bytes));
