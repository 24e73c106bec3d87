//! What may be typed into the search box and the filters, made into the statements that would be sent.

use super::conditions::{Conditions, Reading, Settled, typed_query};
use super::filter::{Asked, ListQuery};
use super::order::Order;
use super::statement::{self, Extent, Way};
use crate::catalog::text;

/// Goes with everything that is typed: it must never stand in a statement.
const MARK: &str = "zqzqzq";

/// Builds the statements for a text (the first line), a brand (the second) and options (the others).
///
/// # Panics
/// When something that was typed is part of a statement, or a statement and its values do not fit.
pub fn build_search(bytes: &[u8]) {
    let given = String::from_utf8_lossy(bytes);
    let mut lines = given.lines();
    let typed = text::normalize(&format!("{} {MARK}", lines.next().unwrap_or_default()));
    suggest(&typed);

    let marked = |value: &str| format!("{MARK} {value}");
    let asked = Asked {
        q: Some(typed),
        brand: lines.next().map(marked).into_iter().collect(),
        option: lines.map(marked).collect(),
        ..Asked::default()
    };
    let Ok(query) = ListQuery::of(asked) else { return };
    let settled = Settled { text: query.filter.text.clone().unwrap_or_default(), any_word: true };
    for reading in [Reading::Whole, Reading::Typed, Reading::Corrected, Reading::Settled(settled)] {
        let conditions = Conditions::of(&query.filter, None, &reading);
        let orders = [Order::of(query.sort, false), Order::of(query.sort, true)];
        let extent = Extent::new(None, 1_000);
        for way in [Way::Walk, Way::Find] {
            let (sql, values) = statement::first(&query.filter, conditions.clone(), orders, query.limit, extent, &reading, way);
            check(&sql, values.len());
        }
    }
}

fn suggest(typed: &str) {
    let mut values = Vec::new();
    let query = typed_query(typed, &mut |value| {
        values.push(value);
        format!("${}", values.len())
    });
    check(&query, values.len());
    assert!(text::words(typed).iter().all(|word| word.chars().all(char::is_alphanumeric)), "a word of more than letters");
    if let Some(prefix) = text::prefix_query(typed) {
        let plain = |character: char| character.is_alphanumeric() || "'& :*".contains(character);
        assert!(prefix.chars().all(plain), "more than words: {prefix}");
    }
}

/// Values are bound, each that is named is there, and nothing typed stands between them.
fn check(sql: &str, values: usize) {
    assert!(!sql.contains(MARK), "what was typed is in the statement: {sql}");
    for after in sql.split('$').skip(1) {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse::<usize>() {
            assert!((1..=values).contains(&number), "${number} of {values} values: {sql}");
        }
    }
}
