//! Making an API key.

use chrono::TimeDelta;
use leptos::prelude::*;
use shared::integrations::{ApiKey, ApiKeyDetails, NewApiKey};
use shared::permission::Permission;

use super::super::people::words;
use super::secret::Told;
use crate::api::integrations;
use crate::i18n::{t_string, use_i18n};
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Choice, Form, FormView, Load, SelectField, TextField, ids, now};

/// Asks what the key is for and may do; its secret is shown then.
#[component]
pub(super) fn NewKey(open: RwSignal<bool>, told: Told, keys: Load<Vec<ApiKey>>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (name, limit) = (RwSignal::new(String::new()), RwSignal::new("600".to_owned()));
    let days = RwSignal::new("365".to_owned());
    let scopes = RwSignal::new(Vec::<Permission>::new());
    let send = move || {
        // Anything but a number of days is for good.
        let end = days.get_untracked().parse::<i64>().ok().map(|days| now() + TimeDelta::days(days));
        let details = ApiKeyDetails {
            name: name.get_untracked().trim().to_owned(),
            scopes: scopes.get_untracked(),
            requests_per_minute: limit.get_untracked().trim().parse().unwrap_or(0),
            expires_at: end,
        };
        form.submit(
            details,
            |details| integrations::create_api_key(&details),
            move |made: NewApiKey| {
                open.set(false);
                keys.reload();
                told.show(made.secret);
            },
        );
    };
    let lives = Signal::derive(move || {
        vec![
            Choice::new("30", t_string!(i18n, programs.keys.days_30)),
            Choice::new("90", t_string!(i18n, programs.keys.days_90)),
            Choice::new("365", t_string!(i18n, programs.keys.days_365)),
            Choice::new("never", t_string!(i18n, programs.keys.never)),
        ]
    });
    view! {
        <FormView form on_submit=send>
            <p class="muted">{move || t_string!(i18n, programs.keys.new_text)}</p>
            <TextField pointer="/name" label=move || t_string!(i18n, programs.keys.name) value=name maxlength=60 autofocus=true/>
            <Scopes form scopes/>
            <div class="form__grid">
                <TextField pointer="/requests_per_minute" label=move || t_string!(i18n, programs.keys.limit) value=limit inputmode="numeric" maxlength=5/>
                <SelectField pointer="/expires_at" label=move || t_string!(i18n, programs.keys.lives) value=days choices=lives/>
            </div>
            <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="create-key">
                {move || t_string!(i18n, programs.keys.create)}
            </Button>
        </FormView>
    }
    .into_any()
}

/// What a key may do: of what one holds oneself.
#[component]
fn Scopes(form: Form, scopes: RwSignal<Vec<Permission>>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let ticks = Permission::ALL
        .iter()
        .copied()
        .filter(|permission| permission.is_for_keys())
        .map(|permission| {
            let held = session.with_untracked(|session| session.can(permission));
            let tick = move |event: leptos::ev::Event| {
                let on = event_target_checked(&event);
                scopes.update(|scopes| {
                    scopes.retain(|known| *known != permission);
                    if on {
                        scopes.push(permission);
                    }
                });
                form.clear("/scopes");
            };
            view! {
                <label class="tick">
                    <input
                        type="checkbox"
                        class="matrix__tick"
                        data-test="scope"
                        data-scope=permission.as_str()
                        disabled=!held
                        prop:checked=move || scopes.with(|scopes| scopes.contains(&permission))
                        on:change=tick
                    />
                    <span class="two-lines">
                        <span>{move || words::permission(i18n.get_locale(), permission)}</span>
                        <code class="muted small">{permission.as_str()}</code>
                    </span>
                </label>
            }
        })
        .collect_view();
    let error = move || form.error_text_under(i18n.get_locale(), "/scopes");
    let error_id = ids::unique("error");
    let described_by = {
        let error_id = error_id.clone();
        move || error().map(|_| error_id.clone())
    };
    view! {
        <fieldset class="ticks" data-pointer="/scopes" aria-describedby=described_by>
            <legend class="field__label">{move || t_string!(i18n, programs.keys.scopes)}</legend>
            <div class="method-ticks">{ticks}</div>
            {move || error().map(|text| view! { <p class="field__error" role="alert" id=error_id.clone()>{text}</p> })}
        </fieldset>
    }
    .into_any()
}
