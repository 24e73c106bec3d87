//! Where parcels would go: asked once, remembered in this browser; for who is signed in their default address, until they
//! say something else.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::account::Address;

use crate::api::account;
use crate::session::{Session, use_session};
use crate::storage;
use crate::ui::use_load;

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

/// Where parcels would go, as far as that is known. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Known {
    /// The place.
    pub place: Signal<Option<Destination>>,
    /// Whether it is still being looked for.
    pub looking: Signal<bool>,
}

/// Where parcels would go: what was told in this browser, or else one's default address.
#[must_use]
pub fn use_destination() -> Known {
    let told: RwSignal<Option<Destination>> = DESTINATION.with(Clone::clone).into();
    let session = use_session();
    // Nothing as long as it is not known who is there.
    let signed_in = Memo::new(move |_| {
        session.with(|session| match session {
            Session::Loading => None,
            Session::Guest => Some(false),
            Session::SignedIn(_) => Some(true),
        })
    });
    let asks = Memo::new(move |_| told.with(Option::is_none) && signed_in.get() == Some(true));
    let own = use_load(move || {
        let answer = asks.get().then(account::list_addresses);
        async move {
            match answer {
                Some(answer) => answer.await.map(default),
                None => Ok(None),
            }
        }
    });
    Known {
        place: Memo::new(move |_| told.get().or_else(|| own.get().flatten().filter(|_| asks.get()))).into(),
        looking: Signal::derive(move || {
            told.with(Option::is_none) && (signed_in.get().is_none() || asks.get() && own.busy().get())
        }),
    }
}

/// The city or regency of the default address. It is not remembered: another one may be the default tomorrow.
fn default(addresses: Vec<Address>) -> Option<Destination> {
    let region = addresses.into_iter().find(|address| address.is_default)?.region;
    Some(Destination {
        province: region.province.code,
        province_name: region.province.name,
        regency: region.regency.code,
        regency_name: region.regency.name,
    })
}

/// Remembers where parcels would go.
pub fn remember(destination: Destination) {
    if let Ok(text) = serde_json::to_string(&destination) {
        storage::set(KEY, &text);
    }
    DESTINATION.with(|signal| signal.set(Some(destination)));
}
