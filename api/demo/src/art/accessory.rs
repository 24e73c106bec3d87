//! Small things.
