//! What carries changes between processes, and the replica that reads are answered from.

use std::time::Duration;

use anyhow::Context;
use sea_orm::{DatabaseConnection, FromQueryResult};
use tokio::time::timeout;

use super::report::Finding;
use crate::context::Ctx;
use crate::{bus, db};

const CHANGES: &str = "changes";
const REPLICA: &str = "replica";

/// Longer than anything takes that works.
const PATIENCE: Duration = Duration::from_secs(15);

/// A replica that is further behind is of little use.
const MANY_BYTES: i64 = 64 << 20;

/// What can be told without the database.
pub(super) fn unreachable(ctx: &Ctx) -> Vec<Finding> {
    let names = [Some(CHANGES), ctx.config.database_replica_url.as_ref().map(|_| REPLICA)];
    names.into_iter().flatten().map(|name| Finding::skipped(name, "needs the database")).collect()
}

/// Looks at both.
pub(super) async fn examine(ctx: &mut Ctx) -> Vec<Finding> {
    let mut findings = vec![match reached(ctx).await {
        Ok(finding) => finding,
        Err(error) => Finding::fault(CHANGES, format!("are not carried by {}: {error:#}", ctx.bus.name())),
    }];
    if ctx.config.database_replica_url.is_some() {
        findings.push(match behind(ctx).await {
            Ok(finding) => finding,
            // The primary answers instead.
            Err(error) => Finding::warning(REPLICA, format!("cannot be used: {error:#}")),
        });
    }
    findings
}

/// Whether what changes is told to every process.
async fn reached(ctx: &mut Ctx) -> anyhow::Result<Finding> {
    let (statements, tally) = (ctx.statements.clone(), ctx.tally.clone());
    ctx.direct = db::connect_directly(&ctx.config, &ctx.db, statements, tally).await.context("`database_direct_url`")?;
    timeout(PATIENCE, ctx.bus.reach(ctx)).await.context("it takes too long")??;
    let name = ctx.bus.name();
    Ok(if bus::agrees(ctx).await? {
        Finding::ok(CHANGES, format!("are carried by {name}"))
    } else {
        // The first process that starts with these settings sees to it.
        Finding::warning(CHANGES, format!("would be carried by {name}, but the processes that ran last carried them another way"))
    })
}

/// Whether the replica is one of this database, and how far it is behind.
async fn behind(ctx: &Ctx) -> anyhow::Result<Finding> {
    let (statements, tally) = (ctx.statements.clone(), ctx.tally.clone());
    let replica = db::connect_to_replica(&ctx.config, statements, tally).await?;
    let replica = replica.pool().context("there is none")?;
    let behind = db::lag_of_replica(&ctx.db, replica).await?;
    if cluster(&ctx.db).await? != cluster(replica).await? {
        return Ok(Finding::fault(REPLICA, "is one of another database"));
    }
    let says = format!("follows, {behind} bytes behind");
    Ok(if behind > MANY_BYTES { Finding::warning(REPLICA, says) } else { Finding::ok(REPLICA, says) })
}

/// What a primary and its replicas have in common, and nobody else.
async fn cluster(of: &DatabaseConnection) -> anyhow::Result<i64> {
    #[derive(FromQueryResult)]
    struct Cluster {
        id: i64,
    }
    let row: Option<Cluster> = db::one(of, "SELECT system_identifier AS id FROM pg_control_system()", []).await?;
    Ok(row.context("it does not say who it is")?.id)
}
