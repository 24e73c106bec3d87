//! How notifications that come are told.

/// The most notifications that are told by toasts of their own at a time.
const APART: usize = 3;

/// Whether each of these is told by a toast of its own, beside those on the screen.
#[must_use]
pub const fn is_told_apart(fresh: usize, on_screen: usize) -> bool {
    fresh <= 1 || fresh.saturating_add(on_screen) <= APART
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_until_there_are_too_many() {
        assert!(is_told_apart(1, 0) && is_told_apart(2, 0) && is_told_apart(3, 0));
        assert!(!is_told_apart(4, 0) && !is_told_apart(usize::MAX, 1));
        // Others are still to be read.
        assert!(is_told_apart(2, 1) && !is_told_apart(2, 2) && !is_told_apart(3, 1));
        // One is one, however many there are: the oldest makes room.
        assert!(is_told_apart(1, 3));
    }
}
