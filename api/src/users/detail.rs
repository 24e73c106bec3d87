//! A person with all that staff see of them.

use sea_orm::FromQueryResult;
use shared::account::Locale;
use shared::ids::UserId;
use shared::permission::Permission;
use shared::users::{StaffUser, StaffUserRow, UserActions};

use super::list::{Row, SELECT, segments};
use super::{notes, rules};
use crate::account;
use crate::context::Ctx;
use crate::db::{Filter, one};
use crate::http::{ApiError, Caller};
use crate::orders;

/// The latest orders that are shown.
const ORDERS: u32 = 10;

#[derive(FromQueryResult)]
struct More {
    username: Option<String>,
    locale: Locale,
    permissions: Vec<String>,
}

/// The person.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn get(ctx: &Ctx, by: &Caller, id: UserId) -> Result<StaffUser, ApiError> {
    let mut filter = Filter::new();
    filter.and("u.id = ?", id.0);
    filter.and_sql("u.deleted_at IS NULL");
    let row: Option<Row> = one(&ctx.db, &format!("{SELECT} {}", filter.sql()), filter.values()).await?;
    let user: StaffUserRow = row.ok_or_else(ApiError::not_found)?.into();
    let sql =
        "SELECT username, locale, ARRAY(SELECT permission FROM role_permissions p WHERE p.role_id = u.role_id) AS permissions
               FROM users u WHERE id = $1";
    let more: More = one(&ctx.db, sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    let orders =
        if by.permissions.contains(&Permission::OrdersRead) { orders::staff_rows_of(ctx, id, ORDERS).await? } else { Vec::new() };
    let theirs: Vec<Permission> = more.permissions.iter().filter_map(|word| word.parse().ok()).collect();
    let manage =
        by.permissions.contains(&Permission::UsersManage) && rules::may_give(&by.role, &by.permissions, &user.role, &theirs);
    Ok(StaffUser {
        segments: segments(&user, ctx.clock.now()),
        username: more.username,
        locale: more.locale,
        orders,
        notes: notes::of(&ctx.db, id).await?,
        sessions: account::sessions_of(ctx, id, by.session_id).await?,
        may: UserActions { manage, own: id == by.user_id },
        user,
    })
}
