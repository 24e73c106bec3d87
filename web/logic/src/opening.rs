//! Addresses that open the chat.

/// What an address says that opens the chat, as that of the email about an answer does.
pub const OPENS: &str = "chat=open";

/// What an address asks for beside opening the chat; `None` when it does not open it.
#[must_use]
pub fn beside_opening(search: &str) -> Option<String> {
    let asked: Vec<&str> = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()).collect();
    let others: Vec<&str> = asked.iter().copied().filter(|pair| *pair != OPENS).collect();
    (others.len() < asked.len()).then(|| others.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_opens_the_chat_and_keeps_what_else_it_asks() {
        for (search, others) in [
            ("", None),
            ("?chat=closed&next=%2F%3Fchat%3Dopen", None),
            ("?chat=open", Some("")),
            ("chat=open", Some("")),
            ("?variant=RG550&chat=open&page=2", Some("variant=RG550&page=2")),
        ] {
            assert_eq!(beside_opening(search).as_deref(), others, "{search}");
        }
    }
}
