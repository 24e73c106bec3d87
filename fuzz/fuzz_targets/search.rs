//! What is typed into the search box and the filters beside it, to the statement that is sent to the database.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| api::fuzzing::build_search(bytes));
