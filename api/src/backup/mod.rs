//! `hurtrock backup` and `hurtrock restore`: database and pictures in one directory, and back.
//!
//! The database is dumped by PostgreSQL's own `pg_dump`, from one snapshot in which the rows are counted too.
//! A picture is never changed under its name, so pictures are copied before the dump and once more after it:
//! whatever the snapshot knows is there, and those of the backup before are linked instead of copied.

mod alone;
mod keep;
mod last;
mod manifest;
mod pictures;
mod place;
mod restore;
mod state;
mod take;
mod tools;

pub use keep::Keep;
pub use last::last;
pub use place::prune;
pub use restore::{Consent, Restored, restore};
pub use take::take;

/// The dump of the database, in `pg_dump`'s custom format.
const DUMP: &str = "database.dump";
/// Where the pictures are.
const FILES: &str = "files";
