//! How staff sign in.

use leptos::prelude::*;
use shared::permission::ADMIN;
use shared::two_factor::{SecurityDetails, SecuritySettings};

use super::super::confirm_password::with_password;
use super::form::{SettingsForm, use_settings};
use super::frame::SettingsPage;
use crate::api::settings;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Card, Checkbox, LinkButton, Version, use_load};

/// Whether staff need a second factor.
#[component]
pub fn SecuritySettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(settings::get_security_settings);
    view! {
        <SettingsPage title=move || t_string!(i18n, people.security.title) load let(settings)>
            <SecurityForm settings/>
        </SettingsPage>
    }
    .into_any()
}

fn version(settings: SecuritySettings) -> Version<SecurityDetails> {
    Version { value: settings.details, revision: settings.revision }
}

#[component]
fn SecurityForm(settings: SecuritySettings) -> impl IntoView {
    let i18n = use_i18n();
    let needed = RwSignal::new(false);
    let (staff, without) = (settings.staff, settings.staff_without);
    let admin = use_session().with_untracked(|session| session.me().is_some_and(|me| me.role == ADMIN));
    let locked = settings.details.staff_two_factor && !admin;
    let editor = use_settings(
        settings,
        version,
        move || SecurityDetails { staff_two_factor: needed.get() },
        move |details: SecurityDetails| needed.set(details.staff_two_factor),
        settings::get_security_settings,
        |details, revision| async move { with_password(|| settings::update_security_settings(&details, revision)).await },
    );
    view! {
        <SettingsForm editor>
            <Card title=move || t_string!(i18n, people.security.staff)>
                <div class="stack">
                    <Checkbox pointer="/staff_two_factor" checked=needed disabled=locked>{move || t_string!(i18n, people.security.needed)}</Checkbox>
                    <p class="muted">{move || t_string!(i18n, people.security.needed_text)}</p>
                    {locked.then(|| view! { <p class="muted small">{move || t_string!(i18n, people.security.only_admins)}</p> })}
                    <p>{move || t_string!(i18n, people.security.without, without = without, staff = staff)}</p>
                    <div><LinkButton href=routes::admin::ACCOUNT.to_owned()>{move || t_string!(i18n, people.security.own)}</LinkButton></div>
                </div>
            </Card>
        </SettingsForm>
    }
    .into_any()
}
