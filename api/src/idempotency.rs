//! One request, one effect, however often it is sent.
//!
//! The key is claimed in the transaction of its effect. A second request with the key waits for
//! the first one's transaction to end; then it finds the answer, or the key free again.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::ids::CartId;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use crate::db::{execute, one};
use crate::http::{ApiError, Caller};

/// A key as the client chose it.
pub struct Key<'a> {
    caller: String,
    key: &'a str,
    operation: &'a str,
    hash: Vec<u8>,
}

/// What claiming a key finds.
pub enum Claim {
    /// Nobody used it: do the work and `remember` the answer.
    Fresh,
    /// The work was done; this was the answer.
    Done(serde_json::Value),
}

/// Whether a request can be named by this.
///
/// # Errors
/// 422 when it is not 8 to 200 visible ASCII characters.
pub fn check_name(name: &str) -> Result<(), ApiError> {
    if (8..=200).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(ApiError::invalid(vec![FieldError::new("Idempotency-Key", FieldCode::InvalidFormat)]))
}

impl<'a> Key<'a> {
    /// The key of one caller for one operation with one request.
    ///
    /// # Errors
    /// 422 when it is not 8 to 200 visible ASCII characters.
    pub fn new(caller: &Caller, key: &'a str, operation: &'a str, request: &impl Serialize) -> Result<Self, ApiError> {
        check_name(key)?;
        let hash = Sha256::digest(serde_json::to_vec(request)?).to_vec();
        let who = match caller.key {
            Some(key) => format!("user:{}/key:{key}", caller.user_id),
            None => format!("user:{}", caller.user_id),
        };
        Ok(Self { caller: who, key, operation, hash })
    }

    /// The same where a key may be left out. What programs send is done once by the edge around all that they ask for.
    ///
    /// # Errors
    /// 422 when it is not 8 to 200 visible ASCII characters.
    pub fn maybe(
        caller: &Caller,
        key: Option<&'a str>,
        operation: &'a str,
        request: &impl Serialize,
    ) -> Result<Option<Self>, ApiError> {
        key.filter(|_| caller.key.is_none()).map(|key| Self::new(caller, key, operation, request)).transpose()
    }

    /// Claims the key in this transaction.
    ///
    /// # Errors
    /// 409 when it was used for another request.
    pub async fn claim(&self, tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Claim, ApiError> {
        let sql = "INSERT INTO idempotency_keys (caller, key, operation, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (caller, key) DO NOTHING";
        let values = [self.caller.as_str().into(), self.key.into(), self.operation.into(), self.hash.clone().into(), now.into()];
        if execute(tx, sql, values).await? == 1 {
            return Ok(Claim::Fresh);
        }
        #[derive(FromQueryResult)]
        struct Row {
            operation: String,
            request_hash: Vec<u8>,
            response: Option<serde_json::Value>,
        }
        let sql = "SELECT operation, request_hash, response FROM idempotency_keys WHERE caller = $1 AND key = $2";
        let row: Option<Row> = one(tx, sql, [self.caller.as_str().into(), self.key.into()]).await?;
        match row {
            Some(row) if row.operation != self.operation || row.request_hash != self.hash => {
                Err(ApiError::conflict(ErrorCode::IdempotencyMismatch))
            }
            Some(Row { response: Some(response), .. }) => Ok(Claim::Done(response)),
            _ => Err(ApiError::conflict(ErrorCode::IdempotencyInProgress)),
        }
    }

    /// Keeps the answer with the key, in the same transaction as the effect.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remember(&self, tx: &impl ConnectionTrait, answer: serde_json::Value) -> Result<(), DbErr> {
        let sql = "UPDATE idempotency_keys SET status = 201, response = $3 WHERE caller = $1 AND key = $2";
        execute(tx, sql, [self.caller.as_str().into(), self.key.into(), answer.into()]).await.map(drop)
    }

    /// The same, and closes the cart that the order came from: one statement less in the busiest
    /// transaction.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remember_and_close(
        &self,
        tx: &impl ConnectionTrait,
        cart: CartId,
        answer: serde_json::Value,
    ) -> Result<(), DbErr> {
        let sql = "WITH closed AS (UPDATE carts SET status = 'ordered' WHERE id = $4)
                   UPDATE idempotency_keys SET status = 201, response = $3 WHERE caller = $1 AND key = $2";
        execute(tx, sql, [self.caller.as_str().into(), self.key.into(), answer.into(), cart.0.into()]).await.map(drop)
    }
}
