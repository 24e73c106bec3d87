//! Motion that scripts make. What styles move, `base.css` stills for those who have asked for less of it.

use leptos::prelude::*;
use web_sys::ScrollBehavior;

/// How to scroll to something so that one sees the way there; at once for those who have asked for less motion.
#[must_use]
pub fn smooth() -> ScrollBehavior {
    let less = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches());
    if less { ScrollBehavior::Instant } else { ScrollBehavior::Smooth }
}
