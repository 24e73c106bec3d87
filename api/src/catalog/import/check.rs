//! The dry run: what would become of each row. Nothing of the shop is written.

use serde::{Deserialize, Serialize};
use shared::ids::{ImportId, ProductId};
use shared::imports::ImportStatus;
use shared::products::SaveProductRequest;

use super::batch::{self, Turn};
use super::cells::Columns;
use super::lookups::Lookups;
use super::merge::Draft;
use super::state;
use crate::catalog::edit::Around;
use crate::context::Ctx;
use crate::http::ApiResult;
use crate::jobs::{self, Job};

/// Products that are looked at together.
const BATCH: i32 = 200;

/// Checks the rows of an import.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckImport {
    /// Which.
    pub import_id: ImportId,
}

impl Job for CheckImport {
    const KIND: &'static str = "catalog.check_import";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let turn = Turn::begin();
        while some(ctx, self.import_id).await? {
            if turn.is_over() {
                return Ok(jobs::enqueue(&ctx.db, &self).await?);
            }
        }
        Ok(())
    }
}

/// Checks some products; tells whether there may be more.
async fn some(ctx: &Ctx, id: ImportId) -> ApiResult<bool> {
    let tx = ctx.begin().await?;
    let Some(import) = state::lock(&tx, id).await?.filter(|import| import.status == ImportStatus::Checking) else {
        return Ok(false);
    };
    let groups = batch::next(&tx, id, "outcome IS NULL", BATCH).await?;
    if groups.is_empty() {
        state::set(&tx, id, ImportStatus::Checked, None).await?;
        tx.commit().await?;
        return Ok(false);
    }
    let lookups = Lookups::load(&tx).await?;
    let products = batch::products(&tx, &groups).await?;
    let before = |group: &batch::Group| group.product_id.and_then(|id| products.get(&id));
    let columns = Columns(&import.columns);
    let mut drafts: Vec<(ProductId, Draft)> = groups
        .iter()
        .map(|group| {
            let draft = batch::draft(group, before(group), columns, &lookups);
            (group.product_id.unwrap_or_else(ProductId::generate), draft)
        })
        .collect();
    let asks: Vec<(ProductId, &SaveProductRequest)> = drafts.iter().map(|(id, draft)| (*id, &draft.ask)).collect();
    let around = Around::load(&tx, &asks).await?;
    for (id, draft) in &mut drafts {
        let faults = around.faults(*id, &draft.ask);
        draft.blame(faults);
    }
    let verdicts: Vec<_> = groups
        .iter()
        .zip(&drafts)
        .flat_map(|(group, (_, draft))| batch::verdicts(group, before(group), draft, &lookups))
        .collect();
    batch::note(&tx, id, &verdicts, false).await?;
    tx.commit().await?;
    Ok(true)
}
