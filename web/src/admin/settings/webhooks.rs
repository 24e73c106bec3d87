//! Webhooks: who is told what happens.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::integrations::{NewWebhook, Webhook};

use super::frame::SettingsFrame;
use super::secret::{SecretDialog, Told};
use super::table::ProgramTable;
use super::webhook_form::{Draft, WebhookFields};
use crate::api::integrations;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::ui::{AsyncView, Button, ButtonKind, Column, Dialog, Form, FormView, Load, Status, Tone, use_load};

/// The webhooks.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let i18n = use_i18n();
    let hooks = use_load(integrations::list_webhooks);
    let adding = RwSignal::new(false);
    let told = Told::new();
    view! {
        <SettingsFrame title=move || t_string!(i18n, programs.hooks.title)>
            <div class="stack">
                <p class="muted">{move || t_string!(i18n, programs.hooks.text)}</p>
                <div>
                    <Button kind=ButtonKind::Primary icon=icondata::LuPlus on_click=move || adding.set(true) attr:data-test="new-webhook">
                        {move || t_string!(i18n, programs.hooks.add)}
                    </Button>
                </div>
                <AsyncView load=hooks let(list)>
                    <HookTable list/>
                </AsyncView>
            </div>
            <Dialog open=adding title=move || t_string!(i18n, programs.hooks.add)><NewHook open=adding told hooks/></Dialog>
            <SecretDialog told/>
        </SettingsFrame>
    }
    .into_any()
}

/// How a webhook does, in a word.
pub(super) fn state(locale: Locale, hook: &Webhook) -> (Tone, &'static str) {
    // What failed is known since when; what was paused may have somebody to vouch for it again, but nobody did.
    if hook.orphaned || hook.disabled_at.is_some() && hook.failing_since.is_none() {
        (Tone::Danger, td_string!(locale, programs.hooks.orphaned))
    } else if hook.disabled_at.is_some() {
        (Tone::Danger, td_string!(locale, programs.hooks.disabled))
    } else if !hook.details.active {
        (Tone::Neutral, td_string!(locale, programs.hooks.off))
    } else if hook.failing_since.is_some() {
        (Tone::Warning, td_string!(locale, programs.hooks.failing))
    } else {
        (Tone::Success, td_string!(locale, programs.hooks.on))
    }
}

#[component]
fn NewHook(open: RwSignal<bool>, told: Told, hooks: Load<Vec<Webhook>>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let draft = Draft::empty();
    let send = move || {
        form.submit(
            untrack(move || draft.read()),
            |details| integrations::create_webhook(&details),
            move |made: NewWebhook| {
                open.set(false);
                hooks.reload();
                told.show(made.secret);
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <WebhookFields form draft/>
            <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="create-webhook">
                {move || t_string!(i18n, programs.hooks.create)}
            </Button>
        </FormView>
    }
    .into_any()
}

#[component]
fn HookTable(list: Vec<Webhook>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::new(
            "url",
            move || t_string!(i18n, programs.hooks.url),
            |hook: &Webhook| {
                let href = routes::admin::webhook(&hook.id.to_string());
                let (url, description) = (hook.details.url.clone(), hook.details.description.clone());
                view! {
                    <A href=href attr:class="row-link two-lines" attr:data-test="webhook-row">
                        <span>{url}</span>
                        <span class="muted">{description}</span>
                    </A>
                }
            },
        ),
        Column::new(
            "state",
            move || t_string!(i18n, programs.keys.state),
            move |hook: &Webhook| {
                let hook = StoredValue::new(hook.clone());
                let tone = hook.with_value(|hook| state(Locale::default(), hook).0);
                view! { <Status tone=tone>{move || hook.with_value(|hook| state(i18n.get_locale(), hook).1)}</Status> }
            },
        ),
        Column::new(
            "events",
            move || t_string!(i18n, programs.hooks.events),
            |hook: &Webhook| hook.details.events.len().to_string(),
        )
        .numeric()
        .secondary(),
        Column::new("waiting", move || t_string!(i18n, programs.hooks.waiting), |hook: &Webhook| hook.waiting.to_string())
            .numeric()
            .secondary(),
        Column::new("failed", move || t_string!(i18n, programs.hooks.failed), |hook: &Webhook| hook.failed.to_string()).numeric(),
    ];
    view! {
        <ProgramTable
            caption=move || t_string!(i18n, programs.hooks.title)
            columns
            rows=Signal::stored(list)
            key=|hook: &Webhook| hook.id.to_string()
            icon=icondata::LuWebhook
            empty=move || t_string!(i18n, programs.hooks.empty)
            empty_text=move || t_string!(i18n, programs.hooks.empty_text)
        />
    }
    .into_any()
}
