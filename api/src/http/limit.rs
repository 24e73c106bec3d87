//! How many items of a list are asked for: one rule for all lists.

use shared::page;

use super::ApiError;

/// How many items the page holds.
///
/// # Errors
/// 422 when it is none, or more than a page may hold.
pub fn limit(asked: Option<u32>) -> Result<u32, ApiError> {
    page::limit(asked).map_err(|fault| ApiError::invalid(vec![fault]))
}
