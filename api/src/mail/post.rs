//! Put an email into the outbox.

use anyhow::Context;
use sea_orm::{ConnectionTrait, DbErr};
use shared::account::Locale;
use shared::ids::{EmailId, OrderId, RestockOrderId, UserId};
use shared::permission::Permission;

use super::{SendEmail, SendSealedEmail, Template, outbox};
use crate::context::Ctx;
use crate::{jobs, store};

/// An email to write.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Names the cause, such as `order_paid:<order id>`; a cause sends one email.
    pub dedupe_key: String,
    /// What it says.
    pub template: Template,
    /// In which language.
    pub locale: Locale,
    /// Address of the recipient.
    pub to: String,
    /// Name of the recipient.
    pub to_name: String,
    /// What the template speaks of: `{ "order", "order_url" }` for most that are about an order, with
    /// a `shared::orders::Order`. The shop and the recipient's name are added to it.
    pub data: serde_json::Value,
    /// The order it is about.
    pub order_id: Option<OrderId>,
    /// The account it goes to.
    pub user_id: Option<UserId>,
    /// The restock order whose purchase order goes along.
    pub restock_order_id: Option<RestockOrderId>,
}

/// Writes the email and has it sent once the transaction is committed. A cause that has its email
/// already gets no other; one that still waits is put into the queue anew, which is one job all the
/// same.
///
/// # Errors
/// When the template cannot be filled with the data, and what the database says.
pub async fn post(tx: &impl ConnectionTrait, ctx: &Ctx, draft: Draft) -> anyhow::Result<()> {
    // The buyer of an order may have deleted their account.
    if draft.to.is_empty() {
        return Ok(());
    }
    // Read through the caller's connection: waiting for a second one while holding the first can
    // use up the pool.
    let settings = ctx.caches.store.get_or_load(async || store::load(tx).await).await.context("reading the store's settings")?;
    let rendered = ctx.mailer.templates.render(&draft, &settings.profile, &settings.brand)?;
    if let Some(id) = outbox::add(tx, &ctx.vault, &draft, &rendered, ctx.clock.now()).await? {
        enqueue(tx, id, draft.template.holds_secret()).await?;
    }
    Ok(())
}

/// Has an email sent.
pub(super) async fn enqueue(tx: &impl ConnectionTrait, id: EmailId, holds_secret: bool) -> Result<(), DbErr> {
    if holds_secret { jobs::enqueue(tx, &SendSealedEmail { id }).await } else { jobs::enqueue(tx, &SendEmail { id }).await }
}

/// An email to staff, to be written once for each of them.
pub struct StaffDraft<'a> {
    /// Names the cause; a cause sends each of them one email.
    pub dedupe_key: &'a str,
    /// What it says.
    pub template: Template,
    /// What the template speaks of.
    pub data: serde_json::Value,
    /// The order it is about.
    pub order_id: Option<OrderId>,
}

/// Writes an email to everybody who works here and whose role holds `permission`, each in their own
/// language. Returns how many they are.
///
/// # Errors
/// As `post`.
pub async fn post_staff(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    permission: Permission,
    draft: StaffDraft<'_>,
) -> anyhow::Result<usize> {
    let staff = outbox::staff(tx, permission).await?;
    for person in &staff {
        let draft = Draft {
            dedupe_key: format!("{}:{}", draft.dedupe_key, person.id),
            template: draft.template,
            locale: person.locale,
            to: person.email.clone(),
            to_name: person.name.clone(),
            data: draft.data.clone(),
            order_id: draft.order_id,
            user_id: Some(UserId(person.id)),
            restock_order_id: None,
        };
        post(tx, ctx, draft).await?;
    }
    Ok(staff.len())
}
