//! Answers that were written once and are sent many times.

use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Body;

/// JSON of a `T`, with an entity tag. Cheap to clone; a conditional request gets 304 (see `app`).
pub struct Cached<T> {
    bytes: Bytes,
    etag: Arc<str>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Cached<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), etag: self.etag.clone(), of: PhantomData }
    }
}

impl<T: Serialize> Cached<T> {
    /// Writes `value` as JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn of(value: &T) -> Result<Self, serde_json::Error> {
        let bytes = Bytes::from(serde_json::to_vec(value)?);
        let hash = Sha256::digest(&bytes);
        let etag = format!("\"{}\"", hex::encode(&hash[..12])).into();
        Ok(Self { bytes, etag, of: PhantomData })
    }
}

impl<T> Cached<T> {
    /// Size in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Never true: JSON has at least one character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl<T> IntoResponse for Cached<T> {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type("application/json")
            .header("etag", &*self.etag)
            // Browsers may keep it, but must ask whether it still holds: never a stale price.
            .header("cache-control", "no-cache")
            .body(self.bytes)
    }
}

impl<T: Type> ApiResponse for Cached<T> {
    fn meta() -> MetaResponses {
        Body::<T>::meta()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
