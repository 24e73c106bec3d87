//! The shop itself: profile and settings.

/// What every process keeps of the shop's settings.
pub struct Settings {}
