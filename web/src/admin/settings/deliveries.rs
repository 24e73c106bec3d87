//! What a webhook was told, and what it answered.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{WebhookDeliveryId, WebhookId};
use shared::integrations::{WebhookAttempt, WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryStatus};

use super::super::filters::{FilterSelect, Growing};
use super::table::{ProgramTable, standing};
use super::webhook_form;
use crate::api::integrations;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{
    AsyncView, Button, ButtonSize, Choice, Column, Dialog, Load, Status, Tone, date_time, toast, use_load, use_paged,
};

fn state(locale: Locale, status: WebhookDeliveryStatus) -> &'static str {
    match status {
        WebhookDeliveryStatus::Waiting => td_string!(locale, programs.log.waiting),
        WebhookDeliveryStatus::Delivered => td_string!(locale, programs.log.delivered),
        WebhookDeliveryStatus::Failed => td_string!(locale, programs.log.failed),
    }
}

fn tone(status: WebhookDeliveryStatus) -> Tone {
    match status {
        WebhookDeliveryStatus::Waiting => Tone::Info,
        WebhookDeliveryStatus::Delivered => Tone::Success,
        WebhookDeliveryStatus::Failed => Tone::Danger,
    }
}

/// The event in words; a word that is not known here as it is.
fn event(locale: Locale, word: &str) -> String {
    word.parse().map_or_else(|_| word.to_owned(), |known| webhook_form::event(locale, known).to_owned())
}

/// The list, with a dialog for each.
#[component]
pub(super) fn Deliveries(webhook: WebhookId, sent: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let status = RwSignal::new(None::<WebhookDeliveryStatus>);
    let word = move || status.get().map_or("", WebhookDeliveryStatus::as_str);
    let list = use_paged(
        move || format!("webhook-{webhook}?status={}&sent={}", word(), sent.get()),
        move |cursor| integrations::list_webhook_deliveries(webhook, status.get_untracked(), cursor),
    );
    let (chosen, open) = (RwSignal::new(None::<WebhookDeliveryId>), RwSignal::new(false));
    let choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = WebhookDeliveryStatus::ALL.iter().map(|&status| Choice::new(status.as_str(), state(locale, status)));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let choose = Callback::new(move |id: WebhookDeliveryId| {
        chosen.set(Some(id));
        open.set(true);
    });
    view! {
        <div class="stack">
            <div class="filters">
                <FilterSelect
                    label=move || t_string!(i18n, programs.keys.state)
                    value=Signal::derive(move || word().to_owned())
                    choices
                    on_pick=move |picked: String| status.set(picked.parse().ok())
                />
                <Button size=ButtonSize::Small icon=icondata::LuRefreshCw on_click=move || sent.update(|sent| *sent += 1)>
                    {move || t_string!(i18n, programs.log.reload)}
                </Button>
            </div>
            <Growing list=list>
                <DeliveryTable rows=list.items() choose/>
            </Growing>
            <Dialog open title=move || t_string!(i18n, programs.log.single)><Delivery chosen sent/></Dialog>
        </div>
    }
    .into_any()
}

#[component]
fn DeliveryTable(#[prop(into)] rows: Signal<Vec<WebhookDelivery>>, choose: Callback<WebhookDeliveryId>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::new(
            "event",
            move || t_string!(i18n, programs.log.event),
            move |row: &WebhookDelivery| {
                let (id, word) = (row.id, StoredValue::new(row.event.clone()));
                view! {
                    <button type="button" class="link-button two-lines" data-test="delivery-row" on:click=move |_| choose.run(id)>
                        <span>{move || word.with_value(|word| event(i18n.get_locale(), word))}</span>
                        <code class="muted small">{word.get_value()}</code>
                    </button>
                }
            },
        ),
        standing("delivery-state", |row: &WebhookDelivery| row.status, WebhookDeliveryStatus::as_str, tone, state),
        Column::new(
            "answer",
            move || t_string!(i18n, programs.log.answer),
            |row: &WebhookDelivery| row.last_status.map(|status| status.to_string()).unwrap_or_default(),
        )
        .numeric()
        .secondary(),
        Column::new("tries", move || t_string!(i18n, programs.log.tries), |row: &WebhookDelivery| row.attempts.to_string())
            .numeric()
            .secondary(),
        Column::new(
            "at",
            move || t_string!(i18n, programs.log.at),
            move |row: &WebhookDelivery| {
                let at = row.occurred_at;
                view! { <span class="nowrap">{move || date_time(i18n.get_locale(), at)}</span> }
            },
        ),
    ];
    view! {
        <ProgramTable
            caption=move || t_string!(i18n, programs.log.title)
            columns
            rows
            key=|row: &WebhookDelivery| row.id.to_string()
            icon=icondata::LuSend
            empty=move || t_string!(i18n, programs.log.empty)
            empty_text=move || t_string!(i18n, programs.log.empty_text)
        />
    }
    .into_any()
}

#[component]
fn Delivery(chosen: RwSignal<Option<WebhookDeliveryId>>, sent: RwSignal<u32>) -> impl IntoView {
    let delivery = use_load(move || {
        let id = chosen.get().map(|id| id.to_string()).unwrap_or_default();
        integrations::get_webhook_delivery(&id)
    });
    view! {
        <AsyncView load=delivery let(whole)>
            <Whole whole delivery sent/>
        </AsyncView>
    }
    .into_any()
}

#[component]
fn Whole(whole: WebhookDeliveryDetail, delivery: Load<WebhookDeliveryDetail>, sent: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let WebhookDeliveryDetail { delivery: row, payload, tries } = whole;
    let (id, status, next) = (row.id, row.status, row.next_attempt_at);
    let text = payload.map(|payload| serde_json::to_string_pretty(&payload).unwrap_or_default()).unwrap_or_default();
    let busy = RwSignal::new(false);
    let again = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = integrations::redeliver_webhook(id).await;
            // The dialog may be closed by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(whole) => {
                    toast::success(tu_string!(i18n, programs.log.sent_again));
                    delivery.put(whole);
                    let _ = sent.try_update(|sent| *sent += 1);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <div class="stack">
            <div class="row">
                <Status tone=tone(status)>{move || state(i18n.get_locale(), status)}</Status>
                {next
                    .map(|next| {
                        view! { <span class="muted">{move || t_string!(i18n, programs.log.next, time = date_time(i18n.get_locale(), next)).to_string()}</span> }
                    })}
                <Button size=ButtonSize::Small icon=icondata::LuSend loading=busy on_click=again attr:data-test="redeliver">
                    {move || t_string!(i18n, programs.log.again)}
                </Button>
            </div>
            <dl class="pairs">
                <div><dt>"webhook-id"</dt><dd><code>{row.event_id.to_string()}</code></dd></div>
            </dl>
            <details class="raw">
                <summary>{move || t_string!(i18n, programs.log.payload)}</summary>
                <pre tabindex="0"><code>{text}</code></pre>
            </details>
            <ul class="notes" data-test="tries">{tries.into_iter().map(|one| view! { <Try one/> }).collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn Try(one: WebhookAttempt) -> impl IntoView {
    let i18n = use_i18n();
    let at = one.at;
    let answer = one.status.map_or_else(|| "–".to_owned(), |status| status.to_string());
    view! {
        <li class="stack">
            <div class="row">
                <span>{move || date_time(i18n.get_locale(), at)}</span>
                <code>{answer}</code>
                <span class="muted num">{one.latency_ms} " ms"</span>
            </div>
            {one.error.map(|error| view! { <code class="attempt__failure">{error}</code> })}
            {one.response.map(|text| view! { <pre class="note__text small" tabindex="0">{text}</pre> })}
        </li>
    }
    .into_any()
}
