//! Opaque cursors of keyset pages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::validate::{FieldCode, FieldError};

use crate::http::ApiError;

/// The position after an item, as text for the URL.
#[must_use]
pub fn encode_cursor<T: Serialize>(position: &T) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).unwrap_or_default())
}

/// The position that a cursor stands for. While processes of two versions serve, a page may go on at the older one: what only
/// the newer one knows of a position is not looked at, so positions refuse no unknown field.
///
/// # Errors
/// 422 with the field `cursor` when it is not one of ours.
pub fn decode_cursor<T: DeserializeOwned>(cursor: &str) -> Result<T, ApiError> {
    let invalid = || ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]);
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    serde_json::from_slice(&bytes).map_err(|_| invalid())
}
