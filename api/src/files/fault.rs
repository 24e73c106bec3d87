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
    /// More pictures wait than can be worked on soon.
    #[error("too many pictures wait")]
    Busy,
    /// The file store is at fault.
    #[error("the file store failed")]
    Storage(#[source] anyhow::Error),
}

impl ImageFault {
    /// What is wrong with the picture at `pointer`, where it is the picture that is at fault.
    ///
    /// # Errors
    /// What is wrong elsewhere.
    pub fn at(self, pointer: impl Into<String>) -> Result<FieldError, ApiError> {
        let field = |code| FieldError::new(pointer, code);
        match self {
            Self::Refused(Refusal::UnsupportedType) => Ok(field(FieldCode::UnsupportedFile)),
            Self::Refused(Refusal::TooManyBytes) => Ok(field(FieldCode::TooManyBytes).with("max_bytes", MAX_BYTES)),
            Self::Refused(Refusal::TooManyPixels { width, height }) => Ok(field(FieldCode::TooManyPixels)
                .with("max_pixels", MAX_PIXELS)
                .with("max_side", MAX_SIDE)
                .with("width", width)
                .with("height", height)),
            Self::Refused(Refusal::Damaged) => Ok(field(FieldCode::DamagedFile)),
            Self::Refused(Refusal::NotMade(cause)) => Err(ApiError::internal(cause)),
            Self::Busy => Err(ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 5)),
            Self::Storage(cause) => Err(ApiError::internal(format!("{cause:#}"))),
        }
    }
}

/// The refusal of files, each named in `faults`: 415 or 413 where all are refused for that, else 422.
pub(super) fn refuse(faults: Vec<FieldError>) -> ApiError {
    let all = |code| faults.iter().all(|fault| fault.code == code);
    let error = if all(FieldCode::UnsupportedFile) {
        ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType)
            .detail("Pictures are taken as JPEG, PNG or WebP.")
    } else if all(FieldCode::TooManyBytes) {
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge).with("max_bytes", MAX_BYTES)
    } else {
        ApiError::invalid(Vec::new())
    };
    error.with_errors(faults)
}

impl From<ImageFault> for ApiError {
    fn from(fault: ImageFault) -> Self {
        fault.at("/file").map_or_else(|error| error, |field| refuse(vec![field]))
    }
}
