//! What admins set for the providers.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::money::Rupiah;
use shared::payments::PaymentProvider;

use crate::db::{all, execute, one};

/// What an admin set for a provider.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::payments) struct ConfigurationRow {
    pub provider: String,
    pub active: bool,
    pub sandbox: bool,
    pub minimum: Rupiah,
    pub expiry_minutes: i32,
    pub methods: Option<Vec<String>>,
    pub sealed_keys: Option<Vec<u8>>,
    pub revision: i32,
    /// The fingerprint of keys that the provider refused.
    pub refused_keys: Option<Vec<u8>>,
    pub keys_refused_at: Option<DateTime<Utc>>,
    pub keys_refused_status: Option<i32>,
}

const CONFIGURATION: &str = "SELECT provider, active, sandbox, minimum, expiry_minutes, methods, sealed_keys, revision,
    refused_keys, keys_refused_at, keys_refused_status FROM payment_configurations";

/// What an admin set for the providers.
pub(in crate::payments) async fn configurations(db: &impl ConnectionTrait) -> Result<Vec<ConfigurationRow>, DbErr> {
    all(db, CONFIGURATION, []).await
}

/// What an admin set for one provider, locked.
pub(in crate::payments) async fn lock_configuration(
    tx: &impl ConnectionTrait,
    provider: PaymentProvider,
) -> Result<Option<ConfigurationRow>, DbErr> {
    one(tx, &format!("{CONFIGURATION} WHERE provider = $1 FOR UPDATE"), [provider.as_str().into()]).await
}

/// A provider refused these keys. Since when it does is kept.
pub(in crate::payments) async fn keys_refused(
    db: &impl ConnectionTrait,
    provider: PaymentProvider,
    keys: Vec<u8>,
    status: u16,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    // A row that is made here says what holds without one, and its revision is that of one that was never changed.
    let sql = "INSERT INTO payment_configurations AS c (provider, active, sandbox, revision, refused_keys, keys_refused_at, keys_refused_status)
               VALUES ($1, true, true, 0, $2, $3, $4)
               ON CONFLICT (provider) DO UPDATE SET refused_keys = EXCLUDED.refused_keys,
                   keys_refused_at = EXCLUDED.keys_refused_at, keys_refused_status = EXCLUDED.keys_refused_status
               WHERE c.refused_keys IS DISTINCT FROM EXCLUDED.refused_keys";
    let values = [provider.as_str().into(), keys.into(), now.into(), i32::from(status).into()];
    execute(db, sql, values).await.map(drop)
}

/// A provider took these keys.
pub(in crate::payments) async fn keys_taken(
    db: &impl ConnectionTrait,
    provider: PaymentProvider,
    keys: Vec<u8>,
) -> Result<(), DbErr> {
    let sql = "UPDATE payment_configurations SET refused_keys = NULL, keys_refused_at = NULL, keys_refused_status = NULL
               WHERE provider = $1 AND refused_keys = $2";
    execute(db, sql, [provider.as_str().into(), keys.into()]).await.map(drop)
}
