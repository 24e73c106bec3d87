//! Keyset pages: a list is read forward with an opaque cursor, never by offset.

use serde::{Deserialize, Serialize};

use crate::validate::{FieldCode, FieldError};

/// How many items a page holds when the caller does not say.
pub const DEFAULT_LIMIT: u32 = 20;
/// The most items a page may hold.
pub const MAX_LIMIT: u32 = 100;
/// Products per page of the shop's own lists, in the first HTML and in the app alike.
pub const SHOP_LIST: u32 = 24;
/// Up to here `total` is counted exactly; above it is an estimate.
pub const EXACT_TOTAL: i64 = 10_000;

/// How many items a page holds of which so many are asked for.
///
/// # Errors
/// When there is no such page: none at all, or too much.
pub fn limit(asked: Option<u32>) -> Result<u32, FieldError> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        0 => Err(FieldError::new("limit", FieldCode::TooSmall).with("min", 1)),
        limit if limit > MAX_LIMIT => Err(FieldError::new("limit", FieldCode::TooLarge).with("max", MAX_LIMIT)),
        limit => Ok(limit),
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Page<T: PageItem> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// Pass as `cursor` for the next page; `null` on the last one.
    pub next_cursor: Option<String>,
    /// How many items there are in all.
    pub total: i64,
    /// True when `total` is an estimate (above 10,000).
    pub total_is_estimate: bool,
}

/// What a page can hold: anything, and with the feature `openapi` anything with a schema.
#[cfg(feature = "openapi")]
pub trait PageItem: Send + Sync + poem_openapi::types::ParseFromJSON + poem_openapi::types::ToJSON {}
#[cfg(feature = "openapi")]
impl<T: Send + Sync + poem_openapi::types::ParseFromJSON + poem_openapi::types::ToJSON> PageItem for T {}
/// What a page can hold: anything, and with the feature `openapi` anything with a schema.
#[cfg(not(feature = "openapi"))]
pub trait PageItem {}
#[cfg(not(feature = "openapi"))]
impl<T> PageItem for T {}
