//! Writing what was checked.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::ids::{ImportId, ProductId};
use shared::imports::{ImportOutcome, ImportStatus};
use shared::problem::ErrorCode;
use shared::products::{SaveProductRequest, StaffProduct};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::batch::{self, Group, Turn, Verdict};
use super::cells::Columns;
use super::lookups::Lookups;
use super::merge::Draft;
use super::state::{self, Locked};
use crate::audit::{self, Action, Subject};
use crate::catalog::edit::{self, Around, Author, find_all, for_log};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::http::{ApiError, ApiResult};
use crate::jobs::{self, Job};

/// Products that are written together, in one transaction.
const BATCH: i32 = 100;

/// Writes an import that was checked.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyImport {
    /// Which.
    pub import_id: ImportId,
}

impl Job for ApplyImport {
    const KIND: &'static str = "catalog.apply_import";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let turn = Turn::begin();
        loop {
            let more = match some(ctx, self.import_id, BATCH).await {
                // Somebody took a SKU, a barcode or a name in this very moment: one by one, then, so that
                // only that product is refused.
                Err(error) if error.code() == ErrorCode::InvalidFields => one_by_one(ctx, self.import_id).await?,
                other => other?,
            };
            if !more {
                return Ok(());
            }
            if turn.is_over() {
                return Ok(jobs::enqueue(&ctx.db, &self).await?);
            }
        }
    }
}

async fn one_by_one(ctx: &Ctx, id: ImportId) -> ApiResult<bool> {
    for _ in 0..BATCH {
        let more = match some(ctx, id, 1).await {
            Err(error) if error.code() == ErrorCode::InvalidFields => refuse_next(ctx, id).await?,
            other => other?,
        };
        if !more {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses the next product: what it wants was taken while it was written.
async fn refuse_next(ctx: &Ctx, id: ImportId) -> ApiResult<bool> {
    let tx = edit::begin(ctx).await?;
    if state::lock(&tx, id).await?.is_none_or(|import| import.status != ImportStatus::Applying) {
        return Ok(false);
    }
    let groups = batch::next(&tx, id, "NOT applied", 1).await?;
    let verdicts: Vec<Verdict> = groups.iter().flat_map(|group| refusals(group, "sku", FieldCode::Taken)).collect();
    batch::note(&tx, id, &verdicts, true).await?;
    tx.commit().await?;
    Ok(!groups.is_empty())
}

fn refusals(group: &Group, column: &'static str, code: FieldCode) -> impl Iterator<Item = Verdict> {
    group.rows.iter().map(move |row| Verdict {
        line: row.line,
        product_id: None,
        revision: None,
        product: String::new(),
        outcome: ImportOutcome::Refused,
        faults: vec![FieldError::new(column, code)],
        changes: Vec::new(),
    })
}

/// Writes some products with the note of what became of their rows; tells whether there may be more.
async fn some(ctx: &Ctx, id: ImportId, most: i32) -> ApiResult<bool> {
    let now = ctx.clock.now();
    let tx = edit::begin(ctx).await?;
    let Some(import) = state::lock(&tx, id).await?.filter(|import| import.status == ImportStatus::Applying) else {
        return Ok(false);
    };
    let groups = batch::next(&tx, id, "NOT applied", most).await?;
    let (Some(author), false) = (import.author(), groups.is_empty()) else {
        let status = if groups.is_empty() { ImportStatus::Applied } else { ImportStatus::Cancelled };
        state::set(&tx, id, status, Some(now)).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let ids: Vec<Uuid> = groups.iter().filter_map(|group| group.product_id).map(|id| id.0).collect();
    edit::lock_products(&tx, &ids).await?;
    edit::lock_stock(&tx, &ids).await?;
    let mut writing =
        Writing { lookups: Lookups::load(&tx).await?, products: batch::products(&tx, &groups).await?, ..Writing::default() };
    writing.plan(&tx, &import, &groups).await?;
    writing.write(&tx, author, now).await?;
    if !writing.written.is_empty() {
        edit::finish(&tx, &writing.written).await?;
    }
    batch::note(&tx, id, &writing.verdicts, true).await?;
    writing.record(&tx, author, now).await?;
    ctx.may_die(CrashPoint::ImportWritten);
    tx.commit().await?;
    ctx.may_die(CrashPoint::ImportCommitted);
    Ok(true)
}

/// A batch on its way.
#[derive(Default)]
struct Writing {
    lookups: Lookups,
    /// The products as they were.
    products: HashMap<ProductId, StaffProduct>,
    /// What is to be written.
    drafts: Vec<(ProductId, SaveProductRequest)>,
    around: Around,
    verdicts: Vec<Verdict>,
    written: Vec<ProductId>,
}

impl Writing {
    /// Decides about each group, as the dry run did: the shop may have changed since. A product that did
    /// so itself stays out: nobody has seen what the file would make of it.
    async fn plan(&mut self, tx: &impl ConnectionTrait, import: &Locked, groups: &[Group]) -> ApiResult<()> {
        let (groups, stale): (Vec<&Group>, Vec<&Group>) = groups.iter().partition(|group| {
            let now = group.product_id.and_then(|id| self.products.get(&id));
            group.revision() == now.map(|product| product.revision)
        });
        self.verdicts.extend(stale.into_iter().flat_map(|group| refusals(group, "", FieldCode::Stale)));
        let mut drafts: Vec<(ProductId, Draft)> = groups
            .iter()
            .map(|group| {
                let before = group.product_id.and_then(|id| self.products.get(&id));
                let draft = batch::draft(group, before, Columns(&import.columns), &self.lookups);
                (group.product_id.unwrap_or_else(ProductId::generate), draft)
            })
            .collect();
        let asks: Vec<(ProductId, &SaveProductRequest)> = drafts.iter().map(|(id, draft)| (*id, &draft.ask)).collect();
        self.around = Around::load(tx, &asks).await?;
        for (group, (id, draft)) in groups.iter().zip(&mut drafts) {
            draft.blame(self.around.faults(*id, &draft.ask));
            let before = self.products.get(id);
            let mut verdicts = batch::verdicts(group, before, draft, &self.lookups);
            for verdict in &mut verdicts {
                verdict.product_id = draft.is_sound().then_some(id.0);
            }
            self.verdicts.append(&mut verdicts);
        }
        let products = &self.products;
        let wanted = drafts.into_iter().filter(|(id, draft)| draft.is_sound() && !batch::is_unchanged(products.get(id), draft));
        self.drafts = wanted.map(|(id, draft)| (id, draft.ask)).collect();
        Ok(())
    }

    async fn write(&mut self, tx: &impl ConnectionTrait, by: Author<'_>, now: chrono::DateTime<chrono::Utc>) -> ApiResult<()> {
        for (id, ask) in std::mem::take(&mut self.drafts) {
            let before = self.products.get(&id);
            let existing: Vec<_> = before.iter().flat_map(|product| &product.variants).map(Into::into).collect();
            let plan = edit::planned(&self.around, id, &ask, &existing, by.books_stock)?;
            match before {
                Some(before) => edit::overwrite(tx, before, ask, plan, by, now).await?,
                None => edit::insert(tx, id, ask, plan, by, now).await?,
            }
            self.written.push(id);
        }
        Ok(())
    }

    /// Tells the audit log of each product. Last: its end stays locked until the commit.
    async fn record(&self, tx: &impl ConnectionTrait, by: Author<'_>, now: chrono::DateTime<chrono::Utc>) -> ApiResult<()> {
        let (mut created, mut updated): (Vec<(Subject, Value, Value)>, Vec<_>) = (Vec::new(), Vec::new());
        for after in find_all(tx, &self.written).await? {
            let told = for_log(&after)?;
            match self.products.get(&after.id) {
                Some(before) => updated.push((edit::subject(&after), for_log(before)?, told)),
                None => created.push((edit::subject(&after), Value::Null, told)),
            }
        }
        for (action, events) in [(Action::ProductCreated, created), (Action::ProductUpdated, updated)] {
            if !events.is_empty() {
                audit::record_many(tx, by.actor, action, &events, now).await.map_err(ApiError::from)?;
            }
        }
        Ok(())
    }
}
