//! The doors that `fuzz/` comes in by, and nobody else: what reads the bytes of strangers, without a database.

pub use crate::catalog::{build_search, read_import};
pub use crate::chat::take_upload;
pub use crate::payments::take_notification;
