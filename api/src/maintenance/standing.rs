//! What this process knows of the maintenance.

use std::sync::{Arc, PoisonError, RwLock};

use shared::maintenance::MaintenanceDetails;
use tokio::sync::Mutex;

use super::set::get;
use crate::context::Ctx;
use crate::http::ApiError;

/// How far the shop is open, as this process knows it. While the database cannot be read it stays as it was.
#[derive(Default)]
pub struct Standing {
    now: RwLock<Arc<MaintenanceDetails>>,
    /// One reads at a time, so that whoever read last read after the last change.
    reading: Mutex<()>,
}

impl Standing {
    /// How far it is open now.
    #[must_use]
    pub fn now(&self) -> Arc<MaintenanceDetails> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, details: MaintenanceDetails) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(details);
    }
}

/// Reads it anew.
///
/// # Errors
/// What the database says.
pub async fn reread(ctx: &Ctx) -> Result<(), ApiError> {
    let _alone = ctx.maintenance.reading.lock().await;
    let details = get(ctx).await?.details;
    ctx.maintenance.set(details);
    Ok(())
}

/// Reads it anew, beside whatever goes on.
pub fn follow(ctx: &Ctx) {
    let ctx = ctx.clone();
    tokio::spawn(async move {
        if let Err(error) = reread(&ctx).await {
            tracing::warn!(%error, "it is not known whether the shop is under maintenance; it stays as it was");
        }
    });
}
