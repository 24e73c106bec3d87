//! Whether processes serve from the database that is to be replaced.
//!
//! They would do jobs of before on what is there after, and show what they remember.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use sea_orm::DatabaseConnection;
use tokio::time::sleep;

use crate::db;

/// A process that was just stopped is gone within; one that was cut off and lives is back.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

/// Returns once nobody serves from it. With `disconnect`, connections are cut off first.
///
/// # Errors
/// When processes are still there, or there again; and what the database says.
pub(super) async fn wait(db: &DatabaseConnection, disconnect: bool) -> anyhow::Result<()> {
    let mut there = db::serving(db).await?;
    if there.is_empty() {
        return Ok(());
    }
    if disconnect {
        db::disconnect(db).await.context("cutting off the processes that are connected")?;
        sleep(PATIENCE).await;
        there = db::serving(db).await?;
    } else {
        let begun = Instant::now();
        while !there.is_empty() && begun.elapsed() < PATIENCE {
            sleep(BETWEEN_LOOKS).await;
            there = db::serving(db).await?;
        }
    }
    let again = if disconnect { " again, so they live" } else { "" };
    ensure!(
        there.is_empty(),
        "{} process(es) of the shop are connected to the database{again}: {}. Nothing was changed. Stop them, such as by \
         `systemctl stop 'hurtrock@*'`, and restore then. (--disconnect cuts off those of a machine that is gone.)",
        there.len(),
        there.join(", ")
    );
    Ok(())
}
