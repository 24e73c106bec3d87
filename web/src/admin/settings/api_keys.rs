//! API keys: how programs ask.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::integrations::{ApiKey, ApiKeyState, GRACE_MAX, RotateSecretRequest};

use super::super::confirm_password::with_password;
use super::super::people::words;
use super::frame::SettingsFrame;
use super::new_api_key::NewKey;
use super::secret::{SecretDialog, Told};
use super::table::{ProgramTable, standing};
use crate::api::integrations;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{Ask, AsyncView, Button, ButtonKind, Column, Dialog, IconButton, Load, Tone, ago, date, toast, use_load};

/// The API keys.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    let i18n = use_i18n();
    let keys = use_load(integrations::list_api_keys);
    let adding = RwSignal::new(false);
    let told = Told::new();
    view! {
        <SettingsFrame title=move || t_string!(i18n, programs.keys.title)>
            <div class="stack">
                <p class="muted">{move || t_string!(i18n, programs.keys.text)}</p>
                <div class="row">
                    <Button kind=ButtonKind::Primary icon=icondata::LuPlus on_click=move || adding.set(true) attr:data-test="new-key">
                        {move || t_string!(i18n, programs.keys.add)}
                    </Button>
                    <a href="/api/docs" target="_blank" rel="noopener">{move || t_string!(i18n, programs.keys.reference)}</a>
                </div>
                <AsyncView load=keys let(list)>
                    <KeyTable list keys told/>
                </AsyncView>
            </div>
            <Dialog open=adding title=move || t_string!(i18n, programs.keys.add)><NewKey open=adding told keys/></Dialog>
            <SecretDialog told/>
        </SettingsFrame>
    }
    .into_any()
}

/// How a key stands, in a word.
pub(super) fn state(locale: Locale, state: ApiKeyState) -> &'static str {
    match state {
        ApiKeyState::Active => td_string!(locale, programs.keys.active),
        ApiKeyState::Expired => td_string!(locale, programs.keys.expired),
        ApiKeyState::Revoked => td_string!(locale, programs.keys.revoked),
        ApiKeyState::Orphaned => td_string!(locale, programs.keys.orphaned),
    }
}

/// The same as a colour.
pub(super) fn tone(state: ApiKeyState) -> Tone {
    match state {
        ApiKeyState::Active => Tone::Success,
        ApiKeyState::Expired | ApiKeyState::Orphaned => Tone::Warning,
        ApiKeyState::Revoked => Tone::Neutral,
    }
}

#[component]
fn KeyTable(list: Vec<ApiKey>, keys: Load<Vec<ApiKey>>, told: Told) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::new(
            "name",
            move || t_string!(i18n, programs.keys.name),
            |key: &ApiKey| {
                let href = routes::admin::api_key(&key.id.to_string());
                let (name, prefix) = (key.details.name.clone(), key.prefix.clone());
                view! {
                    <A href=href attr:class="row-link two-lines" attr:data-test="key-row">
                        <span>{name}</span>
                        <code class="muted small">{prefix} "…"</code>
                    </A>
                }
            },
        ),
        standing("key-state", |key: &ApiKey| key.state, ApiKeyState::as_str, tone, state),
        Column::new(
            "scopes",
            move || t_string!(i18n, programs.keys.scopes),
            move |key: &ApiKey| {
                let scopes = StoredValue::new(key.details.scopes.clone());
                let listed = move || {
                    let locale = i18n.get_locale();
                    let words: Vec<&str> = scopes.get_value().into_iter().map(|scope| words::permission(locale, scope)).collect();
                    words.join(", ")
                };
                view! { <span class="small">{listed}</span> }
            },
        )
        .secondary(),
        Column::new(
            "used",
            move || t_string!(i18n, programs.keys.used),
            move |key: &ApiKey| {
                let used = key.last_used_at;
                let text = move || match used {
                    Some(at) => ago(i18n.get_locale(), at),
                    None => t_string!(i18n, programs.keys.unused).to_owned(),
                };
                view! { <span>{text}</span> }
            },
        ),
        Column::new(
            "until",
            move || t_string!(i18n, programs.keys.until),
            move |key: &ApiKey| {
                let until = key.details.expires_at;
                let text = move || match until {
                    Some(at) => date(i18n.get_locale(), at),
                    None => t_string!(i18n, programs.keys.never).to_owned(),
                };
                view! { <span>{text}</span> }
            },
        )
        .secondary(),
        Column::new(
            "actions",
            move || t_string!(i18n, programs.actions),
            move |key: &ApiKey| {
                let key = key.clone();
                view! { <KeyActions key keys told/> }
            },
        ),
    ];
    view! {
        <ProgramTable
            caption=move || t_string!(i18n, programs.keys.title)
            columns
            rows=Signal::stored(list)
            key=|key: &ApiKey| key.id.to_string()
            icon=icondata::LuKeyRound
            empty=move || t_string!(i18n, programs.keys.empty)
            empty_text=move || t_string!(i18n, programs.keys.empty_text)
        />
    }
    .into_any()
}

#[component]
fn KeyActions(key: ApiKey, keys: Load<Vec<ApiKey>>, told: Told) -> impl IntoView {
    let i18n = use_i18n();
    if key.state == ApiKeyState::Revoked {
        return ().into_any();
    }
    let id = key.id;
    let name = StoredValue::new(key.details.name);
    let rotate = move || {
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, programs.keys.rotate_title, name = name.get_value()).to_string(),
                tu_string!(i18n, programs.keys.rotate_text),
                tu_string!(i18n, programs.rotate),
            );
            if !ask.await {
                return;
            }
            let ask = RotateSecretRequest { grace_minutes: GRACE_MAX };
            match with_password(|| integrations::rotate_api_key(id, &ask)).await {
                Ok(made) => {
                    keys.reload();
                    told.show(made.secret);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let revoke = move || {
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, programs.keys.revoke_title, name = name.get_value()).to_string(),
                tu_string!(i18n, programs.keys.revoke_text),
                tu_string!(i18n, programs.keys.revoke),
            );
            if !ask.danger().await {
                return;
            }
            match integrations::revoke_api_key(id).await {
                Ok(()) => {
                    toast::success(tu_string!(i18n, programs.keys.was_revoked));
                    keys.reload();
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <span class="row nowrap">
            <IconButton icon=icondata::LuRotateCw label=move || format!("{}: {}", t_string!(i18n, programs.rotate), name.get_value()) on_click=rotate attr:data-test="rotate-key"/>
            <IconButton icon=icondata::LuBan label=move || format!("{}: {}", t_string!(i18n, programs.keys.revoke), name.get_value()) on_click=revoke attr:data-test="revoke-key"/>
        </span>
    }
    .into_any()
}
