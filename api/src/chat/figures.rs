//! How the chat goes.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use shared::chat::{ChatAgentFigures, ChatFigures};
use shared::ids::UserId;
use shared::validate::{FieldCode, FieldError};

use crate::clock::{shop_day, start_of_shop_day};
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::{ApiError, ApiResult};

/// Days that are looked at when none are named.
const USUAL: u64 = 29;
/// The most days that are looked at.
const MOST: i64 = 731;

/// A span of time, its end not included.
#[derive(Clone, Copy)]
struct Span {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Span {
    fn of_days(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Result<Self, FieldError> {
        let to = to.unwrap_or(today);
        let from = from.or_else(|| to.checked_sub_days(Days::new(USUAL))).unwrap_or(to);
        if from > to {
            return Err(FieldError::new("from", FieldCode::TooLarge).with("max", to));
        }
        if (to - from).num_days() >= MOST {
            return Err(FieldError::new("from", FieldCode::TooSmall).with("days", MOST));
        }
        let odd = || FieldError::new("to", FieldCode::InvalidFormat);
        // Beyond these no day of a calendar is told, and no instant of the database.
        let sane = |day: NaiveDate| (1..=9_998).contains(&chrono::Datelike::year(&day));
        if !sane(from) || !sane(to) {
            return Err(odd());
        }
        let after = to.succ_opt().ok_or_else(odd)?;
        Ok(Self { from: start_of_shop_day(from), until: start_of_shop_day(after) })
    }
}

#[derive(FromQueryResult)]
struct Row {
    waiting: i64,
    overdue: i64,
    unassigned: i64,
    opened: i64,
    resolved: i64,
    first_response_seconds: Option<i64>,
    first_response_p90_seconds: Option<i64>,
    resolution_seconds: Option<i64>,
    ratings: i64,
    rating_hundredths: Option<i64>,
}

/// Seconds between two columns, as a whole number.
macro_rules! seconds {
    ($until:literal, $since:literal) => {
        concat!("EXTRACT(epoch FROM ", $until, " - ", $since, ")::bigint")
    };
}

/// The figures.
pub(super) async fn get(ctx: &Ctx, from: Option<NaiveDate>, to: Option<NaiveDate>) -> ApiResult<ChatFigures> {
    let now = ctx.clock.now();
    let span = Span::of_days(from, to, shop_day(now)).map_err(|fault| ApiError::invalid(vec![fault]))?;
    let sql = concat!(
        "SELECT (SELECT count(*) FROM chat_rooms WHERE status = 'open' AND waiting_since IS NOT NULL) AS waiting,
                (SELECT count(*) FROM chat_rooms WHERE status = 'open' AND (respond_by < $3 OR resolve_by < $3)) AS overdue,
                (SELECT count(*) FROM chat_rooms WHERE status = 'open' AND assignee_id IS NULL) AS unassigned,
                (SELECT count(*) FROM chat_rooms WHERE created_at >= $1 AND created_at < $2) AS opened,
                s.resolved, s.resolution_seconds, f.first_response_seconds, f.first_response_p90_seconds, g.ratings, g.rating_hundredths
         FROM (SELECT count(*) AS resolved,
                      percentile_disc(0.5) WITHIN GROUP (ORDER BY ",
        seconds!("resolved_at", "created_at"),
        ") AS resolution_seconds FROM chat_rooms WHERE resolved_at >= $1 AND resolved_at < $2) s,
              (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS first_response_seconds,
                      percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds) AS first_response_p90_seconds
               FROM (SELECT ",
        seconds!("first_response_at", "asked_at"),
        " AS seconds FROM chat_rooms
                     WHERE created_at >= $1 AND created_at < $2 AND first_response_at IS NOT NULL) answered) f,
              (SELECT count(*) AS ratings, round(avg(rating) * 100)::bigint AS rating_hundredths
               FROM chat_rooms WHERE rated_at >= $1 AND rated_at < $2) g"
    );
    let row: Option<Row> = one(&ctx.db, sql, [span.from.into(), span.until.into(), now.into()]).await?;
    let row = row.ok_or_else(|| ApiError::internal("figures without a row"))?;
    Ok(ChatFigures {
        waiting: row.waiting,
        overdue: row.overdue,
        unassigned: row.unassigned,
        opened: row.opened,
        resolved: row.resolved,
        first_response_seconds: row.first_response_seconds,
        first_response_p90_seconds: row.first_response_p90_seconds,
        resolution_seconds: row.resolution_seconds,
        ratings: row.ratings,
        rating_hundredths: row.rating_hundredths,
        agents: agents(ctx, span).await?,
    })
}

#[derive(FromQueryResult)]
struct AgentRow {
    id: UserId,
    name: String,
    rooms: i64,
    resolved: i64,
    messages: i64,
    first_response_seconds: Option<i64>,
    resolution_seconds: Option<i64>,
    rating_hundredths: Option<i64>,
}

/// Everybody who answered a room that was opened within the time, wrote in it, or had one that was settled. One that is
/// nobody's counts for who answered it first.
async fn agents(ctx: &Ctx, span: Span) -> Result<Vec<ChatAgentFigures>, DbErr> {
    let sql = concat!(
        "SELECT u.id, u.name, COALESCE(f.rooms, 0) AS rooms, COALESCE(s.resolved, 0) AS resolved, COALESCE(m.messages, 0) AS messages,
                f.first_response_seconds, s.resolution_seconds, s.rating_hundredths
         FROM users u
         LEFT JOIN (SELECT first_responder_id AS id, count(*) AS rooms,
                           percentile_disc(0.5) WITHIN GROUP (ORDER BY ",
        seconds!("first_response_at", "asked_at"),
        ") AS first_response_seconds
                    FROM chat_rooms WHERE created_at >= $1 AND created_at < $2 AND first_responder_id IS NOT NULL
                    GROUP BY first_responder_id) f ON f.id = u.id
         LEFT JOIN (SELECT COALESCE(assignee_id, first_responder_id) AS id, count(*) AS resolved,
                           percentile_disc(0.5) WITHIN GROUP (ORDER BY ",
        seconds!("resolved_at", "created_at"),
        ") AS resolution_seconds, round(avg(rating) * 100)::bigint AS rating_hundredths
                    FROM chat_rooms WHERE resolved_at >= $1 AND resolved_at < $2 AND COALESCE(assignee_id, first_responder_id) IS NOT NULL
                    GROUP BY 1) s ON s.id = u.id
         LEFT JOIN (SELECT sender_id AS id, count(*) AS messages FROM chat_messages
                    WHERE sender_kind = 'agent' AND sender_id IS NOT NULL AND created_at >= $1 AND created_at < $2
                    GROUP BY sender_id) m ON m.id = u.id
         WHERE f.id IS NOT NULL OR s.id IS NOT NULL OR m.id IS NOT NULL
         ORDER BY lower(u.name), u.id"
    );
    let rows: Vec<AgentRow> = all(&ctx.db, sql, [span.from.into(), span.until.into()]).await?;
    let figures = |row: AgentRow| ChatAgentFigures {
        id: row.id,
        name: row.name,
        rooms: row.rooms,
        resolved: row.resolved,
        messages: row.messages,
        first_response_seconds: row.first_response_seconds,
        resolution_seconds: row.resolution_seconds,
        rating_hundredths: row.rating_hundredths,
    };
    Ok(rows.into_iter().map(figures).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn days_are_those_of_the_shop() {
        let today = day("2026-11-29").unwrap_or_default();
        let span = Span::of_days(day("2026-11-01"), day("2026-11-02"), today).map(|span| (span.from, span.until));
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap_or_default();
        assert_eq!(span, Ok((utc("2026-10-31T17:00:00Z"), utc("2026-11-02T17:00:00Z"))));
        assert!(Span::of_days(day("2026-11-03"), day("2026-11-02"), today).is_err());
        assert!(Span::of_days(day("2020-11-03"), day("2026-11-02"), today).is_err());
        assert!(Span::of_days(None, Some(NaiveDate::MAX), today).is_err());
        assert!(Span::of_days(None, Some(NaiveDate::MIN), today).is_err());
        assert!(Span::of_days(None, None, today).is_ok());
    }
}
