//! Clears away what was counted against guessing, and sign-ins that nobody finished.

use serde::{Deserialize, Serialize};

use super::{challenge, throttle};
use crate::context::Ctx;
use crate::jobs::Job;

/// Does so once an hour: whoever guesses leaves a row for each name they try.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetGuesses {}

impl Job for ForgetGuesses {
    const KIND: &'static str = "account:forget_guesses";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let now = ctx.clock.now();
        throttle::forget_old(&ctx.db, now).await?;
        Ok(challenge::forget_old(&ctx.db, now).await?)
    }
}
