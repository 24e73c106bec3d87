//! The list of the chat's rooms.

/// How rooms of this status are ordered, of which this order was asked for, if any: `due` or `activity`.
#[must_use]
pub fn order<'a>(status: &str, sort: &'a str) -> &'a str {
    match sort {
        "" if status.is_empty() => "due",
        "" => "activity",
        sort => sort,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_rooms_are_listed_as_they_are_due_until_somebody_says_otherwise() {
        for (status, sort, wanted) in [
            ("", "", "due"),
            ("", "activity", "activity"),
            ("resolved", "", "activity"),
            ("all", "", "activity"),
            ("all", "due", "due"),
        ] {
            assert_eq!(order(status, sort), wanted, "{status} {sort}");
        }
    }
}
