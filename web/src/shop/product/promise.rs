//! When the parcel leaves the house.

use leptos::prelude::*;
use shared::catalog::StockState;
use web_logic::hours::{self, Dispatch};

use super::page::Shown;
use crate::i18n::{t_string, use_i18n};
use crate::shop::layout::use_around;
use crate::shop::words;
use crate::ui::{Icon, weekday};

/// "Leaves today if ordered before 15.00", by the shop's hours; nothing when sold out.
#[component]
pub(super) fn Promise(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let sellable = Memo::new(move |_| {
        shown.variant.with(|variant| variant.as_ref().is_some_and(|variant| variant.stock != StockState::Out))
    });
    let dispatch = Memo::new(move |_| around.store.get().and_then(|store| hours::dispatch(&store.hours, around.now.get())));
    let text = move || {
        let locale = i18n.get_locale();
        match dispatch.get()? {
            Dispatch::Today { before } => Some(t_string!(i18n, shop.buy.today, time = words::clock(locale, &before))),
            Dispatch::On { days_ahead: 1, .. } => Some(t_string!(i18n, shop.buy.tomorrow).to_owned()),
            Dispatch::On { day, .. } => Some(t_string!(i18n, shop.buy.on, day = weekday(locale, day))),
        }
    };
    view! {
        <Show when=move || sellable.get()>
            <p class="buy__promise">
                <Icon icon=icondata::LuTruck/>
                // The line keeps its height while the hours are on their way.
                <span>{move || text().unwrap_or_else(|| "\u{a0}".to_owned())}</span>
            </p>
        </Show>
    }
    .into_any()
}
