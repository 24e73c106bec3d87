//! The database: connecting, making its schema, naming a broken constraint, statements with values, cursors.

mod connect;
mod constraint;
mod cursor;
mod filter;
mod page;
mod replica;
mod schema;
mod sessions;
mod sql;
mod tally;
mod watch;

pub use connect::{connect, connect_directly, connect_to_replica, is_url};
pub use constraint::{
    broken_constraint, is_broken_reference, is_connection_loss, is_lock_timeout, is_retryable, is_unstorable_text,
    is_unstorable_time,
};
pub use cursor::{decode_cursor, encode_cursor};
pub use filter::{Filter, like_part};
pub use page::{cut, total};
pub use replica::{Replica, follow_replica, lag_of_replica};
pub use schema::{Steps, lock_schema, migrate};
pub use sessions::{disconnect, serving};
pub use sql::{all, execute, one, statement, stored};
pub use tally::{SoFar, Tally};
pub use watch::{Meter, begin, counted, unwatched, watched};
