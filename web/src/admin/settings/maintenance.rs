//! Read only, or closed: while somebody works on the shop.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use shared::maintenance::{MESSAGE_MAX, MaintenanceDetails, MaintenanceMode, MaintenanceSettings};

use super::form::{SettingsForm, use_settings};
use super::frame::SettingsPage;
use super::words;
use crate::api::settings;
use crate::i18n::{t_string, td_string, use_i18n};
use crate::maintenance;
use crate::ui::{Card, Choice, RadioGroup, TextArea, TextField, Version, use_load};

/// How far the shop is open, what is said of it, and until when.
#[component]
pub fn MaintenanceSettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(settings::get_maintenance);
    view! {
        <SettingsPage title=move || t_string!(i18n, people.maintenance.title) load let(settings)>
            <MaintenanceForm settings/>
        </SettingsPage>
    }
    .into_any()
}

fn version(settings: MaintenanceSettings) -> Version<MaintenanceDetails> {
    Version { value: settings.details, revision: settings.revision }
}

/// The shop is seven hours ahead of UTC all year.
const AHEAD: TimeDelta = TimeDelta::hours(7);

/// A time as the browser's field has it, in the shop's time: `2026-11-29T14:30`.
fn as_typed(at: Option<DateTime<Utc>>) -> String {
    at.and_then(|at| (at + AHEAD).to_rfc3339().get(..16).map(str::to_owned)).unwrap_or_default()
}

/// The time that was typed. `kept` is what the field was filled with: it has seconds, which the field has not.
fn typed(text: &str, kept: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    if as_typed(kept) == text {
        return kept;
    }
    let minute = text.get(..16)?;
    DateTime::parse_from_rfc3339(&format!("{minute}:00+07:00")).ok().map(|at| at.to_utc())
}

#[component]
fn MaintenanceForm(settings: MaintenanceSettings) -> impl IntoView {
    let i18n = use_i18n();
    let mode = RwSignal::new(String::new());
    let (message, message_en) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (kept, until) = (RwSignal::new(None::<DateTime<Utc>>), RwSignal::new(String::new()));
    let write = move |details: MaintenanceDetails| {
        mode.set(details.mode.as_str().to_owned());
        message.set(details.message);
        message_en.set(details.message_en);
        kept.set(details.until);
        until.set(as_typed(details.until));
    };
    let editor = use_settings(
        settings,
        version,
        move || MaintenanceDetails {
            mode: mode.get().parse().unwrap_or(MaintenanceMode::Off),
            message: message.get().trim().to_owned(),
            message_en: message_en.get().trim().to_owned(),
            until: typed(&until.get(), kept.get()),
        },
        write,
        settings::get_maintenance,
        |details, revision| async move {
            let saved = settings::update_maintenance(&details, revision).await;
            saved.inspect(|saved| maintenance::told(saved.details.notice()))
        },
    );
    let modes = Signal::derive(move || {
        let locale = i18n.get_locale();
        let note = |mode| match mode {
            MaintenanceMode::Off => td_string!(locale, people.maintenance.off_text),
            MaintenanceMode::ReadOnly => td_string!(locale, people.maintenance.read_only_text),
            MaintenanceMode::Closed => td_string!(locale, people.maintenance.closed_text),
        };
        MaintenanceMode::ALL
            .iter()
            .map(|&mode| Choice::new(mode.as_str(), words::maintenance_mode(locale, mode)).with_note(note(mode)))
            .collect::<Vec<_>>()
    });
    let most = u32::try_from(MESSAGE_MAX).unwrap_or(u32::MAX);
    view! {
        <SettingsForm editor>
            <Card title=move || t_string!(i18n, people.maintenance.how)>
                <div class="stack">
                    <RadioGroup pointer="/mode" label=move || t_string!(i18n, people.maintenance.mode) value=mode choices=modes/>
                    <TextField
                        pointer="/until"
                        label=move || t_string!(i18n, people.maintenance.until)
                        hint=move || t_string!(i18n, people.maintenance.until_hint)
                        value=until
                        kind="datetime-local"
                        optional=true
                    />
                </div>
            </Card>
            <Card title=move || t_string!(i18n, people.maintenance.said)>
                <div class="stack">
                    <p class="muted">{move || t_string!(i18n, people.maintenance.said_text)}</p>
                    <TextArea pointer="/message" label=move || t_string!(i18n, people.maintenance.message) value=message maxlength=most optional=true/>
                    <TextArea pointer="/message_en" label=move || t_string!(i18n, people.maintenance.message_en) value=message_en maxlength=most optional=true/>
                </div>
            </Card>
        </SettingsForm>
    }
    .into_any()
}
