//! Reads and marks a person's notifications.

use shared::ids::NotificationId;
use shared::live::UnreadCounts;
use shared::notifications::{MarkNotificationsReadRequest, Notification, NotificationKind, UnreadNotifications};
use shared::page::{EXACT_TOTAL, Page};
use shared::validate::{FieldCode, FieldError};

use super::store::{self, Inbox, Wanted};
use crate::context::Ctx;
use crate::db::{cut, decode_cursor};
use crate::http::{ApiError, ApiResult, Caller};

/// Whose and which notifications.
pub(super) struct Asker<'a> {
    caller: &'a Caller,
    inbox: Inbox<'a>,
}

impl<'a> Asker<'a> {
    /// The caller as a buyer.
    pub(super) fn buyer(caller: &'a Caller) -> Self {
        Self { caller, inbox: Inbox::Buyer }
    }

    /// The caller as one who works here.
    pub(super) fn staff(caller: &'a Caller) -> Self {
        Self { caller, inbox: Inbox::Staff(caller) }
    }

    fn of(&self, counts: UnreadCounts) -> UnreadNotifications {
        UnreadNotifications {
            unread: match self.inbox {
                Inbox::Buyer => counts.buyer,
                Inbox::Staff(_) => counts.staff,
            },
        }
    }
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub unread: bool,
    pub kinds: &'a [NotificationKind],
    pub cursor: Option<&'a str>,
    pub limit: Option<u32>,
}

/// A page, the latest first.
pub(super) async fn list(ctx: &Ctx, asker: &Asker<'_>, asked: Asked<'_>) -> ApiResult<Page<Notification>> {
    let limit = crate::http::limit(asked.limit)?;
    let before: Option<i64> = asked.cursor.map(decode_cursor).transpose()?;
    let wanted = Wanted { unread: asked.unread, kinds: asked.kinds };
    let user = asker.caller.user_id;
    // One more than asked for tells whether there is a next page.
    let items = store::list(&ctx.db, user, &asker.inbox, wanted, before, i64::from(limit) + 1).await?;
    let (items, next_cursor) = cut(items, limit, |last| last.sequence);
    let total = store::count(&ctx.db, user, &asker.inbox, wanted).await?;
    Ok(Page { items, next_cursor, total: total.min(EXACT_TOTAL), total_is_estimate: total > EXACT_TOTAL })
}

/// How many were not read.
pub(super) async fn unread(ctx: &Ctx, asker: &Asker<'_>) -> ApiResult<UnreadNotifications> {
    let user = asker.caller.user_id;
    let counts = store::unread_of(&ctx.db, &[user]).await?;
    Ok(asker.of(counts.get(&user).copied().unwrap_or_default()))
}

/// Marks all, or one and those before it, and tells how many are left.
pub(super) async fn mark_read(ctx: &Ctx, asker: &Asker<'_>, ask: MarkNotificationsReadRequest) -> ApiResult<UnreadNotifications> {
    let user = asker.caller.user_id;
    let up_to = match ask.up_to {
        None => None,
        Some(id) => {
            let unknown = || ApiError::invalid(vec![FieldError::new("/up_to", FieldCode::UnknownChoice)]);
            Some(store::position(&ctx.db, user, &asker.inbox, id).await?.ok_or_else(unknown)?)
        }
    };
    store::mark_read(&ctx.db, user, &asker.inbox, up_to, ctx.clock.now()).await?;
    unread(ctx, asker).await
}

/// Marks one as read or not read, and tells how many are left.
pub(super) async fn mark_one(ctx: &Ctx, asker: &Asker<'_>, id: NotificationId, read: bool) -> ApiResult<UnreadNotifications> {
    let read_at = read.then(|| ctx.clock.now());
    if !store::mark_one(&ctx.db, asker.caller.user_id, &asker.inbox, id, read_at).await? {
        return Err(ApiError::not_found());
    }
    unread(ctx, asker).await
}
