//! How staff sign in.

use leptos::prelude::*;
use shared::permission::ADMIN;
use shared::two_factor::{SecurityDetails, SecuritySettings};

use super::frame::SettingsFrame;
use super::words;
use crate::api::settings;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    AsyncView, Card, Checkbox, ConflictDialog, Form, FormView, LinkButton, SaveBar, Version, toast, use_editor, use_load,
};

/// Whether staff need a second factor.
#[component]
pub fn SecuritySettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(settings::get_security_settings);
    view! {
        <SettingsFrame title=move || t_string!(i18n, people.security.title)>
            <AsyncView load let(settings)>
                <SecurityForm settings/>
            </AsyncView>
        </SettingsFrame>
    }
    .into_any()
}

fn version(settings: SecuritySettings) -> Version<SecurityDetails> {
    Version { value: settings.details, revision: settings.revision }
}

#[component]
fn SecurityForm(settings: SecuritySettings) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let needed = RwSignal::new(settings.details.staff_two_factor);
    let (staff, without) = (settings.staff, settings.staff_without);
    let admin = use_session().with_untracked(|session| session.me().is_some_and(|me| me.role == ADMIN));
    let locked = settings.details.staff_two_factor && !admin;
    let editor = use_editor(
        form,
        version(settings),
        move || SecurityDetails { staff_two_factor: needed.get() },
        move |details: SecurityDetails| needed.set(details.staff_two_factor),
        || async { settings::get_security_settings().await.map(version) },
        |details, revision| async move { settings::update_security_settings(&details, revision).await.map(version) },
        move |_| toast::success(tu_string!(i18n, people.settings.saved)),
    );
    view! {
        <FormView form on_submit=move || editor.save()>
            <div class="settings">
                <Card title=move || t_string!(i18n, people.security.staff)>
                    <div class="stack">
                        <Checkbox pointer="/staff_two_factor" checked=needed disabled=locked>{move || t_string!(i18n, people.security.needed)}</Checkbox>
                        <p class="muted">{move || t_string!(i18n, people.security.needed_text)}</p>
                        {locked.then(|| view! { <p class="muted small">{move || t_string!(i18n, people.security.only_admins)}</p> })}
                        <p>{move || t_string!(i18n, people.security.without, without = without, staff = staff)}</p>
                        <div><LinkButton href=routes::admin::ACCOUNT.to_owned()>{move || t_string!(i18n, people.security.own)}</LinkButton></div>
                    </div>
                </Card>
                <SaveBar editor/>
            </div>
        </FormView>
        <ConflictDialog editor label=words::plain_field value=words::store_value/>
    }
    .into_any()
}
