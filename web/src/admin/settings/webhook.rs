//! One webhook: changing it, trying it, and what it was told.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::integrations::{GRACE_MAX, RotateSecretRequest, Webhook, WebhookDetails};

use super::deliveries::Deliveries;
use super::frame::SettingsFrame;
use super::secret::{SecretDialog, Told};
use super::webhook_form::{self, Draft, WebhookFields};
use super::webhooks::state;
use crate::api::integrations;
use crate::i18n::{Locale, t_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{
    Ask, AsyncView, Breadcrumbs, Button, ButtonKind, Card, ConflictDialog, Crumb, Form, FormView, Load, SaveBar, Status, Version,
    date_time, toast, use_editor, use_load,
};

/// A webhook.
#[component]
pub fn WebhookPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let hook = use_load(move || integrations::get_webhook(&params.read().get("id").unwrap_or_default()));
    let told = Told::new();
    // Counts what was sent by hand: the list is read anew then.
    let sent = RwSignal::new(0_u32);
    let url = move || hook.get().map(|hook| hook.details.url).unwrap_or_default();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, programs.hooks.title), routes::admin::SETTINGS_WEBHOOKS), Crumb::here(url())]
    });
    view! {
        <SettingsFrame title=move || t_string!(i18n, programs.hooks.single)>
            <Breadcrumbs crumbs/>
            <AsyncView load=hook let(whole)>
                <Whole whole hook told sent/>
            </AsyncView>
            <SecretDialog told/>
        </SettingsFrame>
    }
    .into_any()
}

fn version(hook: Webhook) -> Version<WebhookDetails> {
    Version { value: hook.details, revision: hook.revision }
}

#[component]
fn Whole(whole: Webhook, hook: Load<Webhook>, told: Told, sent: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let draft = Draft::of(whole.details.clone());
    let id = whole.id;
    let failing = whole.failing_since;
    let reason = whole.disabled_reason.clone();
    let known = StoredValue::new(whole.clone());
    let tone = state(Locale::default(), &whole).0;
    let editor = use_editor(
        form,
        version(whole.clone()),
        move || draft.read(),
        move |details: WebhookDetails| draft.write(details),
        move || async move { integrations::get_webhook(&id.to_string()).await.map(version) },
        move |details, revision| async move { integrations::update_webhook(id, &details, revision).await.map(version) },
        move |_| {
            toast::success(tu_string!(i18n, people.settings.saved));
            // Switched off or on, it stands differently.
            hook.reload();
        },
    );
    view! {
        <div class="settings">
            <div class="row">
                <Status tone=tone>{move || known.with_value(|hook| state(i18n.get_locale(), hook).1)}</Status>
                {failing
                    .map(|since| {
                        view! { <span class="muted">{move || t_string!(i18n, programs.hooks.since, time = date_time(i18n.get_locale(), since)).to_string()}</span> }
                    })}
                {reason.map(|reason| view! { <code class="attempt__failure">{reason}</code> })}
            </div>
            <Actions whole hook told sent/>
            <Card title=move || t_string!(i18n, programs.hooks.settings)>
                <FormView form on_submit=move || editor.save()>
                    <WebhookFields form draft/>
                    <SaveBar editor/>
                </FormView>
            </Card>
            <ConflictDialog editor label=webhook_form::field value=webhook_form::value/>
            <Card title=move || t_string!(i18n, programs.log.title)>
                <Deliveries webhook=id sent/>
            </Card>
        </div>
    }
    .into_any()
}

#[component]
fn Actions(whole: Webhook, hook: Load<Webhook>, told: Told, sent: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_navigate();
    let (id, failed, active) = (whole.id, whole.failed, whole.details.active);
    let busy = RwSignal::new(false);
    let test = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = integrations::test_webhook(id).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    toast::success(tu_string!(i18n, programs.hooks.tested));
                    let _ = sent.try_update(|sent| *sent += 1);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let replay = move || {
        spawn_local(async move {
            match integrations::replay_webhook(id).await {
                Ok(answer) => {
                    toast::success(tu_string!(i18n, programs.hooks.replayed, count = answer.queued).to_string());
                    let _ = sent.try_update(|sent| *sent += 1);
                    hook.reload();
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let rotate = move || {
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, programs.hooks.rotate_title),
                tu_string!(i18n, programs.hooks.rotate_text),
                tu_string!(i18n, programs.rotate),
            );
            if !ask.await {
                return;
            }
            match integrations::rotate_webhook_secret(id, &RotateSecretRequest { grace_minutes: GRACE_MAX }).await {
                Ok(made) => {
                    hook.put(made.webhook);
                    told.show(made.secret);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let remove = move || {
        let go = go.clone();
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, programs.hooks.remove_title),
                tu_string!(i18n, programs.hooks.remove_text),
                tu_string!(i18n, programs.hooks.remove),
            );
            if !ask.danger().await {
                return;
            }
            match integrations::delete_webhook(id).await {
                Ok(()) => go(routes::admin::SETTINGS_WEBHOOKS, NavigateOptions::default()),
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <div class="row">
            {active
                .then(|| {
                    view! {
                        <Button icon=icondata::LuSend loading=busy on_click=test attr:data-test="test-webhook">
                            {move || t_string!(i18n, programs.hooks.test)}
                        </Button>
                    }
                })}
            {(active && failed > 0)
                .then(|| {
                    view! {
                        <Button icon=icondata::LuRefreshCw on_click=replay attr:data-test="replay-webhook">
                            {move || t_string!(i18n, programs.hooks.replay, count = failed).to_string()}
                        </Button>
                    }
                })}
            <Button icon=icondata::LuRotateCw on_click=rotate attr:data-test="rotate-webhook">{move || t_string!(i18n, programs.rotate)}</Button>
            <Button icon=icondata::LuTrash2 kind=ButtonKind::Danger on_click=remove attr:data-test="remove-webhook">
                {move || t_string!(i18n, programs.hooks.remove)}
            </Button>
        </div>
    }
    .into_any()
}
