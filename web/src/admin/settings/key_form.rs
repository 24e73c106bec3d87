//! What can be said of an API key.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use serde_json::Value;
use shared::integrations::ApiKeyDetails;
use shared::permission::Permission;

use super::super::people;
use super::ticks::Ticks;
use super::words;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{Choice, Form, SelectField, TextField, date_time, now};

/// Anything but a time is for good.
const FOR_GOOD: &str = "never";

/// How an end is chosen: by its time, so that what is chosen stays the same however long the form is open.
fn word(end: Option<DateTime<Utc>>) -> String {
    end.map_or_else(|| FOR_GOOD.to_owned(), |end| end.to_rfc3339())
}

/// A key as it is being written. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    name: RwSignal<String>,
    scopes: RwSignal<Vec<Permission>>,
    limit: RwSignal<String>,
    end: RwSignal<String>,
    /// The end that is there: it is offered beside the usual ones.
    kept: RwSignal<Option<DateTime<Utc>>>,
    /// When the form was opened, which the usual ends are counted from.
    opened: DateTime<Utc>,
}

impl Draft {
    /// One that is to be.
    pub fn empty() -> Self {
        let opened = now();
        Self {
            name: RwSignal::new(String::new()),
            scopes: RwSignal::new(Vec::new()),
            limit: RwSignal::new("600".to_owned()),
            end: RwSignal::new(word(Some(opened + TimeDelta::days(365)))),
            kept: RwSignal::new(None),
            opened,
        }
    }

    /// One that is there.
    pub fn of(details: &ApiKeyDetails) -> Self {
        let draft = Self::empty();
        draft.write(details);
        draft
    }

    /// What was written, followed.
    pub fn read(self) -> ApiKeyDetails {
        ApiKeyDetails {
            name: self.name.get().trim().to_owned(),
            // In one order, so that versions can be compared.
            scopes: self.scopes.with(|scopes| Permission::ALL.iter().copied().filter(|known| scopes.contains(known)).collect()),
            requests_per_minute: self.limit.get().trim().parse().unwrap_or(0),
            expires_at: self.end.get().parse().ok(),
        }
    }

    /// Fills the fields.
    pub fn write(self, details: &ApiKeyDetails) {
        self.name.set(details.name.clone());
        self.scopes.set(details.scopes.clone());
        self.limit.set(details.requests_per_minute.to_string());
        self.kept.set(details.expires_at);
        self.end.set(word(details.expires_at));
    }

    /// The ends that can be chosen.
    fn ends(self, locale: Locale) -> Vec<Choice> {
        let usual = [
            (30, td_string!(locale, programs.keys.days_30)),
            (90, td_string!(locale, programs.keys.days_90)),
            (365, td_string!(locale, programs.keys.days_365)),
        ];
        let usual: Vec<Choice> =
            usual.into_iter().map(|(days, text)| Choice::new(word(Some(self.opened + TimeDelta::days(days))), text)).collect();
        let kept = self.kept.get().map(|end| {
            let text = td_string!(locale, programs.keys.until_time, time = date_time(locale, end)).to_string();
            Choice::new(word(Some(end)), text)
        });
        // Saved, it is one of the usual ones.
        let kept = kept.filter(|kept| !usual.iter().any(|choice| choice.value == kept.value));
        kept.into_iter().chain(usual).chain([Choice::new(FOR_GOOD, td_string!(locale, programs.keys.never))]).collect()
    }
}

/// The fields of a key.
#[component]
pub(super) fn KeyFields(
    form: Form,
    draft: Draft,
    /// Whether the first field takes the focus.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    // What a key may do: of what one holds oneself.
    let scopes: Vec<Permission> = Permission::ALL.iter().copied().filter(|permission| permission.is_for_keys()).collect();
    let ends = Signal::derive(move || draft.ends(i18n.get_locale()));
    view! {
        <TextField pointer="/name" label=move || t_string!(i18n, programs.keys.name) value=draft.name maxlength=60 autofocus=autofocus/>
        <Ticks
            form
            pointer="/scopes"
            legend=move || t_string!(i18n, programs.keys.scopes)
            all=scopes
            picked=draft.scopes
            word=Permission::as_str
            name=people::words::permission
            needs=std::convert::identity
        />
        <div class="form__grid">
            <TextField pointer="/requests_per_minute" label=move || t_string!(i18n, programs.keys.limit) value=draft.limit inputmode="numeric" maxlength=5/>
            <SelectField pointer="/expires_at" label=move || t_string!(i18n, programs.keys.lives) value=draft.end choices=ends/>
        </div>
    }
    .into_any()
}

/// What a field is called where two versions of a key are compared.
pub(super) fn field(locale: Locale, field: &str) -> String {
    match field {
        "name" => td_string!(locale, programs.keys.name).to_owned(),
        "scopes" => td_string!(locale, programs.keys.scopes).to_owned(),
        "requests_per_minute" => td_string!(locale, programs.keys.limit).to_owned(),
        "expires_at" => td_string!(locale, programs.keys.until).to_owned(),
        other => words::plain_field(locale, other),
    }
}

/// A value as people read it.
pub(super) fn value(locale: Locale, field: &str, value: &Value) -> String {
    match (field, value) {
        ("expires_at", Value::Null) => td_string!(locale, programs.keys.never).to_owned(),
        ("expires_at", Value::String(end)) => {
            end.parse::<DateTime<Utc>>().map_or_else(|_| end.clone(), |end| date_time(locale, end))
        }
        ("scopes", Value::Array(scopes)) => {
            let scope = |word: &Value| Some(people::words::permission(locale, word.as_str()?.parse().ok()?));
            scopes.iter().filter_map(scope).collect::<Vec<&str>>().join(", ")
        }
        _ => words::store_value(locale, field, value),
    }
}
