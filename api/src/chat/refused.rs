//! Why a message was not stored.

use poem::http::StatusCode;
use sea_orm::DbErr;
use shared::live::chat::ChatRefusal;
use shared::problem::ErrorCode;
use shared::validate::FieldError;

use crate::http::ApiError;

/// Why a message was not stored.
#[derive(Debug)]
pub enum Refused {
    /// Fields break rules.
    Invalid(Vec<FieldError>),
    /// The room does not exist, or one may not write there.
    NotFound,
    /// The room is settled.
    Closed,
    /// The `client_id` stands for another message.
    Conflict,
    /// Too many; seconds to wait.
    TooMany(u64),
    /// A fault below.
    Failed(ApiError),
}

impl Refused {
    /// The same, as sockets say it.
    #[must_use]
    pub fn refusal(&self) -> ChatRefusal {
        match self {
            Self::Invalid(_) => ChatRefusal::Invalid,
            Self::NotFound => ChatRefusal::NotFound,
            Self::Closed => ChatRefusal::Closed,
            Self::Conflict => ChatRefusal::Conflict,
            Self::TooMany(_) => ChatRefusal::TooMany,
            Self::Failed(_) => ChatRefusal::Unavailable,
        }
    }
}

impl From<DbErr> for Refused {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Invalid(errors) => Self::invalid(errors),
            Refused::NotFound => Self::not_found(),
            Refused::Closed => Self::conflict(ErrorCode::Conflict)
                .detail("the room is settled; open it again first")
                .with("refusal", ChatRefusal::Closed),
            Refused::Conflict => Self::conflict(ErrorCode::Conflict)
                .detail("the client_id stands for another message")
                .with("refusal", ChatRefusal::Conflict),
            Refused::TooMany(seconds) => Self::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, seconds),
            Refused::Failed(error) => error,
        }
    }
}
