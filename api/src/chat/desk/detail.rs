//! A room with everything those who answer need.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use shared::chat::{ChatBuyer, ChatCartLine, ChatOrder, ChatPresence, ChatRoomDetail};
use shared::ids::{ChatRoomId, OrderId, UserId};
use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::payments::PaymentStatus;
use shared::permission::Permission;

use super::cart::card_line;
use super::list;
use crate::cart;
use crate::chat::presence::presence_of;
use crate::chat::watch::{RECEIPTS, RECEIPTS_JOIN, receipts_of};
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::{ApiError, ApiResult, Caller};

/// Orders that are shown.
const ORDERS: i64 = 5;

#[derive(FromQueryResult)]
struct Row {
    revision: i32,
    last_sequence: i64,
    last_change: i64,
    buyer_delivered: i64,
    buyer_read: i64,
    agents_delivered: i64,
    agents_read: i64,
    notes: String,
    rating: Option<i16>,
    rating_comment: Option<String>,
    first_response_at: Option<DateTime<Utc>>,
    resolved_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    buyer_id: UserId,
    name: String,
    email: String,
    phone: Option<String>,
    locale: String,
    came_at: DateTime<Utc>,
    order_count: i64,
    spent: i64,
    room_count: i64,
}

/// The room.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn get(ctx: &Ctx, by: &Caller, id: ChatRoomId) -> ApiResult<ChatRoomDetail> {
    read(ctx, by.permissions.contains(&Permission::OrdersRead), id).await
}

/// The room as whoever may answer and nothing else sees it: without the buyer's orders, and without what was said
/// last, which its message tells, and which is forgotten with that.
///
/// # Errors
/// 404 when there is none.
pub async fn room_of_desk(ctx: &Ctx, id: ChatRoomId) -> ApiResult<ChatRoomDetail> {
    let mut room = read(ctx, false, id).await?;
    room.room.last_text.clear();
    Ok(room)
}

async fn read(ctx: &Ctx, sees_orders: bool, id: ChatRoomId) -> ApiResult<ChatRoomDetail> {
    let room = list::row(ctx, id).await?.ok_or_else(ApiError::not_found)?;
    let sql = format!(
        "SELECT r.revision, r.last_sequence, r.last_change, {RECEIPTS}, r.notes, r.rating, r.rating_comment, r.first_response_at,
                r.resolved_at, r.created_at, r.user_id AS buyer_id, u.name, u.email, u.phone, u.locale, u.created_at AS came_at,
                f.order_count, f.spent, (SELECT count(*) FROM chat_rooms o WHERE o.user_id = r.user_id AND o.id <> r.id) AS room_count
         FROM chat_rooms r JOIN users u ON u.id = r.user_id {RECEIPTS_JOIN}
         CROSS JOIN LATERAL (
             SELECT count(*) AS order_count, COALESCE(sum(o.grand_total - o.refunded_total), 0)::bigint AS spent FROM orders o
             WHERE o.user_id = r.user_id AND o.paid_at IS NOT NULL AND o.payment_status IN ('paid', 'partially_refunded', 'refunded')) f
         WHERE r.id = $1"
    );
    let row: Row = one(&ctx.db, &sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    let presence: HashMap<UserId, ChatPresence> = presence_of(ctx, &[row.buyer_id]).await?;
    let orders = if sees_orders { orders(ctx, row.buyer_id).await? } else { Vec::new() };
    let cart: Vec<ChatCartLine> = cart::lines_of(&ctx.db, row.buyer_id).await?.into_iter().map(|line| card_line(&line)).collect();
    Ok(ChatRoomDetail {
        room,
        revision: row.revision,
        last_sequence: row.last_sequence,
        last_change: row.last_change,
        receipts: receipts_of((row.buyer_delivered, row.buyer_read), (row.agents_delivered, row.agents_read)),
        notes: row.notes,
        rating: row.rating,
        rating_comment: row.rating_comment,
        first_response_at: row.first_response_at,
        resolved_at: row.resolved_at,
        created_at: row.created_at,
        buyer: ChatBuyer {
            id: row.buyer_id,
            name: row.name,
            email: row.email,
            phone: row.phone,
            locale: row.locale,
            created_at: row.came_at,
            presence: presence.get(&row.buyer_id).copied().unwrap_or_default(),
            order_count: row.order_count,
            spent: Rupiah(row.spent),
            orders,
            cart,
            room_count: row.room_count,
        },
    })
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: OrderId,
    number: String,
    status: OrderStatus,
    payment_status: PaymentStatus,
    total: i64,
    created_at: DateTime<Utc>,
}

async fn orders(ctx: &Ctx, buyer: UserId) -> Result<Vec<ChatOrder>, DbErr> {
    let sql = "SELECT o.id, o.number, o.status, o.payment_status, o.grand_total AS total, o.created_at
               FROM orders o WHERE o.user_id = $1 ORDER BY o.created_at DESC, o.id DESC LIMIT $2";
    let rows: Vec<OrderRow> = all(&ctx.db, sql, [buyer.0.into(), ORDERS.into()]).await?;
    let order = |row: OrderRow| ChatOrder {
        id: row.id,
        number: row.number,
        status: row.status,
        payment_status: row.payment_status,
        total: Rupiah(row.total),
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(order).collect())
}
