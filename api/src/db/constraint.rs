//! What a database error means to us.

use sea_orm::sqlx::Error as SqlxError;
use sea_orm::{DbErr, RuntimeErr};

fn sqlx_error(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// The name of the constraint that the statement broke, if that is what happened.
#[must_use]
pub fn broken_constraint(error: &DbErr) -> Option<&str> {
    sqlx_error(error)?.as_database_error()?.constraint()
}

/// The transaction lost a race (deadlock or serialization failure) and may be run again.
#[must_use]
pub fn is_retryable(error: &DbErr) -> bool {
    has_state(error, &["40001", "40P01"])
}

/// What the statement refers to is gone, or what it removes is referred to: looked at before, it was so no more.
#[must_use]
pub fn is_broken_reference(error: &DbErr) -> bool {
    has_state(error, &["23503", "23001"])
}

/// The database is not there: the connection broke, none could be had, or the server is shutting
/// down, starting up, or full. Whether the statement took effect is not known.
#[must_use]
pub fn is_connection_loss(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return true;
    }
    match sqlx_error(error) {
        // What the server says in the middle of dying may be cut short, which is a fault of the protocol.
        Some(
            SqlxError::Io(_)
            | SqlxError::Tls(_)
            | SqlxError::Protocol(_)
            | SqlxError::PoolTimedOut
            | SqlxError::PoolClosed
            | SqlxError::WorkerCrashed,
        ) => true,
        Some(SqlxError::Database(error)) => error.code().is_some_and(|code| {
            // Class 08 is a broken connection, 57P a server that ends or begins, 53300 too many clients.
            code.starts_with("08") || matches!(&*code, "57P01" | "57P02" | "57P03" | "57P05" | "53300")
        }),
        _ => false,
    }
}

/// The statement was given text that PostgreSQL cannot hold (a NUL character).
#[must_use]
pub fn is_unstorable_text(error: &DbErr) -> bool {
    has_state(error, &["22021", "22P05"])
}

/// The statement was given a time beyond PostgreSQL's calendar, which ends earlier than ours.
#[must_use]
pub fn is_unstorable_time(error: &DbErr) -> bool {
    has_state(error, &["22008"])
}

/// A lock was not to be had within the time that was set.
#[must_use]
pub fn is_lock_timeout(error: &DbErr) -> bool {
    has_state(error, &["55P03"])
}

/// Whether PostgreSQL gave one of these reasons (SQLSTATE).
fn has_state(error: &DbErr, states: &[&str]) -> bool {
    let code = sqlx_error(error).and_then(SqlxError::as_database_error).and_then(|error| error.code());
    code.is_some_and(|code| states.contains(&&*code))
}
