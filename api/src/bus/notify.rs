//! PostgreSQL carries it, by NOTIFY.

use std::time::Duration;

use anyhow::{Context, ensure};
use futures_util::future::BoxFuture;
use sea_orm::ConnectionTrait;
use tokio::time::timeout;
use uuid::Uuid;

use super::line::Line;
use super::{Bus, Ears};
use crate::context::Ctx;
use crate::db;

/// The channel that `announce` speaks on.
const CHANNEL: &str = "hurtrock";

/// A word takes no longer to come back.
const PATIENCE: Duration = Duration::from_secs(5);

const DEAF: &str =
    "what is said is not heard. Where a pooler divides sessions, name the database past it by `database_direct_url`";

/// LISTEN and NOTIFY.
pub(super) struct Notify;

impl Bus for Notify {
    fn name(&self) -> &'static str {
        "LISTEN/NOTIFY"
    }

    fn is_outside(&self) -> bool {
        false
    }

    fn listen<'a>(&'a self, ctx: &'a Ctx) -> BoxFuture<'a, anyhow::Result<Box<dyn Ears>>> {
        Box::pin(async move { Ok(Box::new(Heard(hearing(ctx).await?)) as Box<dyn Ears>) })
    }

    fn say<'a>(&'a self, ctx: &'a Ctx, news: Vec<String>) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move {
            let sql = "SELECT pg_notify($1, said) FROM unnest($2::text[]) AS said";
            db::execute(&ctx.db, sql, [CHANNEL.into(), news.into()]).await?;
            Ok(())
        })
    }

    fn reach<'a>(&'a self, ctx: &'a Ctx) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move { hearing(ctx).await.map(drop) })
    }
}

/// A line that hears. Behind a pooler that divides sessions LISTEN seems to work and hears nothing, so it is tried: by a word
/// of another connection, on a channel of our own.
async fn hearing(ctx: &Ctx) -> anyhow::Result<Line> {
    let mut line = Line::open(ctx).await?;
    let own = format!("{CHANNEL}_{}", Uuid::now_v7().simple());
    line.listen(&[CHANNEL, &own]).await?;
    ctx.db.execute_unprepared(&format!("NOTIFY {own}")).await.context(DEAF)?;
    let word = async {
        while let Some(heard) = line.next().await? {
            // Others are not lost: nothing is remembered yet that they could make untrue.
            if heard.channel() == own {
                return anyhow::Ok(true);
            }
        }
        Ok(false)
    };
    let came = timeout(PATIENCE, word).await.context(DEAF)??;
    ensure!(came, "the database went away");
    Ok(line)
}

struct Heard(Line);

impl Ears for Heard {
    fn hear(&mut self) -> BoxFuture<'_, anyhow::Result<Option<String>>> {
        Box::pin(async move { Ok(self.0.next().await?.map(|heard| heard.payload().to_owned())) })
    }
}
