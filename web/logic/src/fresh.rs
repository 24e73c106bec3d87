//! A list that is shown, and its first page as it is by now.

use std::collections::HashSet;

/// What a list is to show.
pub struct Merged<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins, if that is another place than before.
    pub cursor: Option<Option<String>>,
    /// New ones that were not put in.
    pub waiting: usize,
}

/// The first page, which `next_cursor` follows, and what was read behind it.
#[must_use]
pub fn merge<T: Clone>(old: &[T], first: &[T], next_cursor: Option<&str>, key: fn(&T) -> String) -> Merged<T> {
    let last = first.last().map(key);
    let behind = old.iter().rposition(|item| Some(key(item)) == last).map(|at| at + 1);
    let rest = match behind {
        Some(behind) if next_cursor.is_some() => old.get(behind..).unwrap_or_default(),
        // All there is, or nothing in common any more.
        _ => &[],
    };
    let cursor = if rest.is_empty() { Some(next_cursor.map(str::to_owned)) } else { None };
    let fresh: HashSet<String> = first.iter().map(key).collect();
    let items = first.iter().chain(rest.iter().filter(|item| !fresh.contains(&key(item)))).cloned().collect();
    Merged { items, cursor, waiting: 0 }
}

/// What is shown, with what changed of it on the first page.
#[must_use]
pub fn update<T: Clone>(old: &[T], first: &[T], key: fn(&T) -> String) -> Merged<T> {
    let shown: HashSet<String> = old.iter().map(key).collect();
    let items = old.iter().map(|item| first.iter().find(|fresh| key(fresh) == key(item)).unwrap_or(item).clone()).collect();
    let waiting = first.iter().filter(|fresh| !shown.contains(&key(fresh))).count();
    Merged { items, cursor: None, waiting }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Item = (u32, &'static str);

    fn key(item: &Item) -> String {
        item.0.to_string()
    }

    #[test]
    fn new_ones_come_on_top_and_the_rest_stays() {
        let old = [(5, "paid"), (4, "pending"), (3, "paid"), (2, "paid"), (1, "paid")];
        let merged = merge(&old, &[(6, "pending"), (5, "shipped"), (4, "pending")], Some("next"), key);
        assert_eq!(merged.items, [(6, "pending"), (5, "shipped"), (4, "pending"), (3, "paid"), (2, "paid"), (1, "paid")]);
        assert_eq!(merged.cursor, None, "reading on goes on where it was");
    }

    #[test]
    fn what_left_the_filter_is_gone() {
        let merged = merge(&[(5, "a"), (4, "a"), (3, "a")], &[(5, "a"), (3, "a")], Some("next"), key);
        assert_eq!(merged.items, [(5, "a"), (3, "a")]);
        assert_eq!(merged.cursor, Some(Some("next".to_owned())));
        let merged = merge(&[(5, "a"), (4, "a"), (3, "a")], &[(4, "a")], None, key);
        assert_eq!((merged.items, merged.cursor), (vec![(4, "a")], Some(None)), "all there is");
    }

    #[test]
    fn nothing_in_common_starts_anew() {
        let merged = merge(&[(3, "a"), (2, "a")], &[(9, "a"), (8, "a")], Some("next"), key);
        assert_eq!((merged.items, merged.cursor), (vec![(9, "a"), (8, "a")], Some(Some("next".to_owned()))));
    }

    #[test]
    fn far_down_rows_change_where_they_stand() {
        let merged = update(&[(5, "paid"), (4, "paid")], &[(6, "new"), (5, "shipped")], key);
        assert_eq!(merged.items, [(5, "shipped"), (4, "paid")]);
        assert_eq!(merged.waiting, 1);
    }
}
