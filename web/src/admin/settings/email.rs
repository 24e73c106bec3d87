//! The mail server.

use leptos::prelude::*;
use shared::settings::{EmailDetails, EmailSettings, MailSecurity, SettingSource, TestEmailRequest, TestResult};

use super::super::confirm_password::with_password;
use super::form::{SettingsForm, use_settings};
use super::frame::SettingsPage;
use super::{tested::Outcome, words};
use crate::api::settings;
use crate::i18n::{t_string, use_i18n};
use crate::session::use_session;
use crate::ui::{Button, Card, Checkbox, Choice, Form, FormView, PasswordField, SelectField, TextField, Version, use_load};

/// The mail server.
#[component]
pub fn EmailSettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(settings::get_email_settings);
    view! {
        <SettingsPage title=move || t_string!(i18n, people.email.title) load let(settings)>
            <EmailForm settings/>
            <Trial/>
        </SettingsPage>
    }
    .into_any()
}

fn version(settings: EmailSettings) -> Version<EmailDetails> {
    Version { value: settings.details, revision: settings.revision }
}

#[component]
fn EmailForm(settings: EmailSettings) -> impl IntoView {
    let i18n = use_i18n();
    let active = RwSignal::new(false);
    let (host, port) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let security = RwSignal::new(String::new());
    let (username, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let forget = RwSignal::new(false);
    let (from_name, from_address) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // Where emails go now, and whether a password is kept: what saving may change.
    let facts = RwSignal::new((settings.source, settings.sender.clone(), settings.password_set));
    let learn = move |settings: &EmailSettings| {
        let _ = facts.try_set((settings.source, settings.sender.clone(), settings.password_set));
    };
    let write = move |details: EmailDetails| {
        active.set(details.active);
        host.set(details.host);
        port.set(details.port.to_string());
        security.set(details.security.as_str().to_owned());
        username.set(details.username);
        password.set(String::new());
        forget.set(false);
        from_name.set(details.from_name);
        from_address.set(details.from_address);
    };
    let read = move || EmailDetails {
        active: active.get(),
        host: host.get().trim().to_owned(),
        port: port.get().trim().parse().unwrap_or(0),
        security: security.get().parse().unwrap_or(MailSecurity::StartTls),
        username: username.get().trim().to_owned(),
        password: match (forget.get(), password.get()) {
            (true, _) => Some(String::new()),
            (false, typed) => Some(typed).filter(|typed| !typed.is_empty()),
        },
        from_name: from_name.get().trim().to_owned(),
        from_address: from_address.get().trim().to_owned(),
    };
    let editor = use_settings(
        settings,
        version,
        read,
        write,
        move || async move { settings::get_email_settings().await.inspect(learn) },
        move |details, revision| async move {
            with_password(|| settings::update_email_settings(&details, revision)).await.inspect(learn)
        },
    );
    let ways = Signal::derive(move || {
        let locale = i18n.get_locale();
        MailSecurity::ALL.iter().map(|&way| Choice::new(way.as_str(), words::mail_security(locale, way))).collect::<Vec<_>>()
    });
    let source = move || {
        facts.with(|(source, sender, _)| match source {
            SettingSource::Settings => t_string!(i18n, people.email.by_settings, sender = sender.clone()).to_string(),
            SettingSource::Configuration => t_string!(i18n, people.email.by_configuration, sender = sender.clone()).to_string(),
            SettingSource::Nowhere => t_string!(i18n, people.email.nowhere).to_owned(),
        })
    };
    let kept = move || facts.with(|facts| facts.2);
    view! {
        <SettingsForm editor>
            <p class="muted" data-test="email-source">{source}</p>
            <Card title=move || t_string!(i18n, people.email.server)>
                <div class="form__grid">
                    <div class="form__wide"><Checkbox pointer="/active" checked=active>{move || t_string!(i18n, people.email.active)}</Checkbox></div>
                    <TextField pointer="/host" label=move || t_string!(i18n, people.email.host) value=host/>
                    <TextField pointer="/port" label=move || t_string!(i18n, people.email.port) value=port inputmode="numeric" maxlength=5/>
                    <SelectField pointer="/security" label=move || t_string!(i18n, people.email.security) value=security choices=ways/>
                    <TextField pointer="/username" label=move || t_string!(i18n, people.email.username) value=username optional=true/>
                    <PasswordField
                        pointer="/password"
                        label=move || t_string!(i18n, people.email.password)
                        hint=move || if kept() { t_string!(i18n, people.email.password_kept) } else { t_string!(i18n, people.email.password_none) }
                        value=password
                    />
                    <Show when=kept><Checkbox checked=forget>{move || t_string!(i18n, people.email.forget)}</Checkbox></Show>
                </div>
            </Card>
            <Card title=move || t_string!(i18n, people.email.sender)>
                <div class="form__grid">
                    <TextField pointer="/from_name" label=move || t_string!(i18n, people.email.from_name) value=from_name optional=true/>
                    <TextField pointer="/from_address" label=move || t_string!(i18n, people.email.from_address) value=from_address kind="email"/>
                </div>
            </Card>
        </SettingsForm>
    }
    .into_any()
}

/// Sends an email by the server that is saved, and shows what it answered.
#[component]
fn Trial() -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let own = use_session().with_untracked(|session| session.me().map(|me| me.email.clone())).unwrap_or_default();
    let to = RwSignal::new(own);
    let result = RwSignal::new(None::<TestResult>);
    let send = move || {
        result.set(None);
        form.submit(
            TestEmailRequest { to: to.get_untracked() },
            |request| settings::test_email_settings(&request),
            move |answer| result.set(Some(answer)),
        );
    };
    view! {
        <div class="settings">
            <Card title=move || t_string!(i18n, people.email.test)>
                <FormView form on_submit=send>
                    <p class="muted">{move || t_string!(i18n, people.email.test_text)}</p>
                    <TextField pointer="/to" label=move || t_string!(i18n, people.email.to) value=to kind="email"/>
                    <div><Button submit=true icon=icondata::LuSend loading=form.busy() attr:data-test="test-email">{move || t_string!(i18n, people.email.send)}</Button></div>
                    <Outcome result/>
                </FormView>
            </Card>
        </div>
    }
    .into_any()
}
