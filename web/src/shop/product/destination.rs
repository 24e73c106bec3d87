//! Where parcels would go: asked once, remembered in this browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::storage;

const KEY: &str = "hurtrock-destination";

/// A regency or city, by its official code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// Code of its province.
    pub province: String,
    /// Name of its province.
    pub province_name: String,
    /// Code, such as `32.73`.
    pub regency: String,
    /// Name, such as `Kota Bandung`.
    pub regency_name: String,
}

thread_local! {
    static DESTINATION: ArcRwSignal<Option<Destination>> =
        ArcRwSignal::new(storage::get(KEY).and_then(|text| serde_json::from_str(&text).ok()));
}

/// Where parcels would go, if that was told.
#[must_use]
pub fn destination() -> RwSignal<Option<Destination>> {
    DESTINATION.with(Clone::clone).into()
}

/// Remembers where parcels would go.
pub fn remember(destination: Destination) {
    if let Ok(text) = serde_json::to_string(&destination) {
        storage::set(KEY, &text);
    }
    DESTINATION.with(|signal| signal.set(Some(destination)));
}
