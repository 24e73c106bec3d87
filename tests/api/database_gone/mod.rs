//! The database goes away and comes back: never a lie, never a restart.

mod connections;
mod half_done;
mod rush;
