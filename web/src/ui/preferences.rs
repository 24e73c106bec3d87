//! Language and theme.

use leptos::prelude::*;

use super::button::IconButton;
use crate::i18n::{self, Locale, t_string, use_i18n};
use crate::theme::{self, Theme};

/// The two languages side by side, the current one pressed.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let option = move |locale: Locale, short: &'static str, full: &'static str| {
        view! {
            <button
                type="button"
                class="lang__option"
                lang=i18n::name(locale)
                aria-pressed=move || if i18n.get_locale() == locale { "true" } else { "false" }
                on:click=move |_| i18n::switch(locale)
            >
                {short}
                <span class="visually-hidden">" " {full}</span>
            </button>
        }
    };
    view! {
        <div class="lang" role="group" aria-label=move || t_string!(i18n, common.nav.language)>
            {option(Locale::id, "ID", "Bahasa Indonesia")}
            {option(Locale::en, "EN", "English")}
        </div>
    }
    .into_any()
}

/// Light or dark, by one button that shows where it leads.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::from(theme::chosen());
    let dark = Signal::derive(move || theme::is_dark(chosen.get()));
    view! {
        <IconButton
            icon=Signal::derive(move || if dark.get() { icondata::LuSun } else { icondata::LuMoon })
            label=move || if dark.get() { t_string!(i18n, common.nav.theme_light) } else { t_string!(i18n, common.nav.theme_dark) }
            on_click=move || theme::switch(if dark.get_untracked() { Theme::Light } else { Theme::Dark })
        />
    }
    .into_any()
}
