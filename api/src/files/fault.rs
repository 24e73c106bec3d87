//! Why a picture is refused.

use poem::http::StatusCode;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use super::{MAX_BYTES, MAX_PIXELS, MAX_SIDE};
use crate::http::ApiError;

/// Why a picture is refused, or could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum ImageFault {
    /// Neither JPEG nor PNG nor WebP, whatever its name says.
    #[error("not a JPEG, PNG or WebP picture")]
    UnsupportedType,
    /// More bytes than are looked at.
    #[error("larger than {} MB", MAX_BYTES / (1024 * 1024))]
    TooManyBytes,
    /// It would become larger than is decoded.
    #[error("{width} × {height} pixels are too many")]
    TooManyPixels {
        /// Width by its header.
        width: u32,
        /// Height by its header.
        height: u32,
    },
    /// Damaged or cut off.
    #[error("the picture is damaged")]
    Damaged,
    /// The file store does not take it. Not the caller's fault.
    #[error("the file store failed")]
    Storage(#[source] anyhow::Error),
}

impl From<ImageFault> for ApiError {
    fn from(fault: ImageFault) -> Self {
        match fault {
            ImageFault::UnsupportedType => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType).detail("Pictures are taken as JPEG, PNG or WebP.")
            }
            ImageFault::TooManyBytes => Self::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge).with("max_bytes", MAX_BYTES),
            ImageFault::TooManyPixels { width, height } => {
                let error = FieldError::new("/file", FieldCode::TooLarge).with("max_pixels", MAX_PIXELS).with("max_side", MAX_SIDE);
                Self::invalid(vec![error.with("width", width).with("height", height)])
            }
            ImageFault::Damaged => Self::invalid(vec![FieldError::new("/file", FieldCode::InvalidFormat)]),
            ImageFault::Storage(cause) => Self::internal(format!("{cause:#}")),
        }
    }
}
