//! One API key: what it is called, may do, and until when.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::integrations::{ApiKey, ApiKeyDetails, ApiKeyState};

use super::super::confirm_password::with_password;
use super::api_keys::{state, tone};
use super::frame::SettingsFrame;
use super::key_form::{self, Draft, KeyFields};
use crate::api::integrations;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{
    AsyncView, Breadcrumbs, Card, ConflictDialog, Crumb, Form, FormView, SaveBar, Status, Version, ago, date_time, toast,
    use_editor, use_load,
};

/// A key.
#[component]
pub fn ApiKeyPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let key = use_load(move || integrations::get_api_key(&params.read().get("id").unwrap_or_default()));
    // Its name may be changed here; its prefix stays.
    let prefix = move || key.get().map(|key| format!("{}…", key.prefix)).unwrap_or_default();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, programs.keys.title), routes::admin::SETTINGS_API_KEYS), Crumb::here(prefix())]
    });
    view! {
        <SettingsFrame title=move || t_string!(i18n, programs.keys.single)>
            <Breadcrumbs crumbs/>
            <AsyncView load=key let(whole)>
                <Whole whole/>
            </AsyncView>
        </SettingsFrame>
    }
    .into_any()
}

fn version(key: ApiKey) -> Version<ApiKeyDetails> {
    Version { value: key.details, revision: key.revision }
}

#[component]
fn Whole(whole: ApiKey) -> impl IntoView {
    let shown = RwSignal::new(whole.clone());
    let revoked = whole.state == ApiKeyState::Revoked;
    view! {
        <div class="settings">
            <Facts shown/>
            {(!revoked).then(|| view! { <KeyForm whole shown/> })}
        </div>
    }
    .into_any()
}

/// How the key stands.
#[component]
fn Facts(shown: RwSignal<ApiKey>) -> impl IntoView {
    let i18n = use_i18n();
    let key = shown.get_untracked();
    let (created_at, used_at, maker) = (key.created_at, key.last_used_at, key.created_by.unwrap_or_else(|| "–".to_owned()));
    let used = move || match used_at {
        Some(at) => ago(i18n.get_locale(), at),
        None => t_string!(i18n, programs.keys.unused).to_owned(),
    };
    view! {
        <div class="row" data-test="key-shown">
            {move || {
                let now = shown.with(|key| key.state);
                view! { <Status tone=tone(now)>{move || state(i18n.get_locale(), now)}</Status> }
            }}
            <strong>{move || shown.with(|key| key.details.name.clone())}</strong>
        </div>
        <dl class="pairs">
            <div><dt>{move || t_string!(i18n, programs.keys.maker)}</dt><dd>{maker}</dd></div>
            <div><dt>{move || t_string!(i18n, programs.keys.made)}</dt><dd>{move || date_time(i18n.get_locale(), created_at)}</dd></div>
            <div><dt>{move || t_string!(i18n, programs.keys.used)}</dt><dd>{used}</dd></div>
        </dl>
    }
    .into_any()
}

#[component]
fn KeyForm(whole: ApiKey, shown: RwSignal<ApiKey>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let draft = Draft::of(&whole.details);
    let id = whole.id;
    let editor = use_editor(
        form,
        version(whole),
        move || draft.read(),
        move |details: ApiKeyDetails| draft.write(&details),
        move || async move { integrations::get_api_key(&id.to_string()).await.map(version) },
        move |details, revision| async move {
            with_password(|| integrations::update_api_key(id, &details, revision)).await.map(|changed| {
                // The page may be gone by now.
                let _ = shown.try_set(changed.clone());
                version(changed)
            })
        },
        move |_| toast::success(tu_string!(i18n, people.settings.saved)),
    );
    view! {
        <FormView form on_submit=move || editor.save()>
            <Card title=move || t_string!(i18n, programs.hooks.settings)>
                <p class="muted">{move || t_string!(i18n, programs.keys.edit_text)}</p>
                <KeyFields form draft/>
            </Card>
            <SaveBar editor/>
        </FormView>
        <ConflictDialog editor label=key_form::field value=key_form::value/>
    }
    .into_any()
}
