//! Email, through the outbox.
