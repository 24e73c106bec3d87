//! Ids that tie labels, hints and errors to their fields.

use std::cell::Cell;

/// An id no other element of the page has.
#[must_use]
pub fn unique(prefix: &str) -> String {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(0) };
    }
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    format!("{prefix}-{number}")
}
