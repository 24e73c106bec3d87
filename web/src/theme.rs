//! Light and dark. `public/theme.js` sets it before the first paint; here it is switched.

use leptos::prelude::*;

use crate::storage;

/// What the reader chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

thread_local! {
    static CHOSEN: ArcRwSignal<Theme> = ArcRwSignal::new(remembered());
}

fn remembered() -> Theme {
    match storage::get(storage::THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// The theme chosen; `System` before anything is.
#[must_use]
pub fn chosen() -> ArcRwSignal<Theme> {
    CHOSEN.with(Clone::clone)
}

/// Switches the theme and remembers it.
pub fn switch(theme: Theme) {
    match theme {
        Theme::System => storage::remove(storage::THEME),
        Theme::Light => storage::set(storage::THEME, "light"),
        Theme::Dark => storage::set(storage::THEME, "dark"),
    }
    let (name, bar) = if is_dark(theme) { ("dark", "#0A0A0A") } else { ("light", "#FFFFFF") };
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-theme", name);
    }
    if let Ok(Some(meta)) = document().query_selector("meta[name=theme-color][data-follows-theme]") {
        let _ = meta.set_attribute("content", bar);
    }
    chosen().set(theme);
}

/// Whether the page is dark now, by choice or by the system.
#[must_use]
pub fn is_dark(theme: Theme) -> bool {
    match theme {
        Theme::System => window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches()),
        Theme::Light => false,
        Theme::Dark => true,
    }
}
