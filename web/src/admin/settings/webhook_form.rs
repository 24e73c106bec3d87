//! What can be said of a webhook.

use leptos::prelude::*;
use serde_json::Value;
use shared::integrations::{WebhookDetails, WebhookEvent};

use super::ticks::Ticks;
use super::words;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{Checkbox, Form, TextField};

/// What something told is called.
pub(super) fn event(locale: Locale, event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::OrderPlaced => td_string!(locale, programs.event.order_placed),
        WebhookEvent::OrderPaid => td_string!(locale, programs.event.order_paid),
        WebhookEvent::OrderProcessing => td_string!(locale, programs.event.order_processing),
        WebhookEvent::OrderShipped => td_string!(locale, programs.event.order_shipped),
        WebhookEvent::OrderDelivered => td_string!(locale, programs.event.order_delivered),
        WebhookEvent::OrderCompleted => td_string!(locale, programs.event.order_completed),
        WebhookEvent::OrderCancelled => td_string!(locale, programs.event.order_cancelled),
        WebhookEvent::OrderExpired => td_string!(locale, programs.event.order_expired),
        WebhookEvent::OrderRefunded => td_string!(locale, programs.event.order_refunded),
        WebhookEvent::PaymentPending => td_string!(locale, programs.event.payment_pending),
        WebhookEvent::PaymentChallenged => td_string!(locale, programs.event.payment_challenged),
        WebhookEvent::PaymentPaid => td_string!(locale, programs.event.payment_paid),
        WebhookEvent::PaymentFailed => td_string!(locale, programs.event.payment_failed),
        WebhookEvent::PaymentCancelled => td_string!(locale, programs.event.payment_cancelled),
        WebhookEvent::PaymentExpired => td_string!(locale, programs.event.payment_expired),
        WebhookEvent::PaymentRefunded => td_string!(locale, programs.event.payment_refunded),
        WebhookEvent::PaymentChargedBack => td_string!(locale, programs.event.payment_charged_back),
        WebhookEvent::StockChanged => td_string!(locale, programs.event.stock_changed),
        WebhookEvent::StockLow => td_string!(locale, programs.event.stock_low),
        WebhookEvent::StockOut => td_string!(locale, programs.event.stock_out),
        WebhookEvent::ProductCreated => td_string!(locale, programs.event.product_created),
        WebhookEvent::ProductUpdated => td_string!(locale, programs.event.product_updated),
        WebhookEvent::ChatRoomOpened => td_string!(locale, programs.event.chat_room_opened),
        WebhookEvent::ChatMessageCreated => td_string!(locale, programs.event.chat_message_created),
        WebhookEvent::ChatRoomResolved => td_string!(locale, programs.event.chat_room_resolved),
    }
}

/// A webhook as it is being written. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    url: RwSignal<String>,
    description: RwSignal<String>,
    events: RwSignal<Vec<WebhookEvent>>,
    active: RwSignal<bool>,
}

impl Draft {
    /// One that is to be.
    pub fn empty() -> Self {
        Self::of(WebhookDetails { url: String::new(), description: String::new(), events: Vec::new(), active: true })
    }

    /// One that is there.
    pub fn of(details: WebhookDetails) -> Self {
        Self {
            url: RwSignal::new(details.url),
            description: RwSignal::new(details.description),
            events: RwSignal::new(details.events),
            active: RwSignal::new(details.active),
        }
    }

    /// What was written, followed.
    pub fn read(self) -> WebhookDetails {
        WebhookDetails {
            url: self.url.get().trim().to_owned(),
            description: self.description.get().trim().to_owned(),
            // In one order, so that versions can be compared.
            events: self.events.with(|events| WebhookEvent::ALL.iter().copied().filter(|known| events.contains(known)).collect()),
            active: self.active.get(),
        }
    }

    /// Fills the fields.
    pub fn write(self, details: WebhookDetails) {
        self.url.set(details.url);
        self.description.set(details.description);
        self.events.set(details.events);
        self.active.set(details.active);
    }
}

/// The fields of a webhook; of events, one chooses among those one may see oneself.
#[component]
pub(super) fn WebhookFields(form: Form, draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TextField pointer="/url" label=move || t_string!(i18n, programs.hooks.url) hint=move || t_string!(i18n, programs.hooks.url_hint) value=draft.url kind="url" maxlength=500/>
        <TextField pointer="/description" label=move || t_string!(i18n, programs.hooks.description) value=draft.description maxlength=200 optional=true/>
        <Ticks
            form
            pointer="/events"
            legend=move || t_string!(i18n, programs.hooks.events)
            all=WebhookEvent::ALL.to_vec()
            picked=draft.events
            word=WebhookEvent::as_str
            name=event
            needs=WebhookEvent::permission
        />
        <Checkbox pointer="/active" checked=draft.active>{move || t_string!(i18n, programs.hooks.active)}</Checkbox>
    }
    .into_any()
}

/// What a field is called where two versions of a webhook are compared.
pub(super) fn field(locale: Locale, field: &str) -> String {
    match field {
        "url" => td_string!(locale, programs.hooks.url).to_owned(),
        "description" => td_string!(locale, programs.hooks.description).to_owned(),
        "events" => td_string!(locale, programs.hooks.events).to_owned(),
        "active" => td_string!(locale, programs.hooks.active).to_owned(),
        other => words::plain_field(locale, other),
    }
}

/// A value as people read it.
pub(super) fn value(locale: Locale, field: &str, value: &Value) -> String {
    match (field, value) {
        ("events", Value::Array(events)) => {
            let word = |word: &Value| Some(event(locale, word.as_str()?.parse().ok()?));
            events.iter().filter_map(word).collect::<Vec<&str>>().join(", ")
        }
        _ => words::store_value(locale, field, value),
    }
}
