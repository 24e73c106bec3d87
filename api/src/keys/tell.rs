//! Tells the person that a key acts for.

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::account::Locale;
use shared::ids::UserId;
use shared::integrations::ApiKey;

use crate::context::Ctx;
use crate::db::one;
use crate::http::{ApiError, Caller};
use crate::mail::{self, Draft, Template};

/// Why there is a new secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The key was made.
    Made,
    /// It was given another one.
    Rotated,
}

impl Change {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Rotated => "rotated",
        }
    }
}

/// Writes to the person that the key acts for: whoever has the new secret is taken for them.
pub(super) async fn tell(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    by: &Caller,
    key: &ApiKey,
    change: Change,
) -> Result<(), ApiError> {
    #[derive(FromQueryResult)]
    struct Owner {
        id: UserId,
        email: String,
        name: String,
        locale: Locale,
    }
    let sql = "SELECT u.id, u.email, u.name, u.locale FROM api_keys k JOIN users u ON u.id = k.created_by
               WHERE k.id = $1 AND u.deleted_at IS NULL";
    let Some(owner) = one::<Owner>(tx, sql, [key.id.into()]).await? else { return Ok(()) };
    let url = &ctx.config.public_url;
    let draft = Draft {
        dedupe_key: format!("api_key:{}:{}", key.id, key.revision),
        template: Template::ApiKeyIssued,
        locale: owner.locale,
        to: owner.email,
        to_name: owner.name,
        data: json!({
            "change": change.as_str(),
            "key": format!("{} ({})", key.details.name, key.prefix),
            "by": by.name,
            "ip": by.ip,
            "at": ctx.clock.now(),
            "keys_url": format!("{url}/admin/settings/api-keys"),
            "forgot_url": format!("{url}/forgot-password"),
        }),
        order_id: None,
        restock_order_id: None,
        user_id: Some(owner.id),
    };
    mail::post(tx, ctx, draft).await.map_err(ApiError::from)
}
