//! Keys that their provider refused: while that stands it is not offered, for nobody could pay by it.
//!
//! It is remembered in the database, for every process, and of the very keys: others are not known to be refused. A
//! provider that does not answer says nothing about them.

use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use shared::settings::KeysRefused;

use super::gateway::{Gateway, GatewayError};
use super::open;
use super::store::{self, ConfigurationRow};
use crate::context::Ctx;
use crate::jobs::Job;

/// The refusal of the keys that a door is opened with, if it stands.
pub(super) fn standing(row: Option<&ConfigurationRow>, gateway: &dyn Gateway) -> Option<KeysRefused> {
    let row = row?;
    let (at, status) = row.keys_refused_at.zip(row.keys_refused_status)?;
    let same = row.refused_keys.as_deref() == Some(gateway.fingerprint().as_slice());
    same.then_some(KeysRefused { at, status })
}

/// Takes note of an answer, if it says something about the keys.
///
/// # Errors
/// What the database says.
pub(super) async fn take_note(ctx: &Ctx, gateway: &dyn Gateway, answer: Result<(), &GatewayError>) -> Result<(), DbErr> {
    let (provider, keys) = (gateway.provider(), gateway.fingerprint());
    match answer.map_err(GatewayError::refuses_keys) {
        Ok(()) => store::keys_taken(&ctx.db, provider, keys).await,
        Err(Some(status)) => {
            tracing::error!(%provider, status, "a payment provider refuses its keys and is not offered");
            store::keys_refused(&ctx.db, provider, keys, status, ctx.clock.now()).await
        }
        Err(None) => Ok(()),
    }
}

/// Asks the providers again that refused their keys: what was wrong there may be over.
#[derive(Debug, Serialize, Deserialize)]
pub struct TryRefusedKeys {}

impl Job for TryRefusedKeys {
    const KIND: &'static str = "payments:try_refused_keys";
    // The next one comes soon.
    const MAX_ATTEMPTS: i16 = 1;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let rows = store::configurations(&ctx.db).await?;
        for gateway in open::of(ctx, &rows).iter() {
            let row = rows.iter().find(|row| row.provider == gateway.provider().as_str());
            if standing(row, &**gateway).is_some() {
                let answer = gateway.reach().await;
                take_note(ctx, &**gateway, answer.as_ref().copied()).await?;
            }
        }
        Ok(())
    }
}
