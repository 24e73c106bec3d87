//! Answers that were written once and are sent many times.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use poem::http::header::InvalidHeaderValue;
use poem::http::{HeaderValue, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::coding::Coding;
use super::compressed::WORTH_COMPRESSING;
use super::tagged;

/// JSON of a `T`, with an entity tag and compressed copies that are made when first asked for.
/// Cheap to clone; a conditional request gets 304 (see `Observed`).
pub struct Cached<T> {
    kept: Arc<Kept>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Cached<T> {
    fn clone(&self) -> Self {
        Self { kept: self.kept.clone(), of: PhantomData }
    }
}

/// Bytes ready to be sent in every coding.
pub(super) struct Kept {
    plain: Copy,
    brotli: OnceLock<Option<Copy>>,
    gzip: OnceLock<Option<Copy>>,
}

/// Bytes with their tag.
pub(super) struct Copy {
    pub bytes: Bytes,
    pub etag: HeaderValue,
}

impl Kept {
    fn of(bytes: Bytes) -> Result<Self, InvalidHeaderValue> {
        let hash = Sha256::digest(&bytes);
        let etag = HeaderValue::try_from(format!("\"{}\"", hex::encode(&hash[..12])))?;
        Ok(Self { plain: Copy { bytes, etag }, brotli: OnceLock::new(), gzip: OnceLock::new() })
    }

    /// Size in bytes, with what its compressed copies may take.
    fn len(&self) -> usize {
        let plain = self.plain.bytes.len();
        if self.is_worth_compressing() { plain + plain / 2 } else { plain }
    }

    /// The copy in a coding; `None` where compressing is not worth it.
    pub fn copy(&self, coding: Coding) -> Option<&Copy> {
        if !self.is_worth_compressing() {
            return None;
        }
        let place = match coding {
            Coding::Brotli => &self.brotli,
            Coding::Gzip => &self.gzip,
        };
        place
            .get_or_init(|| {
                let bytes = coding.compress(&self.plain.bytes)?.into();
                Some(Copy { bytes, etag: coding.tag(&self.plain.etag)? })
            })
            .as_ref()
    }

    /// Whether there are compressed copies to choose from.
    pub fn is_worth_compressing(&self) -> bool {
        self.plain.bytes.len() >= WORTH_COMPRESSING
    }
}

impl<T: Serialize> Cached<T> {
    /// Writes `value` as JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn of(value: &T) -> Result<Self, serde_json::Error> {
        let kept = Kept::of(serde_json::to_vec(value)?.into()).map_err(serde::ser::Error::custom)?;
        Ok(Self { kept: Arc::new(kept), of: PhantomData })
    }
}

impl<T> Cached<T> {
    /// Size in bytes, with what its compressed copies may take.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Never true: JSON has at least one character.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The JSON.
    #[must_use]
    pub fn json(&self) -> &Bytes {
        &self.kept.plain.bytes
    }

    /// Its entity tag: the same as long as the JSON is.
    #[must_use]
    pub fn tag(&self) -> &HeaderValue {
        &self.kept.plain.etag
    }
}

impl<T: DeserializeOwned> Cached<T> {
    /// What was written.
    ///
    /// # Errors
    /// When the JSON is not that of a `T`.
    pub fn value(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.kept.plain.bytes)
    }
}

impl<T> IntoResponse for Cached<T> {
    fn into_response(self) -> Response {
        respond(self.kept, "application/json")
    }
}

fn respond(kept: Arc<Kept>, content_type: &'static str) -> Response {
    let mut response = Response::builder().body(kept.plain.bytes.clone());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::ETAG, kept.plain.etag.clone());
    // Browsers may keep it, but must ask whether it still holds: never a stale price.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // `Compressed` knows what the client accepts, and takes one of the copies.
    response.set_data(kept);
    response
}

/// A page that was written once, kept like [`Cached`].
#[derive(Clone)]
pub struct CachedHtml(Arc<Kept>);

impl CachedHtml {
    /// Keeps a page.
    ///
    /// # Errors
    /// Never, as far as anybody knows: when its tag is no header.
    pub fn of(html: String) -> Result<Self, InvalidHeaderValue> {
        Ok(Self(Arc::new(Kept::of(html.into())?)))
    }

    /// Size in bytes, with what its compressed copies may take.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.len()
    }
}

impl IntoResponse for CachedHtml {
    fn into_response(self) -> Response {
        respond(self.0, "text/html; charset=utf-8")
    }
}

impl<T: Type> ApiResponse for Cached<T> {
    fn meta() -> MetaResponses {
        tagged::described::<T>("Names what is said, for `If-None-Match`.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
