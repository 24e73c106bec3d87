//! What the shop knows of a person, as a file for them to take along.
//!
//! Secrets are not part of it: no hashes, no tokens, no seals. Orders are read batch by batch while the file is sent.

use std::convert::identity;
use std::io;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream};
use poem::http::{HeaderValue, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use shared::ids::UserId;
use uuid::Uuid;

use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::{ApiError, ApiResult, Caller, file_name};
use crate::regions::display_name;

/// Orders that are read at once.
const BATCH: usize = 50;

/// A part of the file.
struct Part {
    name: &'static str,
    /// The statement that gives it as `data`.
    sql: &'static str,
    /// What becomes of what the database gives.
    write: fn(Value) -> Value,
}

/// Everything but the orders.
const PARTS: &[Part] = &[
    Part {
        name: "profile",
        sql: "SELECT json_build_object('id', u.id, 'email', u.email, 'email_verified_at', u.email_verified_at, 'username', u.username,
                'name', u.name, 'phone', u.phone, 'locale', u.locale, 'role', r.name, 'second_factor_since', u.totp_enabled_at,
                'created_at', u.created_at) AS data
         FROM users u JOIN roles r ON r.id = u.role_id WHERE u.id = $1",
        write: identity,
    },
    Part {
        name: "addresses",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT a.label, a.recipient, a.phone, a.street, a.district_code, d.name AS district, r.name AS regency, p.name AS province,
                    a.postal_code, a.is_default, a.created_at
             FROM addresses a JOIN districts d ON d.code = a.district_code JOIN regencies r ON r.code = d.regency_code
             JOIN provinces p ON p.code = r.province_code WHERE a.user_id = $1 ORDER BY a.created_at, a.id) x",
        write: name_regions,
    },
    Part {
        name: "sessions",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT s.user_agent, s.ip, s.created_at, s.last_seen_at, s.revoked_at AS ended_at
             FROM sessions s WHERE s.user_id = $1 ORDER BY s.created_at, s.id) x",
        write: identity,
    },
    Part {
        name: "cart",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT p.name AS product, v.sku, v.options, i.quantity, i.price_when_added, i.added_at
             FROM carts c JOIN cart_items i ON i.cart_id = c.id JOIN variants v ON v.id = i.variant_id JOIN products p ON p.id = v.product_id
             WHERE c.user_id = $1 AND c.status = 'open' ORDER BY i.added_at, v.id) x",
        write: identity,
    },
    Part {
        name: "reviews",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT p.name AS product, r.status, r.stars, r.title, r.body AS text, r.variant, r.reason, r.reply, r.created_at, r.submitted_at,
                    (SELECT COALESCE(json_agg('/files/' || (f ->> 'path') || '-' || (f -> 'widths' ->> -1) || '.jpg'), '[]')
                     FROM jsonb_array_elements(r.photos) f) AS photos
             FROM reviews r JOIN products p ON p.id = r.product_id WHERE r.user_id = $1 ORDER BY r.created_at, r.id) x",
        write: identity,
    },
    Part {
        name: "notifications",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT n.kind, n.data, n.read_at, n.created_at FROM notifications n WHERE n.user_id = $1 ORDER BY n.sequence) x",
        write: identity,
    },
    Part {
        name: "emails",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT m.template AS kind, m.subject, m.recipient, m.created_at, m.sent_at FROM email_messages m
             WHERE m.user_id = $1 OR (m.order_id = ANY (ARRAY(SELECT o.id FROM orders o WHERE o.user_id = $1))
                 AND EXISTS (SELECT FROM orders o WHERE o.id = m.order_id AND o.buyer_email = m.recipient))
             ORDER BY m.created_at, m.id) x",
        write: identity,
    },
    Part {
        name: "chat",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT m.sender_kind AS side, m.body AS text, m.created_at,
                    (SELECT a.name FROM chat_attachments a WHERE a.message_id = m.id) AS file
             FROM chat_messages m JOIN chat_rooms r ON r.id = m.room_id
             WHERE r.user_id = $1 AND m.deleted_at IS NULL ORDER BY r.created_at, r.id, m.sequence) x",
        write: identity,
    },
    Part {
        name: "chat_ratings",
        sql: "SELECT COALESCE(json_agg(x), '[]') AS data FROM (
             SELECT r.rating AS stars, r.rating_comment AS comment, r.resolved_at AS chat_resolved_at
             FROM chat_rooms r WHERE r.user_id = $1 AND r.rating IS NOT NULL ORDER BY r.created_at, r.id) x",
        write: identity,
    },
];

/// Orders with what was bought and how it was paid, the first first.
const ORDERS: &str = "SELECT o.id, o.created_at, json_build_object(
        'number', o.number, 'status', o.status, 'payment_status', o.payment_status, 'created_at', o.created_at, 'paid_at', o.paid_at,
        'shipped_at', o.shipped_at, 'delivered_at', o.delivered_at, 'name', o.buyer_name, 'email', o.buyer_email, 'phone', o.buyer_phone,
        'address', o.address, 'shipping', o.shipping, 'note', o.note, 'items_total', o.items_total, 'shipping_total', o.shipping_total,
        'discount_total', o.discount_total, 'grand_total', o.grand_total, 'refunded_total', o.refunded_total,
        'items', (SELECT COALESCE(json_agg(x), '[]') FROM (
            SELECT i.name, i.sku, i.options, i.price, i.quantity, i.line_total FROM order_items i WHERE i.order_id = o.id
            ORDER BY i.position) x),
        'payments', (SELECT COALESCE(json_agg(x), '[]') FROM (
            SELECT p.provider, p.method, p.amount, p.refunded, p.status, p.created_at, p.settled_at FROM payments p WHERE p.order_id = o.id
            ORDER BY p.created_at, p.id) x),
        'refunds', (SELECT COALESCE(json_agg(x), '[]') FROM (
            SELECT r.amount, r.status, r.channel, r.created_at, r.settled_at FROM refunds r WHERE r.order_id = o.id
            ORDER BY r.created_at, r.id) x),
        'shipments', (SELECT COALESCE(json_agg(x), '[]') FROM (
            SELECT s.courier, s.service, s.tracking_number, s.status, s.shipped_at, s.delivered_at FROM shipments s
            WHERE s.order_id = o.id ORDER BY s.shipped_at, s.id) x)) AS data
    FROM orders o WHERE o.user_id = $1 AND ($2::timestamptz IS NULL OR (o.created_at, o.id) > ($2, $3))
    ORDER BY o.created_at, o.id LIMIT $4";

#[derive(FromQueryResult)]
struct PartRow {
    data: Value,
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: Uuid,
    created_at: DateTime<Utc>,
    data: Value,
}

/// The file, on its way.
pub struct OwnData(Response);

/// All that is known of the caller.
///
/// # Errors
/// What the database says before the file begins. One that fails later is broken off, so that nobody takes a part for the
/// whole.
pub(super) async fn file(ctx: &Ctx, by: &Caller) -> ApiResult<OwnData> {
    let now = ctx.clock.now();
    let mut head = format!("{{\"shop\":{},\"made_at\":{}", json!(ctx.config.public_url), json!(now));
    for Part { name, sql, write } in PARTS {
        let row: PartRow = one(&ctx.db, sql, [by.user_id.0.into()]).await?.ok_or_else(ApiError::unauthenticated)?;
        head.push_str(&format!(",\"{name}\":{}", write(row.data)));
    }
    head.push_str(",\"orders\":[");
    let orders = stream::try_unfold(Some(Orders { ctx: ctx.clone(), user: by.user_id, after: None }), read_on);
    let begin = stream::once(async move { Ok::<_, io::Error>(Bytes::from(head)) });
    let mut response = Response::builder().content_type(JSON).body(Body::from_bytes_stream(begin.chain(orders)));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"hurtrock-data-{}.json\"", shop_day(now))) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(OwnData(response))
}

/// Regions are written as everywhere else.
fn name_regions(mut addresses: Value) -> Value {
    for address in addresses.as_array_mut().into_iter().flatten() {
        for region in ["district", "regency", "province"] {
            if let Some(name) = address.get_mut(region) {
                let shown = display_name(name.as_str().unwrap_or_default());
                *name = Value::String(shown);
            }
        }
    }
    addresses
}

const JSON: &str = "application/json";

/// Orders that are still to be read.
struct Orders {
    ctx: Ctx,
    user: UserId,
    after: Option<(DateTime<Utc>, Uuid)>,
}

/// The next batch, with the end of the file behind the last one.
async fn read_on(orders: Option<Orders>) -> io::Result<Option<(Bytes, Option<Orders>)>> {
    let Some(Orders { ctx, user, after }) = orders else { return Ok(None) };
    let values = [
        user.0.into(),
        after.map(|after| after.0).into(),
        after.map(|after| after.1).into(),
        i64::try_from(BATCH).unwrap_or(1).into(),
    ];
    // The cause is logged where it becomes an error of ours.
    let rows: Vec<OrderRow> =
        all(&ctx.db, ORDERS, values).await.map_err(|error| io::Error::other(ApiError::from(error).to_string()))?;
    let mut piece = String::new();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 || after.is_some() {
            piece.push(',');
        }
        piece.push_str(&row.data.to_string());
    }
    match rows.last() {
        Some(last) if rows.len() == BATCH => {
            let after = Some((last.created_at, last.id));
            Ok(Some((Bytes::from(piece), Some(Orders { ctx, user, after }))))
        }
        _ => {
            piece.push_str("]}");
            Ok(Some((Bytes::from(piece), None)))
        }
    }
}

impl IntoResponse for OwnData {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for OwnData {
    fn meta() -> MetaResponses {
        let content = MetaMediaType { content_type: JSON, schema: MetaSchemaRef::Inline(Box::new(MetaSchema::new("object"))) };
        let file = MetaResponse {
            description: "The file.",
            status: Some(200),
            status_range: None,
            content: vec![content],
            headers: vec![file_name("`attachment`, with the file's name.")],
        };
        MetaResponses { responses: vec![file] }
    }

    fn register(_: &mut Registry) {}
}
