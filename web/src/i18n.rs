//! Indonesian and English. Texts live in `locales/<language>/<namespace>.json`; a missing key does not compile.
//!
//! Namespaces: `common` (kit and both apps), `inbox` (notifications of both), `reviews` (of both), `chat` (what both sides of a
//! chat share, and the buyer's), `shop`, `buy`, `admin`, `office`, `goods`, `stock`, `intake`, `people`, `programs`, `insights`
//! and `console` (the back office; `people` also signing in, `intake.step` in both, `console` the chat's), `kit` (the kitchen
//! sink). Use `t!(i18n, shop.cart.title)` in a view and `t_string!` inside a closure for attributes.

use std::cell::Cell;

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::storage;

#[allow(clippy::all, clippy::restriction, clippy::pedantic, unused_qualifications, reason = "generated")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

pub use self::generated::i18n::*;

thread_local! {
    static CURRENT: Cell<Option<I18nContext<Locale>>> = const { Cell::new(None) };
}

/// Makes the language available to the app and keeps `<html lang>` and the browser's memory in step.
pub fn provide() {
    let remembered = storage::get(storage::LOCALE).and_then(|name| name.parse::<Locale>().ok());
    let wanted = in_address();
    // Who came to an English page wants the next one in English too, until told otherwise.
    if let Some(locale) = remembered.or(wanted) {
        remember(locale);
    }
    let first = wanted.or(remembered).unwrap_or_default();
    let i18n = leptos_i18n::context::init_i18n_subcontext::<Locale>(Some(Signal::stored(first)));
    provide_context(i18n);
    CURRENT.set(Some(i18n));
    Effect::new(move |_| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("lang", name(i18n.get_locale()));
        }
    });
}

/// The language that the address names by `?lang=`, as search engines find pages in English.
fn in_address() -> Option<Locale> {
    let query = window().location().search().ok()?;
    let pairs = query.trim_start_matches('?').split('&');
    pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(|name| name.parse().ok())
}

/// Takes the language out of the address: another one was chosen, and the next reload shall keep that.
fn leave_address() {
    if in_address().is_none() {
        return;
    }
    let location = window().location();
    let (Ok(path), Ok(query), Ok(hash)) = (location.pathname(), location.search(), location.hash()) else { return };
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let kept = pairs.collect::<Vec<_>>().join("&");
    let mark = if kept.is_empty() { "" } else { "?" };
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}{mark}{kept}{hash}")));
    }
}

/// The language now, without following it; for requests and other work outside a view.
#[must_use]
pub fn current() -> Locale {
    CURRENT.get().map_or_else(Locale::default, I18nContext::get_locale_untracked)
}

/// Switches the language, without a reload, and remembers it.
pub fn switch(locale: Locale) {
    if let Some(i18n) = CURRENT.get() {
        i18n.set_locale(locale);
    }
    remember(locale);
    leave_address();
}

/// Remembers a language; the server writes the next page in it.
fn remember(locale: Locale) {
    storage::set(storage::LOCALE, name(locale));
    storage::tell_server(storage::LOCALE, name(locale));
}

/// The language's BCP 47 tag without region: `id` or `en`.
#[must_use]
pub const fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::id => "id",
        Locale::en => "en",
    }
}

/// The language as the server calls it.
#[must_use]
pub const fn language(locale: Locale) -> shared::account::Locale {
    match locale {
        Locale::id => shared::account::Locale::Indonesian,
        Locale::en => shared::account::Locale::English,
    }
}

/// The tag with region, for `Intl`: `id-ID` or `en-GB` (which writes `21 Nov 2026`).
#[must_use]
pub const fn intl(locale: Locale) -> &'static str {
    match locale {
        Locale::id => "id-ID",
        Locale::en => "en-GB",
    }
}
