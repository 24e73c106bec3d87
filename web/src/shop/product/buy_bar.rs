//! The buy button of phones, at hand while the real one is out of sight.

use leptos::prelude::*;
use shared::money::Rupiah;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use super::buy_box::AddButton;
use super::page::Shown;
use crate::ui::Price;

/// Price and button at the lower edge of the screen.
#[component]
pub(super) fn BuyBar(shown: Shown) -> impl IntoView {
    let needed = RwSignal::new(false);
    watch("buy", needed);
    let name = shown.product.with_value(|product| product.name.clone());
    let price =
        Signal::derive(move || shown.variant.with(|variant| variant.as_ref().map_or(Rupiah::ZERO, |variant| variant.price)));
    let before = Signal::derive(move || shown.variant.with(|variant| variant.as_ref().and_then(|variant| variant.compare_at)));
    view! {
        <div class="buy-bar" class:is-shown=move || needed.get() inert=move || !needed.get()>
            <span class="buy-bar__facts">
                <span class="buy-bar__name">{name}</span>
                <Price amount=price before/>
            </span>
            <AddButton shown copy=true/>
        </div>
    }
    .into_any()
}

/// Sets `hidden` while the element with this id is out of sight.
fn watch(id: &'static str, hidden: RwSignal<bool>) {
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Some(entry) = entries.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            hidden.try_set(!entry.is_intersecting());
        }
    });
    let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else { return };
    let watched = send_wrapper::SendWrapper::new((observer.clone(), seen));
    let observer = send_wrapper::SendWrapper::new(observer);
    Effect::new(move |_| {
        if let Some(element) = document().get_element_by_id(id) {
            observer.observe(&element);
        }
    });
    on_cleanup(move || {
        let (observer, seen) = watched.take();
        observer.disconnect();
        drop(seen);
    });
}
