//! The keys of the back office, and the sheet that lists them.

use leptos::prelude::*;

use super::palette::Palette;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::keys::{focus_search, is_command, is_typing, save_form, use_keys};
use crate::ui::{Dialog, Icon};

/// Opens the palette from anywhere.
#[derive(Clone, Copy)]
pub struct PaletteOpen(pub RwSignal<bool>);

/// A line of the sheet.
struct Line {
    keys: &'static [&'static str],
    does: fn(Locale) -> &'static str,
}

const LINES: &[Line] = &[
    Line { keys: &["Ctrl", "K"], does: |locale| td_string!(locale, office.keys.palette) },
    Line { keys: &["/"], does: |locale| td_string!(locale, office.keys.search) },
    Line { keys: &["Ctrl", "S"], does: |locale| td_string!(locale, office.keys.save) },
    Line { keys: &["J", "K"], does: |locale| td_string!(locale, console.keys.step) },
    Line { keys: &["R"], does: |locale| td_string!(locale, console.keys.answer) },
    Line { keys: &["A"], does: |locale| td_string!(locale, console.keys.take) },
    Line { keys: &["E"], does: |locale| td_string!(locale, console.keys.settle) },
    Line { keys: &["Shift", "✓"], does: |locale| td_string!(locale, office.keys.range) },
    Line { keys: &["Esc"], does: |locale| td_string!(locale, office.keys.close) },
    Line { keys: &["?"], does: |locale| td_string!(locale, office.keys.sheet) },
];

/// Listens to the keys; holds the palette and the sheet.
#[component]
pub fn Keys(palette: PaletteOpen) -> impl IntoView {
    let i18n = use_i18n();
    let PaletteOpen(palette) = palette;
    let sheet = RwSignal::new(false);
    use_keys(move |event| {
        let key = event.key();
        if is_command(event) {
            return match key.to_ascii_lowercase().as_str() {
                "k" => {
                    palette.update(|open| *open = !*open);
                    true
                }
                "s" => save_form(),
                _ => false,
            };
        }
        // Where a dialog is open, single keys are its own.
        if is_typing(event) || event.alt_key() || event.ctrl_key() || event.meta_key() || dialog_is_open() {
            return false;
        }
        match key.as_str() {
            "/" => focus_search(),
            "?" => {
                sheet.set(true);
                true
            }
            _ => false,
        }
    });
    view! {
        <Palette open=palette sheet/>
        <Dialog open=sheet title=move || t_string!(i18n, office.keys.title)>
            <dl class="keys" data-test="keys">
                {LINES
                    .iter()
                    .map(|line| {
                        view! {
                            <div>
                                <dt>{line.keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}</dt>
                                <dd>{move || (line.does)(i18n.get_locale())}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </Dialog>
    }
    .into_any()
}

/// Whether a dialog has the keys.
pub(super) fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// The button that opens the palette, for those without a keyboard.
#[component]
pub fn PaletteButton(palette: PaletteOpen) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button type="button" class="palette-btn" data-test="palette-open" on:click=move |_| palette.0.set(true)>
            <Icon icon=icondata::LuSearch/>
            <span class="palette-btn__text">{move || t_string!(i18n, office.palette.label)}</span>
            <kbd class="wide-only">"Ctrl K"</kbd>
        </button>
    }
    .into_any()
}
