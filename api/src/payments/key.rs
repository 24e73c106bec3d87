//! The same `Idempotency-Key` gives the same attempt, also after it ended.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use sha2::{Digest, Sha256};
use shared::ids::{OrderId, PaymentId};
use shared::payments::StartPaymentRequest;
use shared::problem::ErrorCode;

use crate::db::{execute, one};
use crate::http::{ApiError, Caller};
use crate::idempotency;

const OPERATION: &str = "start_payment";

/// A key as the client chose it, and the request it stands for.
pub(super) struct Key {
    caller: String,
    key: String,
    hash: Vec<u8>,
}

/// What a key stands for already.
pub(super) enum Remembered {
    /// Nothing yet.
    Nothing,
    /// An attempt.
    Attempt(PaymentId),
}

#[derive(FromQueryResult)]
struct Row {
    operation: String,
    request_hash: Vec<u8>,
    response: Option<serde_json::Value>,
}

impl Key {
    /// The key of one caller for one request.
    ///
    /// # Errors
    /// 422 when it is not 8 to 200 visible ASCII characters.
    pub fn new(caller: &Caller, key: &str, order: OrderId, ask: StartPaymentRequest) -> Result<Self, ApiError> {
        idempotency::check_name(key)?;
        let hash = Sha256::digest(format!("{order} {}", ask.provider)).to_vec();
        Ok(Self { caller: format!("user:{}", caller.user_id), key: key.to_owned(), hash })
    }

    /// What the key stands for.
    ///
    /// # Errors
    /// 409 when it was used for another request.
    pub async fn recall(&self, tx: &impl ConnectionTrait) -> Result<Remembered, ApiError> {
        let sql = "SELECT operation, request_hash, response FROM idempotency_keys WHERE caller = $1 AND key = $2";
        let Some(row) = one::<Row>(tx, sql, [self.caller.as_str().into(), self.key.as_str().into()]).await? else {
            return Ok(Remembered::Nothing);
        };
        if row.operation != OPERATION || row.request_hash != self.hash {
            return Err(ApiError::conflict(ErrorCode::IdempotencyMismatch));
        }
        let attempt = row.response.as_ref().and_then(|response| response.get("payment_id")).and_then(serde_json::Value::as_str);
        Ok(attempt.and_then(|id| id.parse().ok()).map_or(Remembered::Nothing, Remembered::Attempt))
    }

    /// Lets the key stand for an attempt from now on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remember(&self, tx: &impl ConnectionTrait, attempt: PaymentId, now: DateTime<Utc>) -> Result<(), DbErr> {
        let sql = "INSERT INTO idempotency_keys (caller, key, operation, request_hash, status, response, created_at)
                   VALUES ($1, $2, $3, $4, 201, $5, $6)
                   ON CONFLICT (caller, key) DO UPDATE SET response = EXCLUDED.response
                   WHERE idempotency_keys.operation = EXCLUDED.operation AND idempotency_keys.request_hash = EXCLUDED.request_hash";
        let answer = serde_json::json!({ "payment_id": attempt });
        let values = [
            self.caller.as_str().into(),
            self.key.as_str().into(),
            OPERATION.into(),
            self.hash.clone().into(),
            answer.into(),
            now.into(),
        ];
        execute(tx, sql, values).await.map(drop)
    }
}
