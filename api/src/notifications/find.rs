//! Reads and marks a person's notifications.

use shared::ids::UserId;
use shared::notifications::{MarkNotificationsReadRequest, Notification, UnreadNotifications};
use shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use shared::validate::{FieldCode, FieldError};

use super::store::{self, Position};
use crate::context::Ctx;
use crate::db::{decode_cursor, encode_cursor};
use crate::http::{ApiError, ApiResult};

/// A page of the person's notifications, the latest first.
pub async fn list(ctx: &Ctx, user: UserId, cursor: Option<&str>, limit: Option<u32>) -> ApiResult<Page<Notification>> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if limit == 0 {
        return Err(ApiError::invalid(vec![FieldError::new("limit", FieldCode::TooSmall).with("min", 1)]));
    }
    if limit > MAX_LIMIT {
        return Err(ApiError::invalid(vec![FieldError::new("limit", FieldCode::TooLarge).with("max", MAX_LIMIT)]));
    }
    let after: Option<Position> = cursor.map(decode_cursor).transpose()?;
    // One more than asked for tells whether there is a next page.
    let mut items = store::list(&ctx.db, user, after, i64::from(limit) + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next_cursor = items.last().filter(|_| more).map(|last| encode_cursor(&(last.created_at, last.id.0)));
    Ok(Page { items, next_cursor, total: store::count(&ctx.db, user, false).await?, total_is_estimate: false })
}

/// How many the person has not read.
pub async fn unread(ctx: &Ctx, user: UserId) -> ApiResult<UnreadNotifications> {
    Ok(UnreadNotifications { unread: store::count(&ctx.db, user, true).await? })
}

/// Marks all, or one and those before it, and tells how many are left.
pub async fn mark_read(ctx: &Ctx, user: UserId, ask: MarkNotificationsReadRequest) -> ApiResult<UnreadNotifications> {
    let up_to = match ask.up_to {
        None => None,
        Some(id) => {
            let unknown = || ApiError::invalid(vec![FieldError::new("/up_to", FieldCode::UnknownChoice)]);
            Some(store::position(&ctx.db, user, id).await?.ok_or_else(unknown)?)
        }
    };
    store::mark_read(&ctx.db, user, up_to, ctx.clock.now()).await?;
    unread(ctx, user).await
}
