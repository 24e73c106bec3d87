//! Seals everything by the key of the settings that another one has sealed.

use sea_orm::DatabaseTransaction;

use super::kept::{Row, Sealed, all_sealed};
use super::{Vault, noted};
use crate::context::Ctx;
use crate::db::execute;

/// What became of one kind of secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// What they are, in the plural.
    pub what: &'static str,
    /// Sealed by the key of the settings now.
    pub anew: usize,
    /// They were already.
    pub before: usize,
    /// Neither key opens them: they are as they were.
    pub closed: usize,
    /// They are of use for some days only.
    pub passes: bool,
}

/// Opens by the old key and seals by that of the settings, some rows in a transaction at a time: whoever is interrupted
/// runs it again. At the end the key is noted as that of the database, unless something stayed closed and `lost` does not
/// say that this is as it is.
///
/// # Errors
/// What the database says.
pub async fn reseal(ctx: &Ctx, old: Option<&Vault>, lost: bool) -> anyhow::Result<Vec<Resealed>> {
    let mut all = Vec::new();
    for kept in all_sealed() {
        let mut done = Resealed { what: kept.what, passes: kept.passes, ..Resealed::default() };
        let mut last = String::new();
        loop {
            let tx = ctx.begin().await?;
            let rows = kept.after(&tx, &last, true).await?;
            let Some(end) = rows.last() else { break };
            last.clone_from(&end.name);
            for row in &rows {
                turn(ctx, &tx, kept, row, old, &mut done).await?;
            }
            tx.commit().await?;
        }
        all.push(done);
    }
    if lost || all.iter().all(|done| done.passes || done.closed == 0) {
        noted::note(&ctx.db, ctx.vault.print()).await?;
    }
    Ok(all)
}

/// Seals one secret anew, where that is needed and can be done.
async fn turn(
    ctx: &Ctx,
    tx: &DatabaseTransaction,
    kept: &Sealed,
    row: &Row,
    old: Option<&Vault>,
    done: &mut Resealed,
) -> anyhow::Result<()> {
    if ctx.vault.open(&row.place, &row.sealed).is_ok() {
        done.before += 1;
        return Ok(());
    }
    let Some(secret) = old.and_then(|old| old.open(&row.place, &row.sealed).ok()) else {
        done.closed += 1;
        return Ok(());
    };
    let sealed = ctx.vault.seal(&row.place, &secret)?;
    let Sealed { table, column, .. } = kept;
    let value = if kept.as_hex { "encode($2, 'hex')" } else { "$2" };
    let sql = format!("UPDATE {table} SET {column} = {value} WHERE ctid = $1::text::tid");
    execute(tx, &sql, [row.spot.as_str().into(), sealed.into()]).await?;
    done.anew += 1;
    Ok(())
}
