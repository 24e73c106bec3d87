//! One-use tickets. A browser cannot send a token when it opens a WebSocket, and a token in a URL ends
//! up in logs: a ticket there is worth nothing any more.

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use sea_orm::FromQueryResult;
use shared::ids::{SessionId, UserId};
use shared::live::LiveTicket;
use shared::problem::ErrorCode;
use uuid::Uuid;

use super::voice::SOCKET_PATH;
use crate::account::tokens::{hash_secret, random_secret};
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiError, ApiResult, Caller};

/// How long a ticket is good for.
const LIFETIME: TimeDelta = TimeDelta::seconds(30);
/// Tickets that a person may hold and not use.
const MOST: i64 = 20;

/// A ticket for the caller's session.
pub(super) async fn issue(ctx: &Ctx, caller: &Caller) -> ApiResult<LiveTicket> {
    let ticket = random_secret();
    let now = ctx.clock.now();
    // Whoever comes by clears away what nobody used.
    let sql = "WITH old AS (
                   DELETE FROM live_tickets WHERE token_hash IN
                       (SELECT token_hash FROM live_tickets WHERE expires_at <= $4 LIMIT 50 FOR UPDATE SKIP LOCKED))
               INSERT INTO live_tickets (token_hash, session_id, user_id, expires_at)
               SELECT $1, $2, $3, $5
               WHERE (SELECT count(*) FROM live_tickets WHERE user_id = $3 AND expires_at > $4) < $6";
    let values = [
        hash_secret(&ticket).into(),
        caller.session_id.0.into(),
        caller.user_id.0.into(),
        now.into(),
        (now + LIFETIME).into(),
        MOST.into(),
    ];
    let issued = db::execute(&ctx.db, sql, values).await.map_err(|error| {
        // The session was deleted a moment ago.
        let gone = db::broken_constraint(&error).is_some_and(|name| name.ends_with("_fkey"));
        if gone { ApiError::unauthenticated() } else { error.into() }
    })?;
    if issued == 0 {
        let seconds = u64::try_from(LIFETIME.num_seconds()).unwrap_or_default();
        return Err(ApiError::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, seconds));
    }
    Ok(LiveTicket { path: format!("{SOCKET_PATH}?ticket={ticket}"), ticket, expires_in: LIFETIME.num_seconds() })
}

/// What a ticket stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    pub user: UserId,
    pub session: SessionId,
}

#[derive(FromQueryResult)]
struct TicketRow {
    session_id: Uuid,
    user_id: Uuid,
    expires_at: DateTime<Utc>,
}

/// Takes a ticket in; nobody can use it again, at whichever process.
pub(super) async fn redeem(ctx: &Ctx, ticket: &str) -> ApiResult<Pass> {
    let sql = "DELETE FROM live_tickets WHERE token_hash = $1 RETURNING session_id, user_id, expires_at";
    let row: Option<TicketRow> = db::one(&ctx.db, sql, [hash_secret(ticket).into()]).await?;
    row.filter(|row| row.expires_at > ctx.clock.now())
        .map(|row| Pass { user: UserId(row.user_id), session: SessionId(row.session_id) })
        .ok_or_else(|| ApiError::unauthenticated().detail("The ticket was used, is too old, or never was one."))
}
