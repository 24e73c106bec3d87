//! The shop's logo for papers.

use papers::{Dots, Logo, STAMP};

use crate::context::Ctx;
use crate::store::Brand;

/// The logo as it is printed. One that cannot be printed is left out: the name stands in its place, and
/// nobody goes without an invoice for it.
pub(super) async fn logo(ctx: &Ctx, brand: &Brand) -> Option<Logo> {
    let key = brand.printed_logo()?;
    match read(ctx, &key).await {
        Ok(logo) => logo,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), key, "the logo cannot be printed");
            None
        }
    }
}

/// `None` when it was replaced in this very moment.
async fn read(ctx: &Ctx, key: &str) -> anyhow::Result<Option<Logo>> {
    let Some(jpeg) = ctx.files.get(key).await? else { return Ok(None) };
    let made = tokio::task::spawn_blocking(move || -> anyhow::Result<Logo> {
        let (width, height, luma) = pictures::dots(&jpeg, STAMP.0, STAMP.1)?;
        Ok(Logo::new(jpeg.to_vec(), Dots { width, height, luma })?)
    });
    Ok(Some(made.await??))
}
