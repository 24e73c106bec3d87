//! The demo shop: its catalogue, people, orders, and the mailbox page.
