//! What happened in the shop lately.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::dashboard::{Activity, ActivityKind};
use shared::permission::Permission;

use crate::context::Ctx;
use crate::db::all;
use crate::http::{ApiError, Caller};

/// Orders: the latest entries of their timelines. Their ids are in the order of time.
const ORDERS: &str =
    "SELECT e.id::text AS id, 'order' AS kind, e.kind AS what, e.actor, 'order' AS subject_kind, o.id::text AS subject_id,
           o.number AS subject, e.created_at AS at
    FROM (SELECT * FROM order_events ORDER BY id DESC LIMIT $1) e JOIN orders o ON o.id = e.order_id";

/// What staff did. Orders and refunds tell of themselves; who came and what was looked at is for the audit log.
const STAFF: &str = "SELECT a.sequence::text, 'staff', a.action, a.actor, a.subject_kind, a.subject_id, a.subject_label, a.created_at
    FROM (SELECT * FROM audit_events WHERE action NOT LIKE ALL (ARRAY['order.%', 'refund.%', 'session.%', 'list.%']) ORDER BY sequence DESC LIMIT $1) a";

/// New accounts.
const CUSTOMERS: &str = "SELECT u.id::text, 'customer', 'registered', NULL::text, 'user', u.id::text, u.name, u.created_at
    FROM (SELECT * FROM users WHERE role_id = (SELECT id FROM roles WHERE name = 'buyer') AND deleted_at IS NULL
          ORDER BY created_at DESC LIMIT $1) u";

#[derive(FromQueryResult)]
struct Row {
    id: String,
    kind: ActivityKind,
    what: String,
    actor: Option<String>,
    subject_kind: Option<String>,
    subject_id: Option<String>,
    subject: String,
    at: DateTime<Utc>,
}

/// The latest of what the caller may see, the latest first.
pub(super) async fn latest(ctx: &Ctx, caller: &Caller, limit: u32) -> Result<Vec<Activity>, ApiError> {
    let sources = [(Permission::OrdersRead, ORDERS), (Permission::AuditRead, STAFF), (Permission::UsersRead, CUSTOMERS)];
    let may: Vec<&str> = sources.iter().filter(|source| caller.permissions.contains(&source.0)).map(|source| source.1).collect();
    if may.is_empty() {
        return Ok(Vec::new());
    }
    // Names of columns are those of the first part, whichever that is.
    let sql = format!(
        "WITH told (id, kind, what, actor, subject_kind, subject_id, subject, at) AS ({})
         SELECT * FROM told ORDER BY at DESC, id DESC LIMIT $1",
        may.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" UNION ALL ")
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, [i64::from(limit).into()]).await?;
    let view = |row: Row| Activity {
        id: format!("{}:{}", row.kind, row.id),
        kind: row.kind,
        what: row.what,
        actor: row.actor,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        subject: row.subject,
        at: row.at,
    };
    Ok(rows.into_iter().map(view).collect())
}
