//! The time, for what counts down.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::ui::now;

/// The time, moving on each second for as long as the component lives.
pub(super) fn use_clock() -> Signal<DateTime<Utc>> {
    let time = RwSignal::new(now());
    let tick = move || {
        // Nobody reads a clock in a tab that is not looked at.
        if !document().hidden() {
            time.try_set(now());
        }
    };
    if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
    time.into()
}
