//! Why a picture is not kept.

use pictures::{MAX_BYTES, MAX_PIXELS, MAX_SIDE, Refusal};
use poem::http::StatusCode;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use crate::http::ApiError;

/// Why a picture is refused, or could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum ImageFault {
    /// The picture is at fault.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file store is.
    #[error("the file store failed")]
    Storage(#[source] anyhow::Error),
}

impl From<ImageFault> for ApiError {
    fn from(fault: ImageFault) -> Self {
        match fault {
            ImageFault::Refused(Refusal::UnsupportedType) => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType)
                    .detail("Pictures are taken as JPEG, PNG or WebP.")
            }
            ImageFault::Refused(Refusal::TooManyBytes) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge).with("max_bytes", MAX_BYTES)
            }
            ImageFault::Refused(Refusal::TooManyPixels { width, height }) => {
                let error =
                    FieldError::new("/file", FieldCode::TooLarge).with("max_pixels", MAX_PIXELS).with("max_side", MAX_SIDE);
                Self::invalid(vec![error.with("width", width).with("height", height)])
            }
            ImageFault::Refused(Refusal::Damaged) => Self::invalid(vec![FieldError::new("/file", FieldCode::InvalidFormat)]),
            ImageFault::Refused(Refusal::NotMade(cause)) => Self::internal(cause),
            ImageFault::Storage(cause) => Self::internal(format!("{cause:#}")),
        }
    }
}
